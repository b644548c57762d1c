"""Gom các hồ sơ của một gói thầu: kế hoạch, thông báo, mở thầu, kết quả, bài đăng.
Gathers all records of a package into one process."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from monitor.domain.procurement import Notice, Opening, Plan, Result
from monitor.domain.published import Identified, Planned, Posting, Process
from storage.store import UnitOfWork

R = TypeVar("R", Notice, Opening, Result)


def plan_packages(plans: Iterable[Plan]) -> tuple[Planned, ...]:
    """Every package of every version of these plans."""
    return tuple(
        Planned(replace(plan, packages=(), package_names=(), raw={}), replace(package, raw={}))
        for plan in plans
        for package in plan.packages
    )


def gather(
    work: UnitOfWork,
    wanted: list[Identified],
    before: Mapping[str, Process | None],
    now: datetime,
) -> Iterator[Process]:
    """The processes of these packages as the store knows them now; `before` is what was published."""
    records = _Records(work, wanted)
    for one in wanted:
        process = records.process_of(one, now)
        yield _with_cancellation(process, before.get(one.key), now)


class _Records:
    """The records of a batch, by number."""

    def __init__(self, work: UnitOfWork, wanted: list[Identified]) -> None:
        numbers = [one.notice_no or one.key for one in wanted]
        notices, openings, results = work.records.of_tenders(numbers)
        self._notices: dict[str, list[Notice]] = _by_number(notices)
        self._openings: dict[str, list[Opening]] = _by_number(openings)
        self._results: dict[str, list[Result]] = _by_number(results)
        plan_numbers = {one.plan_no for one in wanted}
        found: list[Notice | Result] = [*notices, *results]
        plan_numbers |= {record.plan_no for record in found}
        plan_numbers.discard("")
        self._planned: dict[str, list[Planned]] = defaultdict(list)
        for planned in plan_packages(work.publishable.plans(plan_numbers)):
            self._planned[planned.plan.plan_no].append(planned)
        self._first_read = work.publishable.first_read([*numbers, *plan_numbers])
        self._postings = work.publishable.postings([*numbers, *plan_numbers])

    def process_of(self, one: Identified, now: datetime) -> Process:
        number = one.notice_no or one.key
        notices = tuple(sorted(self._notices.get(number, ()), key=_age))
        results = tuple(sorted(self._results.get(number, ()), key=_result_age))
        records: list[Notice | Result] = [*notices, *results]
        plan_numbers = ({record.plan_no for record in records} | {one.plan_no}) - {""}
        ids = {record.package_native_id for record in records} | {one.package_id}
        bids = {record.bid_no for record in records} | {one.bid_no}
        planned = self._versions(plan_numbers, ids - {""}, bids - {""})
        subjects = [number, *sorted(plan_numbers)] if planned else [number]
        read = [
            self._first_read[name] for name in (number, *sorted(plan_numbers)) if name in self._first_read
        ]
        return Process(
            one.key,
            min(read, default=now),
            planned,
            notices,
            tuple(self._openings.get(number, ())),
            results,
            self._shown(subjects),
        )

    def _versions(self, plan_numbers: set[str], ids: set[str], bids: set[str]) -> tuple[Planned, ...]:
        """The package in each version of its plan: by its id in one of them, by its number in all."""
        versions = [planned for number in sorted(plan_numbers) for planned in self._planned.get(number, ())]
        bids = bids | {p.package.bid_no for p in versions if p.package.native_id in ids and p.package.bid_no}
        mine = [p for p in versions if p.package.native_id in ids or p.package.bid_no in bids]
        return tuple(sorted(mine, key=lambda planned: (planned.plan.plan_no, planned.plan.version)))

    def _shown(self, subjects: list[str]) -> tuple[Posting, ...]:
        found = {posting.id: posting for subject in subjects for posting in self._postings.get(subject, ())}
        return tuple(found[name] for name in sorted(found))


def _by_number(records: Iterable[R]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for record in records:
        found[record.notice_no or getattr(record, "native_id", "")].append(record)
    return found


def _age(notice: Notice) -> tuple[int, str]:
    return (int(notice.version) if notice.version.isdecimal() else -1, notice.version)


def _result_age(result: Result) -> tuple[str, str]:
    return (result.published.at.isoformat() if result.published else "", result.native_id)


def _with_cancellation(process: Process, before: Process | None, now: datetime) -> Process:
    """Since when we know of a cancellation that carries no time of its own."""
    notice = process.notice
    if notice is None or not notice.cancelled:
        return process
    noticed = before.cancelled_noticed_at if before else None
    return replace(process, cancelled_noticed_at=noticed or now)
