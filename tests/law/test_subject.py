"""Thông tin phải đăng mang theo những gì hồ sơ ghi: mã kế hoạch, đơn vị, hình thức, bản chụp.
What a disclosure carries of its records: plan number, buyer, agency, method, captures."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.judgement import Disclosure
from monitor.domain.procurement import Notice, Package, Plan, Result
from monitor.domain.times import Moment
from monitor.domain.vocabulary import DisclosureKind
from monitor.law.disclosures import disclosures_of

At = Callable[[str], Moment]
BUYER = "Ban Quản lý dự án Sông Mẫu"


def agency_of(name: str, code: str) -> str:
    return f"{name}|{code}"


def only(kind: DisclosureKind, *records: Plan | Notice | Result) -> Disclosure:
    found = disclosures_of(
        [row for row in records if isinstance(row, Plan)],
        [row for row in records if isinstance(row, Notice)],
        [row for row in records if isinstance(row, Result)],
        agency_of,
    )
    return next(disclosure for disclosure in found if disclosure.kind is kind)


def test_a_result_without_a_notice_carries_its_plan_its_agency_and_how_it_was_held(result: Result) -> None:
    row = replace(result, notice_no="", plan_no="PL2600000001", bid_no="BP2600000001", is_online=True)
    found = only(DisclosureKind.RESULT, row)
    assert (found.plan_no, found.bid_no, found.is_online) == ("PL2600000001", "BP2600000001", True)
    assert found.agency_id == f"{BUYER}|vnz000000001"
    assert found.capture_ids == ("c-result-0",)


def test_a_plan_carries_its_number_its_buyer_and_its_agency(plan: Plan) -> None:
    found = only(DisclosureKind.PLAN, plan)
    assert (found.subject_key, found.plan_no, found.codes) == (
        "PL2600000001", "PL2600000001", ("PL2600000001",),
    )  # fmt: skip
    assert (found.buyer_name, found.agency_id) == (BUYER, f"{BUYER}|vnz000000001")


@pytest.mark.parametrize(("methods", "told"), [(("CDT", "CDT"), "CDT"), (("CDT", "DTRR"), ""), ((), "")])
def test_a_plan_names_a_method_only_where_all_its_packages_share_it(
    plan: Plan, methods: tuple[str, ...], told: str
) -> None:
    packages = tuple(
        Package(f"BP{n}", f"u{n}", f"BP{n}", plan.plan_no, "Gói", procurement_method_details=method)
        for n, method in enumerate(methods)
    )
    assert only(DisclosureKind.PLAN, replace(plan, packages=packages)).method == told


def test_a_plan_without_a_decision_takes_the_regime_of_its_publication(plan: Plan) -> None:
    undecided = replace(plan, decision_date=None)
    assert only(DisclosureKind.PLAN, undecided).regime_date == date(2026, 9, 4)
    assert only(DisclosureKind.PLAN, replace(undecided, published=None)).regime_date is None


@pytest.mark.parametrize("kind", [DisclosureKind.CANCELLATION, DisclosureKind.RESULT])
def test_only_what_is_published_in_versions_can_lack_its_first_one(
    notice: Notice, result: Result, kind: DisclosureKind
) -> None:
    assert not only(kind, replace(notice, cancelled=True), result).first_version_unknown


def test_a_cancellation_is_proved_by_the_version_that_shows_it(notice: Notice, at: At) -> None:
    cancelled = replace(
        notice, version="01", published=at("2026-10-14T08:00"), cancelled=True, capture_id="c-notice-1"
    )
    assert only(DisclosureKind.CANCELLATION, notice, cancelled).capture_ids == ("c-notice-1",)


def test_a_tender_that_is_not_cancelled_has_no_instant_of_cancelling(notice: Notice, at: At) -> None:
    """A decision that was taken back leaves its day in the record."""
    taken_back = replace(
        notice, cancel_decision_date=date(2026, 10, 14), cancelled_at=at("2026-10-15T08:00"), cancelled=False
    )
    found = only(DisclosureKind.NOTICE, taken_back)
    assert (found.cancelled, found.cancelled_at) == (False, None)


def test_of_two_results_published_in_the_same_instant_the_first_met_counts(
    notice: Notice, result: Result
) -> None:
    twin = replace(result, native_id="r-1", decision_date=date(2026, 11, 3), capture_id="c-result-1")
    found = only(DisclosureKind.RESULT, notice, result, twin)
    assert (found.national, found.decision_date) == (result.published, date(2026, 11, 4))
    assert found.capture_ids == ("c-result-0", "c-notice-0")


def test_a_result_without_a_decision_or_a_telling_number_takes_the_regime_of_its_publication(
    result: Result,
) -> None:
    found = only(DisclosureKind.RESULT, replace(result, notice_no="XX1", decision_date=None))
    assert found.regime_date == date(2026, 11, 5)
    unknown = replace(result, notice_no="XX1", decision_date=None, published=None)
    assert only(DisclosureKind.RESULT, unknown).regime_date is None
