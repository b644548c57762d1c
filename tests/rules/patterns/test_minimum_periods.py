"""Thời gian chuẩn bị và sửa đổi sát giờ: bảng tình huống.
Short preparation and late amendment: tables of situations."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.domain.vocabulary import DisclosureKind, Severity, VerdictKind
from monitor.rules.patterns.examples import instant, tender
from tests.rules.patterns.versions import amended, changed_silently, prepared, with_version


@pytest.mark.parametrize(
    ("why", "days", "given", "severity"),
    [
        ("nine days apart are kept", ("2026-03-02T08:00", "2026-03-11T09:00"), {}, None),
        (
            "eight apart, nine touched: the readings differ",
            ("2026-03-02T23:59", "2026-03-10T00:01"),
            {},
            None,
        ),
        ("24:00 of the last day", ("2026-03-02T00:00", "2026-03-09T23:59"), {}, None),
        ("both readings fail", ("2026-03-02T00:01", "2026-03-09T23:59"), {}, Severity.MEDIUM),
        (
            "over 20 billion: 18 days",
            ("2026-03-02T08:00", "2026-03-09T09:00"),
            {"price": 21 * 10**9},
            Severity.MEDIUM,
        ),
        (
            "over 20 billion, nine days: it may be a case no record shows",
            ("2026-03-02T08:00", "2026-03-12T09:00"),
            {"price": 21 * 10**9},
            Severity.INFORM,
        ),
        (
            "exactly 20 billion is small",
            ("2026-03-02T08:00", "2026-03-12T09:00"),
            {"price": 20 * 10**9},
            None,
        ),
        (
            "no price: the least is taken, and it only informs",
            ("2026-03-02T08:00", "2026-03-05T09:00"),
            {"price": None},
            Severity.INFORM,
        ),
        (
            "no field",
            ("2026-03-02T08:00", "2026-03-05T09:00"),
            {"main_procurement_category": ""},
            Severity.INFORM,
        ),
        ("no method: nothing is known", ("2026-03-02T08:00", "2026-03-05T09:00"), {"method": ""}, None),
        (
            "2023: never read in full for open bidding",
            ("2023-03-02T08:00", "2023-03-05T09:00"),
            {"price": 30 * 10**9},
            Severity.INFORM,
        ),
        ("2023, small: decree 63 was read", ("2023-03-02T08:00", "2023-03-05T09:00"), {}, Severity.MEDIUM),
        (
            "between two laws: a floor, uncertain",
            ("2025-07-10T08:00", "2025-07-14T09:00"),
            {},
            Severity.INFORM,
        ),
        (
            "quotation: 7 working days over National Day",
            ("2026-08-26T08:00", "2026-09-08T09:00"),
            {"method": "CHCT", "price": 10**9},
            None,
        ),
        (
            "the same a week earlier",
            ("2026-08-26T08:00", "2026-09-03T09:00"),
            {"method": "CHCT", "price": 10**9},
            Severity.MEDIUM,
        ),
        ("cancelled", ("2026-03-02T08:00", "2026-03-05T09:00"), {"cancelled": True}, None),
        ("a lender's rules", ("2026-03-02T08:00", "2026-03-05T09:00"), {"process_apply": "WB"}, None),
        ("a closing before the notice is a slip", ("2026-03-02T08:00", "2026-03-01T09:00"), {}, None),
        ("a closing in another century is a slip", ("2026-03-02T08:00", "2126-03-01T09:00"), {}, None),
        ("direct appointment", ("2026-03-02T08:00", "2026-03-05T09:00"), {"direct": True}, None),
    ],
)
def test_preparation(
    why: str, days: tuple[str, str], given: dict[str, Any], severity: Severity | None
) -> None:
    found = prepared(tender(published=days[0], closes=days[1], **given))
    assert [finding.severity for finding in found] == ([severity] if severity else []), why
    for finding in found:
        assert finding.verdict is VerdictKind.LATE
        assert "có dấu hiệu" in finding.sentence
        assert ("Cần xác minh" in finding.sentence) == (severity is Severity.INFORM)


@pytest.mark.parametrize("published", ["2024-05-06T08:00", "2026-03-02T08:00", "2026-10-05T08:00"])
@pytest.mark.parametrize("method", ["DTRR", "DTHC"])
@pytest.mark.parametrize(
    ("apart", "severity"),
    [(7, Severity.MEDIUM), (8, Severity.INFORM), (9, Severity.INFORM), (16, Severity.INFORM), (17, None)],
)
def test_a_large_package_of_nine_to_seventeen_days_is_never_accused(
    published: str, method: str, apart: int, severity: Severity | None
) -> None:
    """Rule explain says so (INFORMS); days as the lenient reading counts them, one more than lie between."""
    closes = (datetime.fromisoformat(published) + timedelta(days=apart)).isoformat()
    found = prepared(tender(published=published, closes=closes, price=21 * 10**9, method=method))
    assert [finding.severity for finding in found] == ([severity] if severity else [])
    if severity is Severity.INFORM:
        assert "được chỉ định thầu nhưng tổ chức đấu thầu" in " ".join(found[0].reasons)


def test_the_due_day_is_the_last_that_left_the_minimum() -> None:
    (finding,) = prepared(tender(published="2026-03-02T08:00", closes="2026-03-09T09:00"))
    # Closing on 9/3: nine days touched begin on 1/3, a Sunday; the notice came the day after.
    assert finding.due_at == instant("2026-03-02T00:00")
    assert finding.days_late == 1
    assert finding.seen_at == instant("2026-03-02T08:00")
    assert any("tối thiểu 09 ngày" in reason for reason in finding.reasons)


def test_an_extension_mends_a_short_preparation() -> None:
    file = tender(published="2026-03-02T08:00", closes="2026-03-05T09:00")
    assert prepared(file)
    assert not prepared(changed_silently(file, "2026-03-20T09:00"))
    assert not prepared(with_version(file, "2026-03-04T08:00", tender_period_end=instant("2026-03-20T09:00")))


def test_where_only_a_later_version_is_known_nothing_is_said() -> None:
    file = tender(published="2026-03-02T08:00", closes="2026-03-05T09:00")
    later = replace(file.versions[0], version="01", first_published=None)
    assert not prepared(replace(file, versions=(later,)))


@pytest.mark.parametrize(
    ("why", "posted", "changes", "severity"),
    [
        ("three working days apart", "2026-03-17T15:00", {"price": 4_900_000_000}, None),
        ("three touched: the readings differ", "2026-03-18T15:00", {"price": 4_900_000_000}, None),
        ("24:00 of the last day", "2026-03-19T00:00", {"price": 4_900_000_000}, None),
        ("two touched", "2026-03-19T00:01", {"price": 4_900_000_000}, Severity.MEDIUM),
        ("nothing seems to have changed", "2026-03-19T15:00", {}, Severity.INFORM),
        (
            "an unknown field filled in is no change",
            "2026-03-19T15:00",
            {"bid_mode": "1_MTHS"},
            Severity.INFORM,
        ),
        (
            "only the closing moved",
            "2026-03-19T15:00",
            {"tender_period_end": instant("2026-03-25T09:00")},
            None,
        ),
        (
            "extended by a day: C17 is for too few bidders, and why it was extended is in no record",
            "2026-03-19T15:00",
            {"tender_period_end": instant("2026-03-21T09:00")},
            None,
        ),
        (
            "changed and extended enough",
            "2026-03-19T15:00",
            {"price": 1, "tender_period_end": instant("2026-03-25T09:00")},
            None,
        ),
        (
            "changed and extended too little",
            "2026-03-19T15:00",
            {"price": 1, "tender_period_end": instant("2026-03-20T17:00")},
            Severity.MEDIUM,
        ),
        ("after closing it is no amendment", "2026-03-20T09:00", {"price": 1}, None),
        ("cancelled with that version", "2026-03-19T15:00", {"price": 1, "cancelled": True}, None),
        ("method not known", "2026-03-19T15:00", {"procurement_method_details": ""}, None),
        ("a lender's rules", "2026-03-19T15:00", {"price": 1, "process_apply": "KHAC"}, None),
    ],
)
def test_amendment(why: str, posted: str, changes: dict[str, Any], severity: Severity | None) -> None:
    found = amended(with_version(tender(), posted, **changes))
    assert [finding.severity for finding in found] == ([severity] if severity else []), why
    assert all(finding.kind is DisclosureKind.AMENDMENT for finding in found)


def test_two_late_amendments_are_both_told_in_one_finding() -> None:
    file = with_version(tender(), "2026-03-19T08:00", price=4_900_000_000)
    file = with_version(file, "2026-03-19T16:00", name="Sửa chữa Trường Tiểu học Sông Mẫu và hàng rào")
    (finding,) = amended(file)
    told = " ".join(finding.reasons)
    assert "Phiên bản 01: đổi giá." in told
    assert "Phiên bản 02: đổi tên gói thầu." in told
    assert "phiên bản 02" in finding.sentence


def test_a_further_version_without_a_visible_change_does_not_hide_the_one_that_changed_the_price() -> None:
    file = with_version(tender(), "2026-03-19T08:00", price=4_900_000_000)
    (alone,) = amended(file)
    (both,) = amended(with_version(file, "2026-03-19T16:00"))
    assert (alone.severity, both.severity) == (Severity.MEDIUM, Severity.MEDIUM)
    assert "phiên bản 01" in both.sentence
    assert "Phiên bản 02: không thấy đổi gì, chưa rõ hồ sơ đổi gì." in both.reasons


def test_a_version_of_unknown_time_and_a_lone_version_say_nothing() -> None:
    assert not amended(tender())
    assert not amended(with_version(tender(price=None), "2026-03-17T15:00"))
    file = with_version(tender(), "2026-03-19T15:00", price=1)
    assert not amended(replace(file, versions=(file.versions[0], replace(file.versions[1], published=None))))


def test_an_unknown_price_informs_and_says_what_is_unknown() -> None:
    file = with_version(tender(price=None), "2026-03-19T15:00", bid_mode="1_MTHS", name="Tên khác")
    (finding,) = amended(file)
    assert finding.severity is Severity.INFORM
    assert any("Chưa biết giá gói thầu" in reason for reason in finding.reasons)
