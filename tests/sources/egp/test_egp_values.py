"""Từng giá trị: mã đơn vị, tiền, số lẻ của giây, mã công dân, bảng mã.
Single values: codes, money, fractions of seconds, citizen numbers, code lists, weekly passes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from monitor.domain.procurement import Notice, Result
from monitor.domain.sources import SourceMemory
from monitor.domain.times import VIETNAM
from sources.egp.audit import Audit
from sources.egp.codelists import code_lists, code_of_label, is_known
from sources.egp.look import daily_is_due, weekly_is_due
from sources.egp.parse import parse_search_page
from sources.egp.personal import mask_citizen_number, masked
from sources.egp.shapes import shapes
from sources.egp.values import day, flag, instant, money, organisation_code

Row = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("written", "microsecond"),
    [("", 0), (".7", 700_000), (".76", 760_000), (".048", 48_000)],
)
def test_fractions_of_seconds_have_any_length(written: str, microsecond: int) -> None:
    at = instant({"publicDate": f"2026-08-03T23:09:42{written}"}, "publicDate")
    assert at == datetime(2026, 8, 3, 16, 9, 42, microsecond, tzinfo=UTC)


def test_the_same_decision_reads_the_same_in_both_ways_of_writing() -> None:
    assert day({"d": "2025-01-03T16:59:59.000+0000"}, "d") == day({"d": "2025-01-03T23:59:59"}, "d")
    assert day({"d": "2025-12-31T18:00:00.000+0000"}, "d") == date(2026, 1, 1)
    assert day({"d": "vô hạn"}, "d") is None


@pytest.mark.parametrize(
    ("row", "amount"),
    [
        ({"p": [1216386906.0]}, 1_216_386_906),
        ({"p": 51197946}, 51_197_946),
        ({"p": []}, None),
        ({"p": [1, 2]}, None),
        ({"p": "5"}, None),
        ({"p": True}, None),
        ({"p": float("inf")}, None),
        ({"p": 5, "unit": "USD"}, None),
        ({"p": 5, "unit": "VND"}, 5),
        ({"p": 5, "unit": None}, 5),
        ({}, None),
    ],
)
def test_an_amount_is_whole_dong_or_not_said(row: dict[str, Any], amount: int | None) -> None:
    assert money(row, "p", "unit") == amount


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("vnz000021410-05", "vnz000021410"),
        ("vn0100112437-06", "vn0100112437"),
        ("vn0100112437-001", "vn0100112437-001"),
        ("vn001234567890", "vn*********890"),
        ("", ""),
    ],
)
def test_sub_accounts_are_cut_and_citizen_numbers_masked(code: str, read: str) -> None:
    assert organisation_code({"c": code}, "c") == read


def test_citizen_numbers_are_masked_wherever_they_are_codes() -> None:
    assert mask_citizen_number("001234567890") == "*********890"
    assert mask_citizen_number('{"orgCode":"vn001234567890"}') == '{"orgCode":"vn*********890"}'
    assert mask_citizen_number("gói 001234567890 phần") == "gói 001234567890 phần"
    assert mask_citizen_number("vn0101565937 và IB2600420060") == "vn0101565937 và IB2600420060"
    held = {"winningCode": ["vn001234567890", 5], "x": {"taxCode": "001234567890"}}
    assert masked(held) == {"winningCode": ["vn*********890", 5], "x": {"taxCode": "*********890"}}
    assert held["winningCode"][0] == "vn001234567890", "the answer itself is left alone"


def test_flags_are_three_valued() -> None:
    assert [flag({"f": value}, "f") for value in (0, 1, True, False, None, 2, "1")] == [
        False,
        True,
        True,
        False,
        None,
        None,
        None,
    ]


def test_contract_types_may_be_combined_but_other_codes_may_not() -> None:
    assert is_known("contract_type", "TG_CD_DC")
    assert not is_known("contract_type", "TG_MOI")
    assert not is_known("bid_form", "DTRR_CDT")


def test_words_are_turned_into_codes_and_back() -> None:
    assert code_of_label("bid_form", " chỉ định thầu RÚT GỌN ") == "CDTRG"
    assert code_of_label("bid_form", "LCNT_DB") == "LCNT_DB"
    assert code_of_label("bid_form", "hình thức mới") == ""
    assert code_of_label("status_for_notify", "Không có nhà thầu trúng thầu") == "KCNTTT"


def test_every_shape_names_known_lists_and_shapes() -> None:
    known, lists = shapes(), code_lists()
    for shape in known.values():
        assert set(shape.codes.values()) <= lists.keys()
        assert set(shape.nested.values()) <= known.keys()


def _page(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"page": {"content": list(rows), "totalElements": len(rows), "last": True}}


@pytest.mark.parametrize("sign", [{"caseKHKQ": "1"}, {"id": "IB2600000001"}])
def test_a_direct_appointment_without_result_time_is_published_with_its_row(
    network: Any, sign: dict[str, str]
) -> None:
    row = network.notice(1, "2026-03-11T11:00:00", stepCode="notify-contractor-step-4-kqlcnt")
    row |= sign
    notice, result = parse_search_page(_page(row), "egp").records
    assert isinstance(notice, Notice)
    assert isinstance(result, Result)
    assert notice.direct_appointment
    assert result.published == notice.published


def test_a_row_that_waits_for_its_result_gives_none(network: Any) -> None:
    row = network.notice(
        1, "2026-03-11T11:00:00", stepCode="notify-contractor-step-4-kqlcnt", inputResultId="r"
    )
    assert len(parse_search_page(_page(row), "egp").records) == 1


def test_a_cancelled_result_is_no_cancelled_tender(network: Any) -> None:
    row = network.notice(1, "2026-03-11T11:00:00", statusForNotify="DHKQLCNT", status="CANCELED")
    (notice,) = parse_search_page(_page(row), "egp").records
    assert isinstance(notice, Notice)
    assert not notice.cancelled


def test_a_row_of_another_type_is_reported_and_gives_no_record(network: Any) -> None:
    row = network.notice(1, "2026-03-11T11:00:00", type="es-ycbg")
    read = parse_search_page(_page(row), "egp")
    assert (read.records, len(read.rows)) == ((), 1)
    assert [(odd.where, odd.value) for odd in read.oddities] == [("search_page.type", "es-ycbg")]


@pytest.mark.parametrize("changes", [{}, {"bidPrice": [2.0]}, {"bidForm": "MOI"}, {"unheardOf": 1}])
def test_a_row_shown_again_reads_as_if_it_had_never_been_seen(network: Any, changes: dict[str, Any]) -> None:
    row = network.notice(1, "2026-03-11T11:00:00", stepCode="notify-contractor-step-4-kqlcnt", caseKHKQ="1")
    first = parse_search_page(_page(row), "egp", "capture-1")
    known = {(one.type, one.id): one for one in first.rows}
    again = parse_search_page(_page({**row, **changes}), "egp", "capture-2", known)
    assert again == parse_search_page(_page({**row, **changes}), "egp", "capture-2")
    assert len(again.oddities) == ("bidPrice" not in changes and len(changes))


def test_a_citizen_number_is_masked_in_every_row_of_a_page_known_or_not(network: Any) -> None:
    for number, kind in enumerate(("es-notify-contractor", "es-notify-contractor", "es-ycbg")):
        network.notice(
            number,
            "2026-03-11T11:00:00",
            type=kind,
            investorCode="vn012345678901",
            contractorName=["012345678901", "Hộ kinh doanh vn012345678901"],
            locations=[{"provCode": "86", "provName": "vn012345678901"}],
            unheardOf={"code": "vn012345678901"},
        )
    network.rows[2]["id"] = "vn012345678901"
    read = parse_search_page(_page(*network.rows), "egp")
    assert len(read.rows) == 3
    assert "012345678" not in repr(read)
    assert repr(read).count("*********901") >= 15


def test_content_of_a_container_only_seen_empty_is_news() -> None:
    audit = Audit("egp")
    kept = audit.inspect(
        {
            "id": "1",
            "notifyNo": "IB2600000001",
            "notifyVersion": "00",
            "bidName": "x",
            "publicDate": "2026-01-01T00:00:00",
            "delayDTOList": [{"newCloseDate": "2026-02-02T09:00:00"}],
        },
        "notice",
    )
    assert [odd.where for odd in audit.oddities] == ["notice.delayDTOList"]
    assert kept["delayDTOList"] == [{"newCloseDate": "2026-02-02T09:00:00"}]


SUNDAY = datetime(2026, 3, 15, 2, 0, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("covered", "now", "due"),
    [
        (None, SUNDAY, True),
        (SUNDAY - timedelta(hours=1), SUNDAY, True),
        (SUNDAY, SUNDAY + timedelta(hours=1), False),
        (SUNDAY - timedelta(hours=2), SUNDAY - timedelta(hours=1), False),
        (SUNDAY + timedelta(hours=1), SUNDAY + timedelta(days=7, hours=-1), False),
        (SUNDAY + timedelta(hours=1), SUNDAY + timedelta(days=7), True),
        (SUNDAY - timedelta(days=9), SUNDAY + timedelta(days=3), True),
    ],
)
def test_the_weekly_pass_is_due_once_a_week(covered: datetime | None, now: datetime, due: bool) -> None:
    assert weekly_is_due(SourceMemory(covered_until=covered), now) is due


def test_the_first_look_after_midnight_asks_by_buyer_names() -> None:
    midnight = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)  # 00:00 on the 20th in Việt Nam
    covered = SourceMemory(covered_until=midnight - timedelta(minutes=1))
    assert not daily_is_due(covered, midnight - timedelta(seconds=1))
    assert daily_is_due(covered, midnight)
    assert not daily_is_due(SourceMemory(covered_until=midnight), midnight + timedelta(hours=23))
    assert daily_is_due(SourceMemory(), midnight)
