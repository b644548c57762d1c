"""Thời điểm đóng thầu được đưa lên sớm hơn: bảng tình huống.
A closing that is brought forward takes time away: what then held, and what is only to be verified."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from monitor.domain.patterns import TenderFile
from monitor.domain.vocabulary import Severity
from monitor.rules.patterns.examples import instant, tender
from tests.rules.patterns.versions import amended, changed_silently, opened, prepared, with_version

ENOUGH = tender(published="2026-03-02T08:00", closes="2026-03-20T09:00")  # nine days are the least


def forward(file: TenderFile, closes: str, posted: str = "2026-03-05T08:00", **changes: Any) -> TenderFile:
    return with_version(file, posted, tender_period_end=instant(closes), **changes)


@pytest.mark.parametrize(
    ("why", "closes", "speaks"),
    [
        ("eight days touched", "2026-03-09T23:59", True),
        ("nine touched: the readings differ", "2026-03-10T00:00", False),
        ("nine apart", "2026-03-11T09:00", False),
        ("a closing before the version that sets it is a slip", "2026-03-04T09:00", False),
    ],
)
def test_a_version_that_brought_it_forward_before_bids_were_opened(
    why: str, closes: str, speaks: bool
) -> None:
    found = prepared(opened(forward(ENOUGH, closes)))
    assert [finding.severity for finding in found] == [Severity.MEDIUM] * speaks, why
    for finding in found:
        told = " ".join(finding.reasons)
        assert "đưa lên sớm hơn: trước đó ghi 09:00 ngày 20/3/2026, phiên bản 01 ghi 23:59 ngày 9/3" in told
        assert "đã mở thầu theo thời điểm ấy" in told
        assert "2/3/2026 (thứ Hai) → 9/3/2026 (thứ Hai): 7 ngày" in told


@pytest.mark.parametrize(
    ("why", "make", "doubt"),
    [
        (
            "nothing says that bids were opened: a slip may be put right",
            lambda: forward(ENOUGH, "2026-03-05T09:00"),
            "chưa thấy Mạng ghi đã mở thầu",
        ),
        (
            "no version came with it: an older reading, such as a hand-over file, is read the same",
            lambda: opened(changed_silently(ENOUGH, "2026-03-05T09:00")),
            "không rõ thay đổi này thuộc phiên bản nào",
        ),
        (
            "the version brought it forward, then it changed without one",
            lambda: opened(changed_silently(forward(ENOUGH, "2026-03-18T09:00"), "2026-03-09T09:00")),
            "không rõ thay đổi này thuộc phiên bản nào",
        ),
        (
            "versions out of order",
            lambda: opened(forward(ENOUGH, "2026-03-05T09:00", posted="2026-03-01T08:00")),
            "không rõ thay đổi này thuộc phiên bản nào",
        ),
    ],
)
def test_what_may_be_a_slip_or_an_older_reading_is_only_to_be_verified(
    why: str, make: Callable[[], TenderFile], doubt: str
) -> None:
    (finding,) = prepared(make())
    assert finding.severity is Severity.INFORM, why
    assert any("Cần xác minh: " in line and doubt in line for line in finding.reasons), finding.reasons
    assert finding.sentence.endswith("Cần xác minh.")


def test_what_is_too_short_to_either_closing_accuses() -> None:
    short = tender(published="2026-03-02T08:00", closes="2026-03-06T09:00")
    (finding,) = prepared(changed_silently(short, "2026-03-05T09:00"))
    assert finding.severity is Severity.MEDIUM


def test_a_slip_that_was_put_right_says_nothing() -> None:
    slip = forward(ENOUGH, "2026-03-06T09:00")
    assert prepared(slip)
    assert not prepared(opened(changed_silently(slip, "2026-03-20T09:00")))
    assert not prepared(opened(forward(slip, "2026-03-20T09:00", posted="2026-03-06T08:00")))


def test_a_latest_version_without_a_closing_leaves_the_latest_ever_shown() -> None:
    assert not prepared(opened(with_version(ENOUGH, "2026-03-05T08:00", tender_period_end=None)))
    assert not prepared(replace(ENOUGH, closings=(*ENOUGH.closings, instant("2026-03-25T09:00"))))


def test_a_cancelled_tender_and_one_under_a_lender_are_left_alone() -> None:
    for changes in ({"cancelled": True}, {"process_apply": "WB"}):
        assert not prepared(opened(forward(ENOUGH, "2026-03-05T09:00", **changes)))


@pytest.mark.parametrize(
    ("why", "closes", "changes", "severity"),
    [
        ("changed, and too little is left", "2026-03-13T09:00", {"price": 1}, Severity.MEDIUM),
        ("whether this amends the documents is to be verified", "2026-03-13T09:00", {}, Severity.INFORM),
        ("three touched: the readings differ", "2026-03-16T09:00", {"price": 1}, None),
    ],
)
def test_the_version_itself(
    why: str, closes: str, changes: dict[str, Any], severity: Severity | None
) -> None:
    """Posted on Thu 12/3/2026; three working days are the least."""
    found = amended(opened(forward(tender(), closes, posted="2026-03-12T15:00", **changes)))
    assert [finding.severity for finding in found] == ([severity] if severity else []), why


def test_it_makes_the_amendment_before_it_late_and_both_are_told() -> None:
    """Over National Day: Thu 27/8 to Thu 3/9/2026 touches 27 and 28/8 and 3/9, to Fri 28/8 two days only."""
    file = tender(published="2026-08-10T08:00", closes="2026-09-03T09:00")
    file = with_version(file, "2026-08-27T08:00", price=4_900_000_000)
    assert not amended(file)
    moved = forward(file, "2026-08-28T09:00", posted="2026-08-27T15:00")
    (finding,) = amended(opened(moved))
    told = " ".join(finding.reasons)
    assert finding.severity is Severity.MEDIUM
    assert "phiên bản 01" in finding.sentence
    assert "Phiên bản 01: đổi giá." in told
    assert "Phiên bản 02: chỉ đưa thời điểm đóng thầu lên sớm hơn." in told
    assert "phiên bản 02 ghi 09:00 ngày 28/8/2026" in told
    assert amended(moved)[0].severity is Severity.INFORM
