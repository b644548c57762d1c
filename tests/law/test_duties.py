"""Nghĩa vụ trên ba kênh: hạn, căn cứ, miễn đăng, lưu ý.
Duties on the three channels: due instants, basis, exemptions, cautions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.judgement import Disclosure, Duty
from monitor.domain.procurement import Notice, Package, Plan, Result
from monitor.domain.times import Moment, end_of_day, start_of_day
from monitor.domain.vocabulary import Channel, Confidence, DisclosureKind, Precision
from monitor.law.calendar import load_calendar
from monitor.law.disclosures import disclosures_of
from monitor.law.duties import duties_of, explain
from monitor.law.lawbook import lawbook_of, load_lawbook

At = Callable[[str], Moment]
BOOK, CALENDAR = load_lawbook(), load_calendar()


def duties(disclosure: Disclosure) -> dict[Channel, Duty]:
    return {duty.channel: duty for duty in duties_of(disclosure, BOOK, CALENDAR)}


def only(kind: DisclosureKind, *records: Plan | Notice | Result) -> Disclosure:
    found = disclosures_of(
        [row for row in records if isinstance(row, Plan)],
        [row for row in records if isinstance(row, Notice)],
        [row for row in records if isinstance(row, Result)],
        lambda name, code: "bqlda-song-mau",
    )
    return next(disclosure for disclosure in found if disclosure.kind is kind)


def test_a_plan_has_a_duty_on_each_channel(plan: Plan) -> None:
    found = duties(only(DisclosureKind.PLAN, plan))
    assert set(found) == set(Channel)
    national = found[Channel.NATIONAL]
    assert national.id == "PL2600000001/plan@national"
    assert (national.rule_id, national.trigger_day) == ("C01", date(2026, 8, 26))
    # 24:00 of 7 September in Việt Nam is 17:00 UTC.
    assert national.due_at == national.due_strict_at == datetime(2026, 9, 7, 17, tzinfo=UTC)
    assert national.policy_note == ""
    for channel in (Channel.PORTAL, Channel.AGENCY_PAGE):
        assert found[channel].rule_id == "P02"
        assert found[channel].due_at == national.due_at
        assert "không kết luận theo Luật Đấu thầu" in found[channel].basis
        assert "01 ngày làm việc" in found[channel].policy_note
        assert "không phải quy định của pháp luật" in found[channel].policy_note
        assert (found[channel].caution, found[channel].exempt_reason) == ("", "")


def test_a_make_up_saturday_gives_two_due_instants(plan: Plan) -> None:
    decided = replace(plan, decision_date=date(2025, 4, 25))
    national = duties(only(DisclosureKind.PLAN, decided))[Channel.NATIONAL]
    assert national.due_strict_at == end_of_day(date(2025, 5, 6))
    assert national.due_at == end_of_day(date(2025, 5, 7))
    assert (national.ladder[-1].day, national.ladder[-1].number) == (date(2025, 5, 7), 5)


def test_a_plan_without_a_decision_day_is_due_nowhere_on_the_network(plan: Plan) -> None:
    found = duties(only(DisclosureKind.PLAN, replace(plan, decision_date=None)))
    assert found[Channel.NATIONAL].due_at is None
    assert found[Channel.PORTAL].trigger_day == date(2026, 9, 4)


def test_a_notice_has_no_days_on_the_network_and_mirrors_from_its_first_day(notice: Notice) -> None:
    closing = replace(notice, tender_period_end=datetime(2026, 10, 23, 2, tzinfo=UTC))
    found = duties(only(DisclosureKind.NOTICE, closing))
    assert found[Channel.NATIONAL].due_at is None
    assert found[Channel.NATIONAL].rule_id == "C31"
    assert found[Channel.PORTAL].due_at == end_of_day(date(2026, 10, 12))
    assert {(duty.exempt_reason, duty.agency_id) for duty in found.values()} == {("", "bqlda-song-mau")}
    assert "trước thời điểm đóng thầu (09:00 23/10/2026)" in found[Channel.PORTAL].policy_note


def test_an_amendment_moves_no_due_day(notice: Notice, at: At) -> None:
    amended = replace(notice, version="01", published=at("2026-10-20T08:00"))
    before = duties(only(DisclosureKind.NOTICE, notice))
    after = duties(only(DisclosureKind.NOTICE, notice, amended))
    assert {channel: duty.due_at for channel, duty in before.items()} == {
        channel: duty.due_at for channel, duty in after.items()
    }


def test_where_only_a_later_version_is_known_the_later_day_counts(plan: Plan, at: At) -> None:
    amended = replace(plan, version="01", published=at("2026-10-20T10:00"), decision_date=date(2026, 10, 1))
    portal = duties(only(DisclosureKind.PLAN, amended))[Channel.PORTAL]
    assert portal.trigger_day == date(2026, 10, 20)


def test_a_result_of_documents_from_2023_has_seven_days(notice: Notice, result: Result, at: At) -> None:
    old = replace(
        notice, notice_no="IB2300000001", published=at("2023-12-20T10:00"), is_online=True,
        first_published=at("2023-12-20T10:00"),
    )  # fmt: skip
    decided = replace(
        result, notice_no="IB2300000001", decision_date=date(2024, 3, 15), published=at("2024-04-01T10:00")
    )
    national = duties(only(DisclosureKind.RESULT, old, decided))[Channel.NATIONAL]
    assert national.rule_id == "A03"
    assert national.due_at == end_of_day(date(2024, 3, 26))
    assert "ngay sau khi có quyết định" in national.policy_note
    assert national.caution == ""


def test_every_rule_that_only_informs_is_told(notice: Notice, result: Result, at: At) -> None:
    told = BOOK.rule("A10")
    other = told.model_copy(update={"id": "A99", "citation": "Điều mẫu"})
    book = lawbook_of(BOOK.book.model_copy(update={"rules": (*BOOK.book.rules, other)}))
    old = replace(
        notice, published=at("2023-06-20T10:00"), first_published=at("2023-06-20T10:00"), is_online=True
    )
    national = duties_of(only(DisclosureKind.RESULT, old, result), book, CALENDAR)[0]
    assert national.policy_note == f"Tham khảo: {told.citation}; Tham khảo: Điều mẫu"


def test_an_offline_result_of_the_old_law_may_have_been_in_the_newspaper(
    notice: Notice, result: Result, at: At
) -> None:
    old = replace(notice, published=at("2023-06-20T10:00"), first_published=at("2023-06-20T10:00"))
    decided = replace(result, decision_date=date(2023, 8, 1))
    national = duties(only(DisclosureKind.RESULT, old, decided))[Channel.NATIONAL]
    newspaper, slip = national.caution.split("; ")
    assert newspaper.startswith("thời kỳ này được đăng trên Báo Đấu thầu thay cho Mạng đấu thầu quốc gia")
    assert slip.endswith("có thể ghi nhầm")  # published three years after
    # What is only said of results on the network does not concern it.
    assert national.policy_note == ""


def test_a_cancellation_of_2023_rests_on_an_analogy_and_only_informs(notice: Notice, at: At) -> None:
    old = replace(
        notice, published=at("2023-06-20T10:00"), first_published=at("2023-06-20T10:00"), cancelled=True,
        cancel_decision_date=date(2023, 7, 3),
    )  # fmt: skip
    national = duties(only(DisclosureKind.CANCELLATION, old))[Channel.NATIONAL]
    assert (national.rule_id, national.confidence) == ("A15", Confidence.GENERAL_KNOWLEDGE)
    assert national.due_at == end_of_day(date(2023, 7, 12))


def test_a_cancellation_without_a_decision_day_is_due_nowhere(notice: Notice) -> None:
    found = duties(only(DisclosureKind.CANCELLATION, replace(notice, cancelled=True)))
    assert {duty.due_at for duty in found.values()} == {None}
    assert explain(found[Channel.PORTAL]) == "chưa rõ ngày làm căn cứ tính hạn"


@pytest.mark.parametrize(
    ("cancelled_at", "exempt"),
    [(None, True), ("2026-10-12T23:59:59", True), ("2026-10-13T00:00:00", False)],
)
def test_a_notice_cancelled_before_its_copy_was_due_needs_no_copy(
    notice: Notice, at: At, cancelled_at: str | None, exempt: bool
) -> None:
    moment = at(cancelled_at) if cancelled_at else None
    cancelled = replace(notice, cancelled=True, cancelled_at=moment)
    found = duties(only(DisclosureKind.NOTICE, cancelled))
    assert found[Channel.PORTAL].exempt_reason == ("gói thầu đã hủy trước hạn đăng lại" if exempt else "")
    assert found[Channel.NATIONAL].exempt_reason == ""


@pytest.mark.parametrize(
    ("method", "price", "exempt"),
    [
        ("CDTRG", 100_000_000, True),
        ("CDTRG", 100_000_001, False),
        ("Chỉ định thầu rút gọn", 90_000_000, True),
        ("CHCT", 90_000_000, False),
        ("CDTRG", None, False),
    ],
)
def test_a_small_direct_appointment_is_exempt_everywhere(
    result: Result, method: str, price: int | None, exempt: bool
) -> None:
    row = replace(result, procurement_method_details=method, price=price)
    found = duties(only(DisclosureKind.RESULT, row))
    assert {bool(duty.exempt_reason) for duty in found.values()} == {exempt}


def test_a_plan_to_result_without_notice_counts_as_direct_whatever_its_method(result: Result) -> None:
    row = replace(result, direct_appointment=True, price=30_000_000)
    assert all(duty.exempt_reason for duty in duties(only(DisclosureKind.RESULT, row)).values())


def test_a_plan_of_nothing_but_small_direct_appointments_is_exempt(plan: Plan) -> None:
    package = Package("BP1", "u1", "BP1", plan.plan_no, "Gói", procurement_method_details="CDTRG")
    small = replace(plan, packages=(package, package), total=48_000_000)
    assert duties(only(DisclosureKind.PLAN, small))[Channel.NATIONAL].exempt_reason
    mixed = replace(small, packages=(package, replace(package, procurement_method_details="DTRR")))
    assert not duties(only(DisclosureKind.PLAN, mixed))[Channel.NATIONAL].exempt_reason


@pytest.mark.parametrize("kind", [DisclosureKind.QUOTE_REQUEST, DisclosureKind.AMENDMENT])
def test_other_kinds_create_no_duty(plan: Plan, kind: DisclosureKind) -> None:
    assert duties(replace(only(DisclosureKind.PLAN, plan), kind=kind)) == {}


def test_before_the_first_law_of_the_book_nothing_is_due(plan: Plan, at: At) -> None:
    old = replace(plan, decision_date=date(2010, 5, 5), published=at("2010-05-06T00:00"))
    assert duties(only(DisclosureKind.PLAN, old)) == {}


@pytest.mark.parametrize("slip", [date(2203, 3, 5), date.max])
def test_a_decision_day_far_in_the_future_is_a_slip_and_accuses_nobody(plan: Plan, slip: date) -> None:
    found = duties(only(DisclosureKind.PLAN, replace(plan, decision_date=slip)))
    assert set(found) == set(Channel)
    assert {(duty.trigger_day, duty.due_at) for duty in found.values()} == {(None, None)}


def test_a_decision_day_before_every_law_creates_no_duty(plan: Plan) -> None:
    assert duties(only(DisclosureKind.PLAN, replace(plan, decision_date=date(1, 1, 1)))) == {}


def test_an_undecided_day_off_is_named_with_the_instant_until_which_nobody_is_accused(plan: Plan) -> None:
    national = duties(only(DisclosureKind.PLAN, replace(plan, decision_date=date(2026, 11, 18))))[
        Channel.NATIONAL
    ]
    assert national.due_at == end_of_day(date(2026, 11, 26))
    assert (national.doubt, national.doubt_until) == ("calendar_pending", end_of_day(date(2026, 11, 27)))


def test_the_ladder_in_words(plan: Plan) -> None:
    assert explain(duties(only(DisclosureKind.PLAN, plan))[Channel.NATIONAL]) == (
        "quyết định 26/8/2026 (thứ Tư) → ngày làm việc thứ 1: 27/8; thứ 2: 28/8; 29–30/8 cuối tuần;"
        " 31/8 nghỉ: hoán đổi, làm bù thứ Bảy 22/08 (Thông báo 9441/TB-BNV); 1–2/9 nghỉ: Quốc khánh;"
        " thứ 3: 3/9; thứ 4: 4/9; 5–6/9 cuối tuần; thứ 5: 7/9 → hạn 24:00 ngày 7/9/2026"
    )


def test_a_span_off_over_two_months_in_words(plan: Plan) -> None:
    told = explain(
        duties(only(DisclosureKind.PLAN, replace(plan, decision_date=date(2026, 10, 30))))[Channel.NATIONAL]
    )
    assert "31/10–1/11 cuối tuần; ngày làm việc thứ 1: 2/11" in told


def test_a_rule_without_days_says_so(plan: Plan) -> None:
    found = duties(only(DisclosureKind.PLAN, plan))[Channel.NATIONAL]
    assert "không định số ngày" in explain(replace(found, due_at=None))


@given(
    st.sampled_from(list(DisclosureKind)),
    st.none() | st.dates(),
    st.none() | st.dates(date(1990, 1, 1), date(2120, 1, 1)),
    st.none() | st.dates(date(1990, 1, 1), date(2120, 1, 1)),
)
def test_no_date_whatever_breaks_the_count(
    kind: DisclosureKind, decision: date | None, regime: date | None, posted: date | None
) -> None:
    national = Moment(start_of_day(posted), Precision.DAY, "api") if posted else None
    disclosure = Disclosure(
        id=f"X/{kind}", kind=kind, subject_key="X", title="Gói", buyer_name="", agency_id="a",
        decision_date=decision, regime_date=regime, national=national,
    )  # fmt: skip
    for duty in duties_of(disclosure, BOOK, CALENDAR):
        assert explain(duty)
        if duty.due_at is not None:
            assert duty.trigger_day is not None
            assert duty.due_strict_at is not None
            assert start_of_day(duty.trigger_day) < duty.due_strict_at <= duty.due_at
            assert duty.doubt_until is None or duty.doubt_until > duty.due_at
