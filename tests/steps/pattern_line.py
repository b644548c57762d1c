"""Một kho nhỏ có thông báo mời thầu, để thử bước nhận dấu hiệu.
A small store with notices, for the tests of the pattern step."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.judgement import Finding
from monitor.domain.ports import LookReport
from monitor.domain.procurement import Notice, Record
from monitor.domain.sources import Look, Sighting
from monitor.domain.times import Moment, Window, from_vietnam
from monitor.domain.vocabulary import Channel, DisclosureKind, Outcome, Precision
from monitor.steps.judge import judge
from monitor.steps.link import link
from monitor.steps.patterns import Noticed, notice
from monitor.steps.poll import store_report
from monitor.wiring import Line
from storage.store import Store
from tests.storage.histories import small_line

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
BUYER = ("Ban Quản lý dự án số 1 tỉnh Sông Mẫu", "vnz000000001")


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    store = Store(f"sqlite:///{tmp_path / 'monitor.db'}")
    store.create()
    yield small_line(store)
    store.close()


def moment(text: str) -> Moment:
    return Moment(from_vietnam(datetime.fromisoformat(text)), Precision.SECOND, "api")


def a_notice(
    number: int = 1, published: str = "2026-06-01T08:00", closes: str = "2026-06-20T09:00", **given: Any
) -> Notice:
    made = Notice(
        f"IB26{number:08}",
        "00",
        f"n{number}",
        f"Gói thầu số {number}: Thi công trạm y tế xã An Mẫu",
        *BUYER,
        moment(published),
        moment(published),
        plan_no="PL2600000001",
        bid_no=f"BP26{number:08}",
        price=5_000_000_000,
        main_procurement_category="XL",
        procurement_method_details="DTRR",
        process_apply="LDT",
        tender_period_end=moment(closes).at,
        is_online=True,
        is_domestic=True,
    )
    return replace(made, **given)


def see(line: Line, *records: Record, at: datetime = NOW, since: datetime | None = None) -> None:
    """The national network seen whole since the beginning of the year, showing these records."""
    source = line.sources[0]
    window = Window(since or datetime(2025, 12, 31, 17, tzinfo=UTC), at)
    look = Look(f"{source.id}@{at:%Y%m%d}", source.id, at, at, Outcome.COMPLETE, window)
    store_report(line, source, LookReport(look, (), records), at)


def copy(line: Line, title: str, body: str, published: str, number: int = 1) -> None:
    """An article on the provincial portal."""
    source, at = line.sources[1], moment(published).at + timedelta(hours=1)
    item = Sighting(
        f"{source.id}|{number}", source.id, Channel.PORTAL, str(number), f"http://mau.test/{number}", title,
        moment(published), at, DisclosureKind.NOTICE, body, codes=("IB2600000001",),
    )  # fmt: skip
    look = Look(f"{source.id}@{number}", source.id, at, at, Outcome.COMPLETE, None)
    store_report(line, source, LookReport(look, (item,)), at)


def run(line: Line, now: datetime = NOW) -> Noticed:
    linked = link(line, now)
    return notice(line, linked, judge(line, linked, now), now)


def said(noticed: Noticed) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in noticed.findings:
        found.setdefault(finding.code, []).append(finding)
    return found
