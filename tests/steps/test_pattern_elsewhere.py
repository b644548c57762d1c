"""Kết quả hay thông báo của cùng một gói thầu, ghi dưới số khác hoặc không ghi số nào.
A package whose result or notice stands under another number, or under none, is not called without one."""

from dataclasses import replace
from typing import Any

import pytest

from monitor.domain.procurement import Result
from monitor.wiring import Line
from tests.steps.pattern_line import BUYER, a_notice, moment, run, said, see

RESULT = Result("r-1", "", a_notice().name, *BUYER, moment("2026-07-01T08:00"))
BY_NAME = {"plan_no": "PL2600000001"}


@pytest.mark.parametrize(
    ("why", "result", "notice", "silent"),
    [
        ("nothing tells whose it is", {}, {}, False),
        ("by the number of the package", {"bid_no": "BP2600000001"}, {}, True),
        ("by the network's id", {"package_native_id": "p-1"}, {"package_native_id": "p-1"}, True),
        ("by plan and name", BY_NAME, {}, True),
        ("another name in the plan", {**BY_NAME, "name": "Mua sắm thuốc"}, {}, False),
        ("another package of one name", {**BY_NAME, "bid_no": "BP2600000002"}, {}, False),
        (
            "under the number of another notice",
            {"bid_no": "BP2600000001", "notice_no": "IB2600000077"},
            {},
            True,
        ),
        (
            "of an earlier round",
            {"bid_no": "BP2600000001", "published": moment("2026-05-01T08:00")},
            {},
            False,
        ),
        ("whose day is not known", {"bid_no": "BP2600000001", "published": None}, {}, True),
    ],
)
def test_a_result_found_by_the_package_ends_the_waiting(
    line: Line, why: str, result: dict[str, Any], notice: dict[str, Any], silent: bool
) -> None:
    see(line, a_notice(**notice), replace(RESULT, **result))
    assert set(said(run(line))) == (set() if silent else {"no_result_long_after_closing"}), why


@pytest.mark.parametrize(
    ("why", "given", "silent"),
    [
        ("nothing tells whose it is", {}, False),
        ("by the number of the package", {"bid_no": "BP2600000001"}, True),
        ("by plan and name", BY_NAME, True),
        ("another package of one name", {**BY_NAME, "bid_no": "BP2600000002"}, False),
    ],
)
def test_a_result_marked_without_a_notice_may_have_one_under_another_number(
    line: Line, why: str, given: dict[str, Any], silent: bool
) -> None:
    marked = replace(
        RESULT, notice_no="IB2600000005", direct_appointment=True, procurement_method_details="DTRR", **given
    )
    see(line, a_notice(status_for_notify="CNTTT"), marked)
    assert set(said(run(line))) == (set() if silent else {"result_without_notice"}), why
