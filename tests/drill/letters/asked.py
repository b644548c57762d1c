"""Người đăng ký có hỏi việc này không: viết lại từ lời của yêu cầu, không dùng mã của sản phẩm.
Whether a subscription asked for a happening: after the words of `Want`, with nothing of the product's."""

import re
import unicodedata
from collections.abc import Iterable

from monitor.domain.procurement import Agency
from monitor.domain.subscriptions import Tender, Want
from monitor.domain.vocabulary import EventKind


def is_asked(want: Want, tender: Tender, kind: EventKind, agencies: Iterable[Agency]) -> bool:
    """A followed number overrides all but the events; beside it the rest counts if it names something."""
    if kind not in want.events if want.events else kind is EventKind.CLOSING_SOON:
        return False
    if set(want.follows) & set(tender.numbers):
        return True
    return not (want.follows and not _names(want)) and _holds(want, tender, agencies)


def _names(want: Want) -> bool:
    named = (want.all_words, want.any_words, want.categories, want.methods, want.buyers, want.places)
    return any(named) or want.price_from is not None or want.price_to is not None


def _holds(want: Want, tender: Tender, agencies: Iterable[Agency]) -> bool:
    title = " ".join((tender.title, tender.project_name, *tender.numbers))
    priced = want.price_from is not None or want.price_to is not None
    return (
        all(_has(title, word) for word in want.all_words)
        and (not want.any_words or any(_has(title, word) for word in want.any_words))
        and not any(_has(title, word) for word in want.none_words)
        and (not want.categories or tender.category in want.categories)
        and (not want.methods or tender.method in want.methods)
        and (not want.buyers or bool(_bodies(want, tender, agencies) & set(want.buyers)))
        and (not want.places or bool(set(want.places) & set(tender.place_codes)))
        and (not want.online_only or tender.is_online is True)
        and (not priced or _in_range(want, tender.price))
    )


def _has(text: str, term: str) -> bool:
    """Its words side by side; typed without accents it is found with them as well, not the other way."""
    accented = _words(term) != _bare(term)
    return f" {_words(term)} " in f" {_words(text) if accented else _bare(text)} "


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold()))


def _bare(text: str) -> str:
    parted = unicodedata.normalize("NFD", _words(text).replace("đ", "d"))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def _bodies(want: Want, tender: Tender, agencies: Iterable[Agency]) -> set[str]:
    """The buyer, and where that is asked for all bodies above it; the invented ones never merge."""
    body = tender.agency_id
    if not want.with_subordinates:
        return {body} - {""}
    parents = {agency.id: agency.parent_id for agency in agencies}
    found: set[str] = set()
    while body:
        found.add(body)
        body = parents.get(body, "")
    return found


def _in_range(want: Want, price: int | None) -> bool:
    if price is None:
        return False
    return (want.price_from or 0) <= price <= (price if want.price_to is None else want.price_to)
