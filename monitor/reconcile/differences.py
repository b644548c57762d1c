"""So bản đăng lại với bản gốc trên Mạng: giá, thời điểm đóng thầu, chủ đầu tư, tên gói, hình thức, bên trúng.
Compares a copied plan, notice or result with the network's, field by field; only what both sides say.

What is vague is no difference: a cut title, a rounded price, a missing hour, a buyer that cannot be
told apart, a firm named in part, and whatever an earlier version said.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from monitor.domain.judgement import LinkedSighting
from monitor.domain.labels import in_dong
from monitor.domain.patterns import Difference
from monitor.domain.procurement import Award, Notice, Plan, Result
from monitor.domain.sources import Sighting
from monitor.domain.times import VIETNAM, vietnam_day
from monitor.domain.vocabulary import LinkOrigin
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.contrast import PartContrast, Relation, contrast
from monitor.reconcile.firms import other_firms
from monitor.reconcile.identity import IdentityParts
from monitor.reconcile.labelled import method_name, read_labelled
from monitor.reconcile.price_terms import PriceTerms, same_price
from monitor.reconcile.reading import read_name
from monitor.reconcile.stated_closing import ShownClosing

# Bids are opened so long after closing at most (NĐ 24/2024 Điều 26 khoản 4, TT 79/2025 Điều 29).
_OPENED_WITHIN = timedelta(hours=2)

Version = Notice | Plan | Result


def differences_of(
    versions: Iterable[Version],
    closings: Iterable[datetime],
    prices: Iterable[int],
    copies: Iterable[LinkedSighting],
    resolver: AgencyResolver,
) -> tuple[Difference, ...]:
    """Every field that a copy shows otherwise than each version of the act ever did.

    `versions` oldest first, what is copied last; `closings` and `prices` of a package all that the network
    ever showed; `copies` are items linked beyond doubt that announce this one act only.
    """
    known = tuple(versions)
    if not known:
        return ()
    shown, money = tuple(closings), tuple(prices)
    return tuple(one for copy in copies for one in _of_copy(known, shown, money, copy, resolver))


def _of_copy(
    versions: tuple[Version, ...],
    closings: tuple[datetime, ...],
    prices: tuple[int, ...],
    copy: LinkedSighting,
    resolver: AgencyResolver,
) -> Iterator[Difference]:
    sighting, last = copy.sighting, versions[-1]
    numbers = {number for one in versions for number, _ in read_name(one.name).parts.numbers}
    said = read_labelled(sighting.body, frozenset(numbers))
    if isinstance(last, Plan) and len(last.packages) > 1:
        prices = ()  # of which package one price is, nobody says
    totals = tuple(one.total for one in versions if isinstance(one, Plan) and one.total)
    results = tuple(one for one in versions if isinstance(one, Result))
    found = (
        ("giá gói thầu", "price", _price(said.price, prices, said.terms)),
        ("tổng mức đầu tư", "total investment", _price(said.total, totals, said.terms)),
        ("giá trúng thầu", "award price", _price(said.award, _awarded(results), said.terms)),
        ("nhà thầu trúng thầu", "winner", _winner(said.winners, results)),
        ("thời điểm đóng thầu", "closing time", _closing(said.closing, closings)),
        ("chủ đầu tư", "buyer", _buyer(said.buyers, versions, resolver)),
        ("hình thức lựa chọn nhà thầu", "method", _method(said.method, versions)),
        ("tên gói thầu", "title", _title(copy, tuple(one.name for one in versions))),
    )
    for field, field_en, pair in found:
        if pair is not None:
            yield _difference(field, field_en, pair, sighting)


def _difference(field: str, field_en: str, pair: tuple[str, str], sighting: Sighting) -> Difference:
    return Difference(field, field_en, *pair, sighting.channel, sighting.url, sighting.capture_id)


def _price(shown: int | None, known: tuple[int, ...], terms: PriceTerms) -> tuple[str, str] | None:
    if shown is None or not known or any(same_price(shown, price, terms) for price in known):
        return None
    return in_dong(known[-1]), in_dong(shown)


def _closing(shown: ShownClosing | None, closings: tuple[datetime, ...]) -> tuple[str, str] | None:
    if shown is None or not closings:
        return None
    if any(_same_closing(shown, closes) for closes in closings):
        return None
    return _clock(max(closings), with_hour=True), _clock(shown.at, with_hour=shown.has_hour)


def _same_closing(shown: ShownClosing, closes: datetime) -> bool:
    if not shown.has_hour:
        return vietnam_day(shown.at) == vietnam_day(closes)
    waited = shown.at - closes.replace(second=0, microsecond=0)
    return timedelta(0) <= waited <= (_OPENED_WITHIN if shown.or_opening else timedelta(0))


def _awarded(results: tuple[Result, ...]) -> tuple[int, ...]:
    """What was awarded, of each result: every lot, all lots of one winner, all lots, whole."""
    sums: list[int] = []
    for one in results:
        won = _won(one.awards)
        sums += [price for _, price in won]
        sums += [sum(price for name, price in won if name == winner) for winner, _ in won]
        sums += [sum(price for _, price in won), one.price or 0]
    return tuple(filter(None, sums))


def _won(awards: Iterable[Award]) -> list[tuple[str, int]]:
    """Winner and price of every lot; members of a venture repeat its price, once for every lot it won."""
    named = ((one.supplier_code or one.supplier_name, one.venture_name, one.price) for one in awards)
    times: dict[tuple[str, int], int] = {}
    for (firm, venture, price), lots in Counter(named).items():
        if price:
            times[venture or firm, price] = max(lots, times.get((venture or firm, price), 0))
    return list(Counter(times).elements())


def _winner(shown: tuple[str, ...], results: tuple[Result, ...]) -> tuple[str, str] | None:
    awards = [award for one in results for award in one.awards]
    if not other_firms(shown, awards):
        return None
    known = (name for award in awards for name in (award.supplier_name, award.venture_name) if name)
    return "; ".join(dict.fromkeys(known)), "; ".join(shown)


def _buyer(
    shown: tuple[str, ...], versions: tuple[Version, ...], resolver: AgencyResolver
) -> tuple[str, str] | None:
    """Only bodies that the registry knows can be told apart; a parent or successor is no other."""
    named = {(one.buyer_name, one.buyer_code) for one in versions}
    named |= {(one.procuring_entity_name, "") for one in versions if isinstance(one, Notice)}
    own = {
        match.agency_id for name, code in named if name and (match := resolver.resolve(name, code)).agency_id
    }
    others = {name: resolver.resolve(name).agency_id for name in shown}
    if not own or not others or not all(others.values()):
        return None
    for agency_id in others.values():
        if any(_one_body(agency_id, mine, resolver) for mine in own):
            return None
    return versions[-1].buyer_name, "; ".join(others)


def _one_body(one: str, other: str, resolver: AgencyResolver) -> bool:
    return resolver.lineage(one) == resolver.lineage(other) or resolver.related(one, other)


def _method(shown: str, versions: tuple[Version, ...]) -> tuple[str, str] | None:
    known = [codes for one in versions if (codes := _methods(one))]
    if not shown or any(code.startswith(shown) for codes in known for code in codes):
        return None
    latest = dict.fromkeys(map(method_name, known[-1])) if known else {}
    return ("; ".join(latest), method_name(shown)) if all(latest) and latest else None


def _methods(version: Version) -> tuple[str, ...]:
    """The codes of a notice, a result, or every package of a plan."""
    acts = version.packages if isinstance(version, Plan) else (version,)
    return tuple(one.procurement_method_details for one in acts if one.procurement_method_details)


def _title(copy: LinkedSighting, names: tuple[str, ...]) -> tuple[str, str] | None:
    """Other numbers, phases or places in a title whose code says that it is the same package.

    A link by score rests on the title itself, so nothing follows from it.
    """
    if copy.link.origin is LinkOrigin.SCORE:
        return None
    shown = read_name(copy.sighting.title).parts
    apart = [_conflicts(shown, read_name(name).parts) for name in names]
    if not all(apart):
        return None
    return f"“{names[-1]}”", f"“{copy.sighting.title}” ({'; '.join(part.vi for part in apart[-1])})"


def _conflicts(shown: IdentityParts, own: IdentityParts) -> list[PartContrast]:
    return [part for part in contrast(shown, own) if part.relation is Relation.CONFLICT]


def _clock(at: datetime, *, with_hour: bool) -> str:
    local = at.astimezone(VIETNAM)
    return f"{local:%H:%M ngày %d/%m/%Y}" if with_hour else f"ngày {local:%d/%m/%Y}"
