"""Định nghĩa của "khớp": một đăng ký và một sự kiện, viết đúng như lời.
What a match is, word for word after `Want`; `matcher` must say the same for all subscriptions at once."""

from collections.abc import Collection

from monitor.domain.procurement import Agency
from monitor.domain.subscriptions import Tender, Want
from monitor.domain.vocabulary import EventKind
from monitor.subscriptions.places import Places, meant_by
from monitor.subscriptions.terms import read_number, read_tender, read_term


def matches(
    want: Want, tender: Tender, kind: EventKind, agencies: Collection[Agency], places: Places
) -> bool:
    """Whether this happening to this tender is to be told to who wants this."""
    return wants_event(want, kind) and asks_for(want, tender, agencies, places)


def asks_for(want: Want, tender: Tender, agencies: Collection[Agency], places: Places) -> bool:
    """Whether it is a tender that is wanted, whatever happens to it.

    A followed number overrides all other fields. Beside numbers, these add tenders only if one of them
    names something: who follows one plan has not asked for every other tender too.
    """
    if follows(want, tender):
        return True
    if want.follows and not names_something(want):
        return False
    return (
        words_hold(want, tender)
        and (not want.categories or tender.category in want.categories)
        and (not want.methods or tender.method in want.methods)
        and (not want.buyers or buyer_holds(want, tender, agencies))
        and (not want.places or not meant_by(want.places, places).isdisjoint(tender.place_codes))
        and price_holds(want, tender)
        and (not want.online_only or tender.is_online is True)
    )


def wants_event(want: Want, kind: EventKind) -> bool:
    """Naming no event means all but `closing_soon`, which repeats what was told before."""
    return kind in want.events if want.events else kind is not EventKind.CLOSING_SOON


def names_something(want: Want) -> bool:
    """Whether a field says what is wanted; words left out and "online only" merely narrow it."""
    return bool(
        want.all_words or want.any_words or want.categories or want.methods or want.buyers or want.places
    ) or not (want.price_from is None and want.price_to is None)


def follows(want: Want, tender: Tender) -> bool:
    """Whether the tender carries a followed number; case and version do not matter."""
    return not {read_number(number) for number in want.follows}.isdisjoint(map(read_number, tender.numbers))


def words_hold(want: Want, tender: Tender) -> bool:
    """All of `all_words`, one of `any_words` if there are any, none of `none_words`."""
    text = read_tender(tender)
    return (
        all(text.holds(read_term(word)) for word in want.all_words)
        and (not want.any_words or any(text.holds(read_term(word)) for word in want.any_words))
        and not any(text.holds(read_term(word)) for word in want.none_words)
    )


def price_holds(want: Want, tender: Tender) -> bool:
    """Both ends included; an unknown price is in no range."""
    if want.price_from is None and want.price_to is None:
        return True
    if tender.price is None:
        return False
    return (want.price_from is None or want.price_from <= tender.price) and (
        want.price_to is None or tender.price <= want.price_to
    )


def buyer_holds(want: Want, tender: Tender, agencies: Collection[Agency]) -> bool:
    """Whether the buyer is one that is named, or belongs to one."""
    wanted = family(want.buyers, agencies) if want.with_subordinates else frozenset(want.buyers)
    return bool(tender.agency_id) and tender.agency_id in wanted


def family(ids: Collection[str], agencies: Collection[Agency]) -> frozenset[str]:
    """These bodies, all under them, and all they were merged into or out of, over and over."""
    found = set(ids) - {""}
    while True:
        more = {body.id for body in agencies if body.parent_id in found or body.successor_id in found}
        more |= {body.successor_id for body in agencies if body.id in found and body.successor_id}
        if more <= found:
            return frozenset(found)
        found |= more
