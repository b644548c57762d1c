"""So bản đăng lại với bản gốc trên Mạng: giá, thời điểm đóng thầu, chủ đầu tư, tên gói, hình thức.
Compares a copied invitation with the network's notice, field by field; only what is said on both sides.

What is vague is no difference: a cut title, a rounded price, a missing hour, a buyer that cannot be
told apart, and whatever an earlier version of the notice said.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from monitor.domain.judgement import LinkedSighting
from monitor.domain.patterns import Difference
from monitor.domain.procurement import Notice
from monitor.domain.sources import Sighting
from monitor.domain.times import VIETNAM, vietnam_day
from monitor.domain.vocabulary import LinkOrigin
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.contrast import Relation, contrast
from monitor.reconcile.labelled import ShownClosing, method_name, read_labelled
from monitor.reconcile.reading import read_name

# Announced sums are often rounded: up to a hundredth of the price that is no other price.
_ROUNDED = 100
_ANYWAY = 1000


def differences_of(
    versions: Iterable[Notice],
    closings: Iterable[datetime],
    prices: Iterable[int],
    copies: Iterable[LinkedSighting],
    resolver: AgencyResolver,
) -> tuple[Difference, ...]:
    """Every field that a copy shows otherwise than each version of the notice ever did.

    `versions` oldest first, `closings` and `prices` all that the network ever showed; `copies` are
    invitations linked beyond doubt that announce this one package only.
    """
    notices = tuple(versions)
    if not notices:
        return ()
    known, money = tuple(closings), tuple(prices)
    return tuple(one for copy in copies for one in _of_copy(notices, known, money, copy, resolver))


def _of_copy(
    notices: tuple[Notice, ...],
    closings: tuple[datetime, ...],
    prices: tuple[int, ...],
    copy: LinkedSighting,
    resolver: AgencyResolver,
) -> Iterator[Difference]:
    sighting, said = copy.sighting, read_labelled(copy.sighting.body)
    found = (
        ("giá gói thầu", "price", _price(said.price, prices)),
        ("thời điểm đóng thầu", "closing time", _closing(said.closing, closings)),
        ("chủ đầu tư", "buyer", _buyer(said.buyers, notices, resolver)),
        ("hình thức lựa chọn nhà thầu", "method", _method(said.method, notices)),
        ("tên gói thầu", "title", _title(copy, notices[-1])),
    )
    for field, field_en, pair in found:
        if pair is not None:
            yield _difference(field, field_en, pair, sighting)


def _difference(field: str, field_en: str, pair: tuple[str, str], sighting: Sighting) -> Difference:
    return Difference(field, field_en, *pair, sighting.channel, sighting.url, sighting.capture_id)


def _price(shown: int | None, known: tuple[int, ...]) -> tuple[str, str] | None:
    if shown is None or not known or any(_same_price(shown, price) for price in known):
        return None
    return _money(known[-1]), _money(shown)


def _same_price(shown: int, price: int) -> bool:
    zeros = len(str(shown)) - len(str(shown).rstrip("0"))
    rounding = min(int(10**zeros) // 2, price // _ROUNDED)
    return abs(price - shown) <= max(rounding, price // _ANYWAY)


def _closing(shown: ShownClosing | None, closings: tuple[datetime, ...]) -> tuple[str, str] | None:
    if shown is None or not closings:
        return None
    if any(_same_closing(shown, closes) for closes in closings):
        return None
    return _clock(max(closings), with_hour=True), _clock(shown.at, with_hour=shown.has_hour)


def _same_closing(shown: ShownClosing, closes: datetime) -> bool:
    if not shown.has_hour:
        return vietnam_day(shown.at) == vietnam_day(closes)
    return shown.at == closes.replace(second=0, microsecond=0)


def _buyer(
    shown: tuple[str, ...], notices: tuple[Notice, ...], resolver: AgencyResolver
) -> tuple[str, str] | None:
    """Only bodies that the registry knows can be told apart; a parent or successor is no other."""
    latest = notices[-1]
    own = {
        match.agency_id
        for name, code in ((latest.buyer_name, latest.buyer_code), (latest.procuring_entity_name, ""))
        if name and (match := resolver.resolve(name, code)).agency_id
    }
    others = {name: resolver.resolve(name).agency_id for name in shown}
    if not own or not others or not all(others.values()):
        return None
    for agency_id in others.values():
        if any(_one_body(agency_id, mine, resolver) for mine in own):
            return None
    return latest.buyer_name, "; ".join(others)


def _one_body(one: str, other: str, resolver: AgencyResolver) -> bool:
    return resolver.lineage(one) == resolver.lineage(other) or resolver.related(one, other)


def _method(shown: str, notices: tuple[Notice, ...]) -> tuple[str, str] | None:
    known = [notice.procurement_method_details for notice in notices if notice.procurement_method_details]
    if not shown or not known or not method_name(known[-1]):
        return None
    if any(code.startswith(shown) for code in known):
        return None
    return method_name(known[-1]), method_name(shown)


def _title(copy: LinkedSighting, notice: Notice) -> tuple[str, str] | None:
    """Other numbers, phases or places in a title whose code says that it is the same package.

    A link by score rests on the title itself, so nothing follows from it.
    """
    if copy.link.origin is LinkOrigin.SCORE:
        return None
    shown, own = read_name(copy.sighting.title), read_name(notice.name)
    apart = [part for part in contrast(shown.parts, own.parts) if part.relation is Relation.CONFLICT]
    if not apart:
        return None
    return f"“{notice.name}”", f"“{copy.sighting.title}” ({'; '.join(part.vi for part in apart)})"


def _money(dong: int) -> str:
    return f"{dong:,}".replace(",", ".") + " đồng"


def _clock(at: datetime, *, with_hour: bool) -> str:
    local = at.astimezone(VIETNAM)
    return f"{local:%H:%M ngày %d/%m/%Y}" if with_hour else f"ngày {local:%d/%m/%Y}"
