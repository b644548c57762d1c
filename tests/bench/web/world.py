"""Đổ thế giới lớn vào kho: gói thầu, tin đăng, hồ sơ, bảng công khai, người dùng.
Fills a store with the big world: packages, sightings, cases, the public board, people who are logged in."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import TypeVar

from rich.progress import Progress

from monitor.access.people import new_user
from monitor.access.secrets import digest
from monitor.board.counting import count
from monitor.board.periods import periods_at
from monitor.domain.board import Counted
from monitor.domain.judgement import Duty, Verdict
from monitor.domain.staff import Role, StaffSession, Stage
from monitor.domain.times import end_of_day, vietnam_day
from monitor.domain.vocabulary import Channel, Confidence, VerdictKind
from monitor.wiring import Office
from storage.store import Store, UnitOfWork
from tests.bench.web.cases import AGE, OWNERS, cases, looks
from tests.bench.web.packages import AGENCIES, NOW, PROVINCE, SOURCES, hash_of, packages, sightings

_TOGETHER = 5000
_BOARD_DAYS = 800
T = TypeVar("T")


def office(store: Store) -> Office:
    """The province of the big world on this store."""
    return Office(store, PROVINCE, AGENCIES, web_url="http://127.0.0.1", sources=SOURCES)


def fill(store: Store, number: int, open_cases: int, progress: Progress) -> None:
    """Everything but the search index, which is measured by itself."""

    def put(
        name: str, things: Iterable[T], total: int, write: Callable[[UnitOfWork, list[T]], object]
    ) -> None:
        task, waiting = progress.add_task(name, total=total), iter(things)
        while batch := list(islice(waiting, _TOGETHER)):
            with store.begin() as work:
                write(work, batch)
            progress.advance(task, len(batch))

    put("packages", packages(number), number, lambda work, some: work.published.put(some, NOW))
    put("sightings", sightings(number), number * 3, lambda work, some: work.sightings.put(some))
    with store.begin() as work:
        for look in looks():
            work.looks.add(look)
        for login in OWNERS:
            user = replace(new_user(login, f"Thanh tra viên {login}", Role.INSPECTOR, NOW), password="x")
            work.users.put(user)
            opened = StaffSession(digest(secret_of(login)), login, user.role, Stage.FULL, NOW, NOW, NOW)
            work.staff_sessions.open(opened)
    _open_cases(store, number, open_cases)
    periods = periods_at(NOW)
    counts = count(_duties(number), frozenset(), frozenset(one.id for one in AGENCIES), periods)
    with store.begin() as work:
        work.board.replace(counts, Counted(NOW, periods.span))


def secret_of(login: str) -> str:
    """What the browser of that inspector carries."""
    return f"phien-cua-{login}"


def _open_cases(store: Store, number: int, wanted: int) -> None:
    recent = [one for one in packages(number) if AGE[0] <= NOW - one.process.first_read_at < AGE[1]]
    found = list(cases(recent[:: max(1, len(recent) // wanted)][:wanted]))
    if len(found) < wanted:
        raise SystemExit(f"{number} packages hold {len(found)} young enough for a case, not {wanted}")
    with store.begin() as work:
        work.judgements.put_disclosures(one.disclosure for one in found)
        work.judgements.put(((one.duty, one.verdict) for one in found), NOW)
        work.findings.put((one.finding for one in found), NOW)
        work.cases.put_all(one.case for one in found)


def _duties(number: int) -> Iterator[tuple[Duty, Verdict]]:
    """What every package of the last years owed to the portal, as the board counts it."""
    first = NOW - timedelta(days=_BOARD_DAYS)
    kinds = (VerdictKind.ON_TIME,) * 7 + (VerdictKind.LATE, VerdictKind.LATE, VerdictKind.MISSING)
    for package in packages(number):
        notice = package.process.notices[0]
        assert notice.published is not None
        if notice.published.at < first:
            continue
        turn = hash_of(notice.notice_no)
        due = end_of_day(vietnam_day(notice.published.at) + timedelta(days=7))
        act = f"{notice.notice_no}/notice"
        duty = Duty(
            f"{act}@portal", act, Channel.PORTAL, package.agency_id, "portal-notice", "mục II",
            Confidence.POLICY, "", None, due, due,
        )  # fmt: skip
        yield duty, Verdict(duty.id, kinds[turn % 10], days_late=1 + turn % 9)
