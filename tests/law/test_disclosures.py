"""Từ hồ sơ đến thông tin phải đăng: bản đầu, sửa đổi, hủy, chỉ định thầu.
From records to disclosures: first versions, amendments, cancellations, direct appointments."""

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


def agency_of(name: str, code: str) -> str:
    return "bqlda-song-mau" if code == "vnz000000001" else ""


def by_kind(
    plans: list[Plan], notices: list[Notice], results: list[Result]
) -> dict[DisclosureKind, Disclosure]:
    found = disclosures_of(plans, notices, results, agency_of)
    assert len({disclosure.kind for disclosure in found}) == len(found)
    return {disclosure.kind: disclosure for disclosure in found}


def test_a_package_from_plan_to_result(plan: Plan, notice: Notice, result: Result) -> None:
    found = disclosures_of([plan], [notice], [result], agency_of)
    assert [disclosure.id for disclosure in found] == [
        "IB2600000001/notice",
        "IB2600000001/result",
        "PL2600000001/plan",
    ]
    assert {disclosure.agency_id for disclosure in found} == {"bqlda-song-mau"}
    assert {disclosure.regime_date for disclosure in found} == {date(2026, 10, 5), date(2026, 8, 26)}
    outcome = found[1]
    assert outcome.codes == ("IB2600000001", "BP2600000001", "PL2600000001")
    assert outcome.capture_ids == ("c-result-0", "c-notice-0")
    assert outcome.decision_date == date(2026, 11, 4)


def test_one_plan_with_several_packages_is_one_disclosure(plan: Plan) -> None:
    packages = tuple(Package(f"BP{n}", f"u{n}", f"BP{n}", plan.plan_no, f"Gói số {n}") for n in range(3))
    found = by_kind([replace(plan, packages=packages)], [], [])
    assert found[DisclosureKind.PLAN].package_titles == ("Gói số 0", "Gói số 1", "Gói số 2")
    assert found[DisclosureKind.PLAN].title == plan.name


def test_an_amended_plan_counts_from_its_first_version(plan: Plan, at: At) -> None:
    amended = replace(
        plan, version="01", name="Kế hoạch điều chỉnh", published=at("2026-10-20T10:00"),
        decision_date=date(2026, 10, 19), capture_id="c-plan-1",
    )  # fmt: skip
    for versions in ([plan, amended], [amended, plan]):
        found = by_kind(versions, [], [])[DisclosureKind.PLAN]
        assert found.national == plan.published
        assert found.decision_date == date(2026, 8, 26)
        assert found.title == "Kế hoạch điều chỉnh"
        assert found.capture_ids == ("c-plan-0", "c-plan-1")
        assert not found.first_version_unknown


@pytest.mark.parametrize("version", ["01", "02", "", "x"])
def test_without_version_00_the_first_publication_is_unknown(plan: Plan, version: str) -> None:
    found = by_kind([replace(plan, version=version)], [], [])[DisclosureKind.PLAN]
    assert found.first_version_unknown
    assert found.national == plan.published


def test_an_amended_notice_keeps_its_first_publication(notice: Notice, at: At) -> None:
    amended = replace(
        notice, version="02", published=at("2026-10-12T09:00"), name="Gói thầu số 01: Sửa chữa mái (sửa đổi)"
    )
    for versions in ([amended], [notice, amended]):
        found = by_kind([], versions, [])[DisclosureKind.NOTICE]
        assert found.national == at("2026-10-05T10:00")
        assert not found.first_version_unknown
        assert found.title.endswith("(sửa đổi)")


def test_a_later_notice_without_original_date_is_of_unknown_first_publication(notice: Notice, at: At) -> None:
    only = replace(notice, version="01", first_published=None, published=at("2026-10-12T09:00"))
    found = by_kind([], [only], [])[DisclosureKind.NOTICE]
    assert found.first_version_unknown
    assert found.regime_date == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("number", "drafted"),
    [("IB2300012345", date(2023, 1, 1)), ("20220940680", date(2022, 9, 1)), ("XX1", date(2026, 11, 4))],
)
def test_a_result_whose_notice_we_never_saw_takes_the_regime_of_its_number(
    result: Result, number: str, drafted: date
) -> None:
    found = by_kind([], [], [replace(result, notice_no=number)])[DisclosureKind.RESULT]
    assert found.regime_date == drafted


def test_a_cancelled_notice_has_a_cancellation(notice: Notice, at: At) -> None:
    cancelled = replace(
        notice, cancelled=True, status="CANCEL_BID", status_for_notify="DHT",
        cancel_decision_date=date(2026, 10, 14), cancelled_at=at("2026-10-15T08:00"),
    )  # fmt: skip
    found = by_kind([], [cancelled], [])
    assert found[DisclosureKind.CANCELLATION].decision_date == date(2026, 10, 14)
    assert found[DisclosureKind.CANCELLATION].national == at("2026-10-15T08:00")
    assert found[DisclosureKind.CANCELLATION].regime_date == date(2026, 10, 5)
    assert found[DisclosureKind.NOTICE].cancelled
    assert found[DisclosureKind.NOTICE].cancelled_at == at("2026-10-15T08:00").at


def test_only_status_for_notify_cancels(notice: Notice) -> None:
    odd = replace(notice, status="CANCEL_BID", status_for_notify="DXT")
    assert set(by_kind([], [odd], [])) == {DisclosureKind.NOTICE}
    said = replace(notice, status="01", status_for_notify="DHTBMT")
    assert set(by_kind([], [said], [])) == {DisclosureKind.NOTICE, DisclosureKind.CANCELLATION}


def test_a_tender_cancelled_then_amended_back_is_not_cancelled(notice: Notice) -> None:
    first = replace(notice, cancelled=True, status_for_notify="DHTBMT")
    again = replace(notice, version="01")
    assert DisclosureKind.CANCELLATION not in by_kind([], [first, again], [])


def test_a_direct_appointment_has_a_result_and_no_notice(plan: Plan, notice: Notice, result: Result) -> None:
    direct = replace(notice, direct_appointment=True, native_id=notice.notice_no, status_for_notify="CNTTT")
    assert set(by_kind([plan], [direct], [])) == {DisclosureKind.PLAN, DisclosureKind.RESULT}
    found = by_kind([plan], [direct], [replace(result, direct_appointment=True)])
    assert set(found) == {DisclosureKind.PLAN, DisclosureKind.RESULT}
    assert found[DisclosureKind.RESULT].direct_appointment
    assert found[DisclosureKind.RESULT].decision_date == date(2026, 11, 4)
    # No documents were issued: its regime is that of its own day.
    assert found[DisclosureKind.RESULT].regime_date == date(2026, 11, 4)


def test_of_several_results_the_earliest_counts(notice: Notice, result: Result, at: At) -> None:
    later = replace(
        result, native_id="r-1", published=at("2026-11-12T10:00"), decision_date=date(2026, 11, 11)
    )
    undated = replace(result, native_id="r-2", published=None)
    for results in ([later, result, undated], [undated, result, later]):
        found = by_kind([], [notice], results)[DisclosureKind.RESULT]
        assert found.national == result.published
        assert found.decision_date == date(2026, 11, 4)


def test_a_result_known_from_the_notice_alone_has_no_date(notice: Notice) -> None:
    found = by_kind([], [replace(notice, status_for_notify="CNTTT")], [])[DisclosureKind.RESULT]
    assert found.national is None
    assert found.decision_date is None


def test_the_same_records_in_another_order_give_the_same_disclosures(
    plan: Plan, notice: Notice, result: Result
) -> None:
    plans = [replace(plan, plan_no=f"PL260000000{n}") for n in range(5)]
    notices = [replace(notice, notice_no=f"IB260000000{n}") for n in range(5)]
    forward = disclosures_of(plans, notices, [result], agency_of)
    assert disclosures_of(plans[::-1], notices[::-1], [result], agency_of) == forward


def test_the_row_of_a_direct_appointment_is_its_publication(notice: Notice) -> None:
    direct = replace(notice, direct_appointment=True)
    found = by_kind([], [direct], [])[DisclosureKind.RESULT]
    assert found.national == notice.first_published
    undated = replace(direct, first_published=None)
    assert by_kind([], [undated], [])[DisclosureKind.RESULT].national == notice.published
    assert found.capture_ids == ("c-notice-0",)
    assert not found.cancelled


def test_version_00_itself_tells_its_publication_and_both_versions_are_kept(notice: Notice, at: At) -> None:
    first = replace(notice, first_published=None)
    later = replace(first, version="01", published=at("2026-10-20T08:00"), capture_id="c-notice-1")
    found = by_kind([], [later, first], [])[DisclosureKind.NOTICE]
    assert found.national == at("2026-10-05T10:00")
    assert found.regime_date == date(2026, 10, 5)
    assert found.capture_ids == ("c-notice-0", "c-notice-1")


def test_a_disclosure_carries_what_its_notice_says(notice: Notice) -> None:
    row = replace(
        notice, buyer_name="", procuring_entity_name="Bên mời thầu Mẫu", main_procurement_category="XL",
        procurement_method_details="DTRR", is_domestic=False, is_online=True,
    )  # fmt: skip
    asked: list[tuple[str, str]] = []

    def remember(name: str, code: str) -> str:
        asked.append((name, code))
        return "a"

    (found,) = disclosures_of([], [row], [], remember)
    assert (found.subject_key, found.notice_no, found.title) == ("IB2600000001", "IB2600000001", row.name)
    assert found.buyer_name == "Bên mời thầu Mẫu"
    assert asked == [("Bên mời thầu Mẫu", "vnz000000001")]
    assert (found.category, found.method, found.price) == ("XL", "DTRR", 1_500_000_000)
    assert (found.is_domestic, found.is_online, found.cancelled) == (False, True, False)


def test_a_result_without_a_notice_number_stands_under_its_own_id(result: Result) -> None:
    row = replace(result, notice_no="", main_procurement_category="HH", procurement_method_details="CDT")
    found = by_kind([], [], [row])[DisclosureKind.RESULT]
    assert (found.id, found.subject_key, found.notice_no) == ("result:r-0/result", "result:r-0", "")
    assert (found.title, found.buyer_name) == (row.name, row.buyer_name)
    assert (found.category, found.method, found.bid_no) == ("HH", "CDT", "")
