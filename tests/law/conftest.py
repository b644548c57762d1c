"""Hồ sơ dựng sẵn cho phần luật (dữ liệu tổng hợp).
Synthetic records for the tests of the law package."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from monitor.domain.procurement import Notice, Plan, Result
from monitor.domain.sources import Sighting
from monitor.domain.times import Moment, from_vietnam
from monitor.domain.vocabulary import Channel, Precision


@pytest.fixture
def at() -> Callable[[str], Moment]:
    """A moment from Vietnamese local time, `2026-08-26T09:00`, known to the second."""

    def moment(text: str) -> Moment:
        return Moment(from_vietnam(datetime.fromisoformat(text)), Precision.SECOND, "api")

    return moment


@pytest.fixture
def plan(at: Callable[[str], Moment]) -> Plan:
    return Plan(
        plan_no="PL2600000001",
        version="00",
        native_id="p-0",
        name="Kế hoạch lựa chọn nhà thầu sửa chữa trường học",
        buyer_name="Ban Quản lý dự án Sông Mẫu",
        buyer_code="vnz000000001",
        published=at("2026-09-04T10:00"),
        decision_date=datetime.fromisoformat("2026-08-26").date(),
        capture_id="c-plan-0",
    )


@pytest.fixture
def notice(at: Callable[[str], Moment]) -> Notice:
    return Notice(
        notice_no="IB2600000001",
        version="00",
        native_id="n-0",
        name="Gói thầu số 01: Sửa chữa mái",
        buyer_name="Ban Quản lý dự án Sông Mẫu",
        buyer_code="vnz000000001",
        published=at("2026-10-05T10:00"),
        first_published=at("2026-10-05T10:00"),
        plan_no="PL2600000001",
        bid_no="BP2600000001",
        price=1_500_000_000,
        capture_id="c-notice-0",
    )


@pytest.fixture
def result(at: Callable[[str], Moment]) -> Result:
    return Result(
        native_id="r-0",
        notice_no="IB2600000001",
        name="Gói thầu số 01: Sửa chữa mái",
        buyer_name="Ban Quản lý dự án Sông Mẫu",
        buyer_code="vnz000000001",
        published=at("2026-11-05T10:00"),
        decision_date=datetime.fromisoformat("2026-11-04").date(),
        capture_id="c-result-0",
    )


@pytest.fixture
def sighting(at: Callable[[str], Moment]) -> Callable[..., Sighting]:
    """A portal item; keyword arguments replace its fields."""

    def make(**changes: object) -> Sighting:
        base = Sighting(
            id="cong-tinh|1",
            source_id="cong-tinh",
            channel=Channel.PORTAL,
            native_key="1",
            url="https://cong.example/1",
            title="Thông báo mời thầu gói thầu số 07",
            published=at("2026-10-05T10:00"),
            first_seen_at=at("2026-10-05T11:00").at,
            capture_id="c-portal-1",
        )
        return replace(base, **changes)  # type: ignore[arg-type]

    return make


@pytest.fixture
def holiday_file(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "holidays.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
