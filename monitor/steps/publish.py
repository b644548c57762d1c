"""Bước 8: đưa gói thầu đã biết thành dữ liệu mở.
Step 8 of the cycle: what is known of packages becomes open data, as far as anything changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from monitor.domain.procurement import Notice, Result
from monitor.domain.published import Facts, Identified, Process, PublicPackage
from monitor.domain.subscriptions import Tender
from monitor.ocds.facts import facts_of
from monitor.ocds.people import without_people
from monitor.ocds.releases import release_times
from monitor.steps.index_search import fill_search, index_published
from monitor.steps.processes import gather, plan_packages
from monitor.subscriptions.terms import read_tender
from monitor.wiring import Line
from storage.store import UnitOfWork

_READ_UNTIL = "published_until"
_LINKS_NOTED = "published_links_noted"
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
# As in `monitor.steps.learn`: a file that began to be read before the last cycle may be stored after it.
_OVERLAP = timedelta(hours=1)
_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class PublishedNow:
    """How many packages were published anew or differently."""

    packages: int


def publish(line: Line, now: datetime) -> PublishedNow:
    """Publish what is new or different at `now` (aware UTC); twice changes nothing.

    1. what was touched: notices and results, plans, links to postings; 2. in batches of one transaction
    each, notices and results before the packages of plans, so that a package has one key, with the
    entry of each in the search index; 3. the verdicts counted; 4. only then up to when records were
    read: a kill on the way does the rest again; 5. entries that databases of before lack.
    """
    with line.store.read() as work:
        kept = work.meta.get(_READ_UNTIL)
        since = datetime.fromisoformat(str(kept)) - _OVERLAP if kept else _BEFORE_ALL
        # A database of before, or a new one, has no notes of what was touched.
        shown = work.publishable.newly_shown(everything=work.meta.get(_LINKS_NOTED) is None)
        tenders = set(work.records.tenders_touched(since))
        plans = {*work.publishable.plans_touched(since)}
    # A link tells a number, not whether a notice or a plan bears it; what is neither finds nothing.
    tenders |= shown.marks.keys()
    plans |= shown.marks.keys()
    written = 0
    for batch in _batches(sorted(tenders)):
        with line.store.begin() as work:
            written += _publish(line, work, _of_tenders(work, batch), now)
    for batch in _batches(sorted(plans)):
        with line.store.begin() as work:
            written += _publish(line, work, _of_plans(work, batch), now)
    with line.store.begin() as work:
        work.publishable.note_shown(shown)
        work.meta.set(_LINKS_NOTED, True)
        work.public_counts.recount()
        work.meta.set(_READ_UNTIL, now.isoformat())
    fill_search(line.store, line.province)
    return PublishedNow(written)


def _batches(numbers: Iterable[str]) -> Iterator[list[str]]:
    iterator = iter(numbers)
    while batch := list(islice(iterator, _TOGETHER)):
        yield batch


def _of_tenders(work: UnitOfWork, numbers: list[str]) -> list[Identified]:
    """The packages of these notices and results. A package known from its plan keeps its key with the
    first notice it gets; a second notice of the same package is a process of its own."""
    found = {one.notice_no: one for one in work.published.identified("notice_no", numbers)}
    fresh = [number for number in numbers if number not in found]
    notices, _, results = work.records.of_tenders(fresh)
    package_ids: dict[str, str] = {}
    records: list[Notice | Result] = [*notices, *results]
    for record in records:
        number = record.notice_no or record.native_id
        package_ids[number] = record.package_native_id or package_ids.get(number, "")
    planned = {
        one.package_id: one
        for one in work.published.identified("package_id", package_ids.values())
        if not one.notice_no and one.package_id
    }
    for number in sorted(package_ids):
        package_id = package_ids[number]
        waiting = planned.pop(package_id, None)
        key = waiting.key if waiting else number
        found[number] = Identified(
            key, number, waiting.bid_no if waiting else "", package_id, waiting.plan_no if waiting else ""
        )
    return list(found.values())


def _of_plans(work: UnitOfWork, numbers: list[str]) -> list[Identified]:
    """The packages of these plans: those that have a notice, and those that only the plan knows."""
    planned = plan_packages(work.publishable.plans(numbers))
    packages = {one.package.key: one for one in planned}
    known = [
        *work.published.identified("plan_no", numbers),
        *work.published.identified("bid_no", (one.package.bid_no for one in planned)),
        *work.published.identified("package_id", (one.package.native_id for one in planned)),
    ]
    bids = {one.bid_no for one in known if one.bid_no}
    ids = {one.package_id for one in known if one.package_id}
    fresh = [
        Identified(key, "", one.package.bid_no, one.package.native_id, one.plan.plan_no)
        for key, one in packages.items()
        if key and one.package.bid_no not in bids and one.package.native_id not in ids
    ]
    return [*{one.key: one for one in known}.values(), *fresh]


def _publish(line: Line, work: UnitOfWork, wanted: list[Identified], now: datetime) -> int:
    before = {key: shown.process for key, shown in work.published.get(one.key for one in wanted).items()}
    packages = [
        _public(line, process)
        for process in gather(work, wanted, before, now)
        if process.notices or process.results or process.planned
    ]
    written = work.published.put(packages, now)
    index_published(work, packages, line.province)
    return written


def _public(line: Line, process: Process) -> PublicPackage:
    shown = without_people(process)
    facts = facts_of(shown)
    return PublicPackage(
        shown,
        facts,
        line.resolver.resolve(facts.buyer_name, facts.buyer_code).agency_id,
        _words(facts),
        release_times(shown),
    )


def _words(facts: Facts) -> str:
    """The text that is searched, with and without accents."""
    text = read_tender(
        Tender(
            "",
            facts.title,
            "",
            project_name=facts.buyer_name,
            notice_no=facts.notice_no,
            plan_no=facts.plan_no,
            bid_no=facts.bid_no,
        )
    )
    return " | ".join(dict.fromkeys((*text.accented, *text.bare)))
