"""Kế hoạch lập lại dưới số mới: một gói chỉ tính một lần; mua hằng năm và chia nhỏ thật thì vẫn thấy.
A plan made anew under a new number: its packages count once, while yearly purchases and true splits stay."""

from dataclasses import replace
from typing import Any

import pytest

from monitor.domain.procurement import Package, Plan, Record, Result
from monitor.wiring import Line
from tests.steps.pattern_line import BUYER, moment, run, said, see

QUARTER = {"bidStartUnit": "Q", "bidStartYear": 2026, "bidStartQuarter": "II"}
DESKS = Package(
    "BP2600000101", "p1", "BP2600000101", "PL2600000001", "Cung cấp bàn ghế",
    price=10**9, procurement_method_details="DTRR", raw=QUARTER,
)  # fmt: skip
COMPUTERS = replace(
    DESKS, name="Mua sắm máy tính", price=480_000_000, procurement_method_details="CDTRG",
    main_procurement_category="HH", raw={},
)  # fmt: skip


def plan(number: int, posted: str, *packages: Package, **given: Any) -> Plan:
    """Its packages get numbers of their own."""
    no = f"PL26{number:08}"
    own = tuple(
        replace(
            one, plan_no=no, key=f"BP26{number}{n:07}", bid_no=f"BP26{number}{n:07}", native_id=f"{no}-{n}"
        )
        for n, one in enumerate(packages)
    )
    made = Plan(
        no, "00", no, "Kế hoạch mua sắm", *BUYER, moment(posted), decision_date=moment(posted).day,
        packages=own, raw={"planType": "DTMS"},
    )  # fmt: skip
    return replace(made, **given)


def told(line: Line, *records: Record) -> dict[str, list[str]]:
    see(line, *records)
    return {code: [one.subject_key for one in found] for code, found in said(run(line)).items()}


OLD = plan(1, "2026-03-01T08:00", DESKS)


@pytest.mark.parametrize(
    ("why", "new", "silent"),
    [
        ("the same package in a later plan", plan(2, "2026-04-20T08:00", DESKS), True),
        ("no price in the later plan", plan(2, "2026-04-20T08:00", replace(DESKS, price=None)), True),
        ("another price", plan(2, "2026-04-20T08:00", replace(DESKS, price=9 * 10**8)), False),
        (
            "a package of another year",
            plan(2, "2026-04-20T08:00", replace(DESKS, name="Cung cấp bàn ghế năm 2027")),
            False,
        ),
        ("the purchase of the next year", plan(2, "2027-01-20T08:00", DESKS), False),
        ("the plan of an earlier day", plan(2, "2026-02-20T08:00", DESKS), False),
        (
            "another buyer",
            plan(2, "2026-04-20T08:00", DESKS, buyer_name="Sở Y tế tỉnh Sông Mẫu", buyer_code=""),
            False,
        ),
        (
            "no price, and a plan for something else",
            plan(2, "2026-04-20T08:00", replace(DESKS, price=None), name="Xây dựng cầu Sông Mẫu"),
            False,
        ),
    ],
)
def test_the_package_of_a_plan_made_anew_is_not_waited_for_under_the_old_number(
    line: Line, why: str, new: Plan, silent: bool
) -> None:
    (package,) = new.packages
    later = replace(new, packages=(replace(package, raw={}),))
    found = told(line, OLD, later)
    assert found == ({} if silent else {"planned_quarter_passed": ["BP2610000000"]}), why


def test_plans_that_name_other_years_are_for_other_purchases(line: Line) -> None:
    this = replace(OLD, name="Dự toán mua sắm năm 2026")
    following = plan(2, "2026-11-01T08:00", replace(DESKS, raw={}), name="Dự toán mua sắm năm 2027")
    assert told(line, this, following) == {"planned_quarter_passed": ["BP2610000000"]}


def test_the_new_plan_is_waited_for_itself(line: Line) -> None:
    assert told(line, OLD, plan(2, "2026-04-20T08:00", DESKS)) == {"planned_quarter_passed": ["BP2620000000"]}


def test_an_old_plan_that_was_amended_since_still_stands(line: Line) -> None:
    amended = replace(OLD, version="01", native_id="v1", published=moment("2026-05-02T08:00"))
    new = plan(2, "2026-04-20T08:00", replace(DESKS, raw={}))
    assert told(line, OLD, amended, new) == {"planned_quarter_passed": ["BP2610000000"]}


def appointed(number: int) -> Result:
    return Result(
        f"r{number}", f"IB2600000{number}00", COMPUTERS.name, *BUYER, moment("2026-05-20T08:00"),
        bid_no=f"BP26{number}0000000", direct_appointment=True, procurement_method_details="CDTRG",
    )  # fmt: skip


FIRST, SECOND = plan(1, "2026-03-01T08:00", COMPUTERS), plan(2, "2026-03-14T08:00", COMPUTERS)


@pytest.mark.parametrize(
    ("why", "records", "split"),
    [
        ("neither was bought yet", (FIRST, SECOND), False),
        ("only the new one was bought", (FIRST, SECOND, appointed(2)), False),
        ("both were bought", (FIRST, SECOND, appointed(1), appointed(2)), True),
        ("two like packages of one plan", (plan(1, "2026-03-01T08:00", COMPUTERS, COMPUTERS),), True),
        (
            "phases in two plans",
            (FIRST, plan(2, "2026-03-14T08:00", replace(COMPUTERS, name="Mua sắm máy tính đợt 2"))),
            True,
        ),
        (
            "two of one plan, which was made anew",
            tuple(plan(n, f"2026-03-0{n}T08:00", COMPUTERS, COMPUTERS) for n in (1, 2)),
            True,
        ),
    ],
)
def test_one_purchase_in_two_plans_is_no_split(
    line: Line, why: str, records: tuple[Record, ...], split: bool
) -> None:
    assert set(told(line, *records)) == ({"split_below_ceiling"} if split else set()), why


def test_a_package_that_keeps_its_number_in_the_new_plan_is_one_purchase(line: Line) -> None:
    (package,) = FIRST.packages
    again = replace(SECOND, packages=(replace(package, plan_no=SECOND.plan_no),))
    assert told(line, FIRST, again, appointed(1)) == {}
