"""Kịch bản: lỗi nào, bẫy nào được cài vào bao nhiêu kế hoạch, ở thời kỳ nào.
Which faults and which traps are built into how many plans, and in which period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from monitor.demo.model import DemoAgency, FaultKind
from monitor.demo.names import FEED_WORKS, PAGE_HEALTH, PORTAL_OLD
from monitor.domain.vocabulary import Channel, DisclosureKind

WATCH_DAYS = 45
_PLAN, _NOTICE, _RESULT = DisclosureKind.PLAN, DisclosureKind.NOTICE, DisclosureKind.RESULT


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is special about one plan: an act of `kind` decided in `era`, faulty or a trap.

    `where` narrows the agency: `page` (a listing), `feed`, `old_portal`, `buys` (no works) or an id. `day`
    fixes the decision to one day. `sign` is the code of the pattern rule that should speak of it.
    """

    era: str
    kind: DisclosureKind = _PLAN
    verdict: FaultKind | None = None
    channel: Channel | None = None
    trap: str = ""
    where: str = ""
    day: date | None = None
    sign: str = ""

    @property
    def pair(self) -> bool:
        """Whether it takes two packages of one plan."""
        return self.trap == "two_in_one" or self.sign in ("posted_twice", "split_below_ceiling")

    def plants(
        self, kind: DisclosureKind, verdict: FaultKind, channel: Channel, *, special: bool = True
    ) -> bool:
        """Whether an act of this kind gets this fault on this channel."""
        return special and (self.kind, self.verdict, self.channel) == (kind, verdict, channel)

    def fits(self, agency: DemoAgency) -> bool:
        """Whether an agency can play this part."""
        match self.where:
            case "":
                return True
            case "page":
                return agency.page == PAGE_HEALTH
            case "feed":
                return agency.page == FEED_WORKS
            case "old_portal":
                return agency.portal == PORTAL_OLD and not agency.page
            case "buys":
                return agency.domain != "works"
            case agency_id:
                return agency.agency.id == agency_id


def era_days(era: str, start: date, end: date) -> tuple[date, date]:
    """First and last day on which the special act of an era is decided.

    `recent` leaves room for a late publication before `end`; `watch` begins when watching begins;
    `blind` falls due while the old portal cannot be seen; `aged` is long over by `end`; letters are
    legal regimes (law.md §7).
    """
    spans = {
        "A": (date(2023, 3, 1), date(2023, 10, 31)),
        "B": (date(2024, 3, 1), date(2025, 5, 15)),
        "C0": (date(2025, 7, 2), date(2025, 7, 18)),
        "C": (date(2025, 8, 18), date(2026, 5, 20)),
        "recent": (end - timedelta(days=110), end - timedelta(days=24)),
        "watch": (end - timedelta(days=WATCH_DAYS - 2), end - timedelta(days=24)),
        "blind": (end - timedelta(days=12), end - timedelta(days=9)),
        "aged": (end - timedelta(days=180), end - timedelta(days=130)),
        "old": (start, end - timedelta(days=180)),
        "new": (end - timedelta(days=180), end - timedelta(days=3)),
    }
    first, last = spans[era]
    return max(first, start), min(last, end - timedelta(days=3))


def special_scenarios(packages: int) -> Iterator[Scenario]:
    """Faults first, then traps, then signs, as many as a world of so many packages should hold."""
    each = max(1, packages // 50)
    yield from _faults(each, with_old=packages >= 150)
    yield from _traps(max(1, packages // 100))
    for _ in range(max(1, packages // 80)):
        yield from _signs()
    # Last, so that small worlds keep all others.
    for _ in range(max(1, packages // 100)):
        yield Scenario("recent", _NOTICE, trap="swapped_code")


def _faults(each: int, *, with_old: bool) -> Iterator[Scenario]:
    portal, page, national = Channel.PORTAL, Channel.AGENCY_PAGE, Channel.NATIONAL
    for _, kind in zip(range(each), cycle((_RESULT, _NOTICE, _PLAN)), strict=False):
        yield Scenario("recent", kind, "missing", portal)
    for _, kind, where in zip(
        range(each), cycle((_NOTICE, _RESULT, _PLAN)), cycle(("page", "feed")), strict=False
    ):
        yield Scenario("watch" if where == "feed" else "recent", kind, "missing", page, where=where)
    for _, kind in zip(range(each), cycle((_PLAN, _RESULT, _NOTICE)), strict=False):
        yield Scenario("recent", kind, "missing", national)
    for _, kind in zip(range(each), cycle((_RESULT, _PLAN)), strict=False):
        yield Scenario("recent", kind, "late", national)
    for _, kind in zip(range(each), cycle((_PLAN, _RESULT, _NOTICE)), strict=False):
        yield Scenario("recent", kind, "late", portal)
    for _, kind, where in zip(
        range(each), cycle((_RESULT, _PLAN, _NOTICE)), cycle(("page", "page", "feed")), strict=False
    ):
        yield Scenario("watch" if where == "feed" else "recent", kind, "late", page, where=where)
    for _ in range(max(1, each // 3)):
        yield Scenario("blind", _PLAN, "missing", portal, where="old_portal")
    if with_old:
        yield Scenario("A", _PLAN, "late", national)
        yield Scenario("A", _RESULT, "late", national)
        yield Scenario("B", _RESULT, "late", national)
        yield Scenario("B", _PLAN, "late", portal)
        yield Scenario("C0", _PLAN, "late", national)
        yield Scenario("C", _RESULT, "late", portal)


def _traps(each: int) -> Iterator[Scenario]:
    for _ in range(each):
        yield Scenario("recent", _NOTICE, trap="amended_notice")
        yield Scenario("recent", _NOTICE, trap="silent_extension")
        yield Scenario("recent", _NOTICE, trap="cancelled")
        yield Scenario("recent", _RESULT, trap="direct_appointment")
        yield Scenario("recent", _PLAN, trap="amended_plan")
        yield Scenario("watch", _PLAN, trap="amended_plan")
        yield Scenario("recent", _PLAN, trap="last_minute_national")
        yield Scenario("recent", _RESULT, trap="last_minute_portal")
        yield Scenario("recent", _RESULT, trap="last_minute_page", where="page")
        yield Scenario("recent", _NOTICE, trap="wrong_code")
        yield Scenario("recent", _PLAN, trap="reposted")
        yield Scenario("recent", _NOTICE, trap="two_in_one")
        yield Scenario("B", _RESULT, trap="no_province_code")
    yield Scenario("new", _PLAN, trap="holiday_swap", day=date(2026, 8, 26))
    yield Scenario("new", _PLAN, trap="makeup_saturday", day=date(2026, 8, 17))
    yield Scenario("old", _PLAN, trap="makeup_saturday", day=date(2025, 4, 25))
    yield Scenario("B", _PLAN, trap="renamed_agency", where="so-giao-thong-van-tai")
    yield Scenario("B", _RESULT, trap="renamed_agency", where="so-ke-hoach-va-dau-tu")
    yield Scenario("recent", _NOTICE, trap="old_name_kept", where="ban-quan-ly-khu-vuc")
    yield Scenario("recent", _NOTICE, trap="twin_boards", where="ban-quan-ly-so-1")
    yield Scenario("recent", _NOTICE, trap="twin_boards", where="ban-quan-ly-so-2")


def _signs() -> Iterator[Scenario]:
    """What only whole tenders and plans show, one for each rule of the folder."""
    yield Scenario("aged", _NOTICE, sign="short_preparation")
    yield Scenario("watch", _NOTICE, sign="late_amendment")
    yield Scenario("aged", _NOTICE, "late", Channel.PORTAL, sign="notice_after_closing")
    yield Scenario("aged", _RESULT, sign="result_without_notice")
    yield Scenario("aged", _NOTICE, sign="no_result_long_after_closing")
    yield Scenario("aged", _PLAN, sign="planned_quarter_passed")
    yield Scenario("recent", _NOTICE, sign="differs_between_channels")
    yield Scenario("recent", _NOTICE, sign="posted_twice")
    yield Scenario("aged", _RESULT, sign="split_below_ceiling", where="buys")
