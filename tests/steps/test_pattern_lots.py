"""Các phần của một gói thầu có kết quả riêng: mỗi kết quả được xem, giá một phần không phải giá gói thầu.
Lots of one package decided one by one: each result is read, and a lot's price is not the package's."""

from dataclasses import replace

from monitor.domain.procurement import Result
from monitor.wiring import Line
from tests.steps.pattern_line import BUYER, moment, run, said, see

LOT = Result(
    "r-1", "IB2600000005", "Mua thuốc", *BUYER, moment("2026-05-05T08:00"), direct_appointment=True,
    main_procurement_category="HH",
)  # fmt: skip


def test_of_several_results_each_is_asked_for_its_notice(line: Line) -> None:
    open_bidding = {"procurement_method_details": "DTRR"}
    second = replace(LOT, native_id="r-2", published=moment("2026-06-05T08:00"), **open_bidding)
    third = replace(LOT, native_id="r-3", published=moment("2026-05-25T08:00"), **open_bidding)
    see(line, LOT, second, third)
    (finding,) = said(run(line))["result_without_notice"]
    assert finding.due_at == moment("2026-05-25T08:00").at
    assert [reason for reason in finding.reasons if "Kết quả đăng" in reason] == [
        "Kết quả đăng 08:00 ngày 25/5/2026, hình thức đấu thầu rộng rãi.",
        "Kết quả đăng 08:00 ngày 5/6/2026, hình thức đấu thầu rộng rãi.",
    ]


def test_what_was_paid_for_one_lot_is_not_held_against_the_ceiling(line: Line) -> None:
    bought = replace(LOT, procurement_method_details="CDTRG", price=480_000_000)
    another = replace(bought, native_id="r-2", notice_no="IB2600000006")
    see(line, bought, another)
    assert "split_below_ceiling" in said(run(line))
    see(line, replace(another, native_id="r-3", price=300_000_000))
    assert said(run(line)) == {}
