"""Mở thầu, danh sách kỹ thuật, hợp đồng, sửa đổi: khi nào phải có, hạn nào, khi nào không thể nói.
Openings, technical lists, contracts, amendments: when they must exist, when due, when nothing can be said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.domain.judgement import Disclosure, Duty
from monitor.domain.procurement import Award, Notice, Opening, Result
from monitor.domain.times import Moment, end_of_day
from monitor.domain.vocabulary import Channel, DisclosureKind
from monitor.law.calendar import load_calendar
from monitor.law.duties import duties_of, explain
from monitor.law.further import further_disclosures_of
from monitor.law.lawbook import load_lawbook

At = Callable[[str], Moment]
BOOK, CALENDAR = load_lawbook(), load_calendar()
CLOSING = datetime(2026, 10, 23, 2, tzinfo=UTC)  # 09:00 on a Friday in Việt Nam
OPENED = datetime(2026, 10, 23, 2, 40, tzinfo=UTC)


def agency_of(name: str, code: str) -> str:
    return "bqlda-song-mau"


def found(
    notices: list[Notice], results: list[Result] | None = None, openings: list[Opening] | None = None
) -> dict[str, Disclosure]:
    made = further_disclosures_of(notices, results or [], openings or [], agency_of)
    assert [disclosure.id for disclosure in made] == sorted(disclosure.id for disclosure in made)
    return {disclosure.id.partition("/")[2]: disclosure for disclosure in made}


def national(disclosure: Disclosure) -> Duty:
    return next(d for d in duties_of(disclosure, BOOK, CALENDAR) if d.channel is Channel.NATIONAL)


@pytest.fixture
def online(notice: Notice) -> Notice:
    return replace(
        notice, tender_period_end=CLOSING, is_online=True, is_domestic=True,
        procurement_method_details="DTRR", step_code="notify-contractor-step-1-tbmt",
    )  # fmt: skip


def test_an_online_opening_is_due_two_hours_after_closing(online: Notice) -> None:
    opening = found([online])["opening"]
    assert (opening.expected, opening.opened_at, opening.closes_at) == (True, None, CLOSING)
    assert opening.is_domestic is True
    assert opening.regime_date == date(2026, 10, 5)
    duty = national(opening)
    assert (duty.rule_id, duty.unit) == ("C08", "hour")
    assert duty.due_at == duty.due_strict_at == datetime(2026, 10, 23, 4, tzinfo=UTC)
    assert "sự cố" in duty.caution
    assert explain(duty) == (
        "đóng thầu 09:00 23/10/2026 (thứ Sáu) → 02 giờ liên tục, kể cả ngày nghỉ → hạn 11:00 ngày 23/10/2026"
    )
    # Nothing was opened as far as we know: no copy of it can be due.
    assert all(
        mirror.due_at is None
        for mirror in duties_of(opening, BOOK, CALENDAR)
        if mirror.channel is not Channel.NATIONAL
    )


def test_an_offline_opening_counts_from_the_opening(online: Notice) -> None:
    row = Opening("IB2600000001", "00", "u", OPENED, capture_id="c-open")
    opening = found([replace(online, is_online=False)], openings=[row])["opening"]
    assert (opening.expected, opening.opened_at) == (False, OPENED)
    assert opening.capture_ids == ("c-notice-0", "c-open")
    assert opening.national is None
    duty = national(opening)
    assert (duty.rule_id, duty.due_at) == ("C09", datetime(2026, 10, 24, 2, 40, tzinfo=UTC))
    assert duty.trigger == "mở thầu"
    portal = next(d for d in duties_of(opening, BOOK, CALENDAR) if d.channel is Channel.PORTAL)
    assert (portal.trigger, portal.trigger_day) == ("mở thầu", date(2026, 10, 23))
    assert portal.due_at == end_of_day(date(2026, 10, 30))


def test_a_quotation_has_a_day_for_its_minutes(online: Notice) -> None:
    row = Opening("IB2600000001", "00", "u", OPENED)
    opening = found([replace(online, procurement_method_details="CHCT")], openings=[row])["opening"]
    assert (national(opening).rule_id, national(opening).due_at) == (
        "C34", datetime(2026, 10, 24, 2, 40, tzinfo=UTC),
    )  # fmt: skip


def test_of_several_openings_the_first_counts(online: Notice) -> None:
    rows = [
        Opening("IB2600000001", "00", "u", None),
        Opening("IB2600000001", "00", "u", datetime(2026, 10, 24, 2, tzinfo=UTC)),
        Opening("IB2600000001", "00", "u", OPENED),
    ]
    assert found([online], openings=rows)["opening"].opened_at == OPENED
    assert found([online], openings=rows[:1])["opening"].opened_at is None
    assert not found([online], openings=rows[:1])["opening"].expected


@pytest.mark.parametrize(
    ("changes", "must_exist"),
    [
        ({}, True),
        ({"status_for_notify": "DXT"}, True),
        ({"step_code": "notify-contractor-step-2-kqmt"}, True),
        ({"step_code": ""}, True),
        ({"status_for_notify": "DHT"}, False),
        ({"status_for_notify": "DHTBMT"}, False),
        ({"cancelled": True}, False),
        ({"tender_period_end": None}, False),
        ({"tender_period_end": None, "step_code": ""}, False),
        ({"tender_period_end": None, "status_for_notify": "DXT"}, True),
        ({"direct_appointment": True}, False),
    ],
)
def test_an_opening_is_expected_until_its_own_record_shows_it(
    online: Notice, changes: dict[str, object], must_exist: bool
) -> None:
    tender = replace(online, **changes)  # type: ignore[arg-type]
    opening = found([tender]).get("opening")
    assert (opening is not None and opening.expected) is must_exist
    if must_exist:
        # A later step says that bids were opened, not that the minutes stand on the network.
        row = Opening("IB2600000001", "00", "u", OPENED)
        assert not found([tender], openings=[row])["opening"].expected


def test_a_tender_cancelled_after_its_opening_was_opened(online: Notice) -> None:
    row = Opening("IB2600000001", "00", "u", OPENED)
    assert "opening" in found([replace(online, cancelled=True)], openings=[row])


def test_under_a_law_without_hours_no_opening_is_due(online: Notice, at: At) -> None:
    old = replace(online, published=at("2024-05-06T10:00"), first_published=at("2024-05-06T10:00"))
    duty = national(found([old])["opening"])
    assert (duty.rule_id, duty.basis, duty.due_at) == ("", "", None)
    assert national(found([replace(online, is_online=None)])["opening"]).due_at is None


def test_a_contract_is_due_from_its_effect_which_no_record_tells(online: Notice, result: Result) -> None:
    won = replace(result, awards=(Award("Công ty Mẫu", "vn0000000001"),))
    contract = found([online], [won])["contract"]
    assert contract.expected
    assert contract.capture_ids == ("c-notice-0", "c-result-0")
    duty = national(contract)
    assert (duty.rule_id, duty.due_at, duty.trigger_day) == ("C05", None, None)
    known = replace(contract, effective_date=date(2026, 11, 10))
    assert national(known).due_at == end_of_day(date(2026, 11, 17))
    assert national(known).trigger == "hợp đồng có hiệu lực"
    portal = next(d for d in duties_of(known, BOOK, CALENDAR) if d.channel is Channel.PORTAL)
    assert (portal.trigger_day, portal.due_at) == (date(2026, 11, 10), end_of_day(date(2026, 11, 17)))


def test_the_proof_of_a_contract_is_the_result_that_names_a_winner(online: Notice, result: Result) -> None:
    won = replace(result, native_id="r-1", awards=(Award("Công ty Mẫu", ""),), capture_id="c-result-1")
    also = replace(won, native_id="r-2", capture_id="c-result-2")
    for results in ([result, won, also], [won, also, result]):
        assert found([online], results)["contract"].capture_ids == ("c-notice-0", "c-result-1")
    # Where only the notice tells of a winner, the result that we have stands beside it.
    told = replace(online, status_for_notify="CNTTT")
    assert found([told], [result])["contract"].capture_ids == ("c-notice-0", "c-result-0")


@pytest.mark.parametrize(
    ("status", "awarded", "contract"),
    [("", True, True), ("CNTTT", False, True), ("KCNTTT", False, False), ("", False, False)],
)
def test_only_a_winner_means_a_contract(
    online: Notice, result: Result, status: str, awarded: bool, contract: bool
) -> None:
    row = replace(result, awards=(Award("Công ty Mẫu", ""),) if awarded else ())
    assert ("contract" in found([replace(online, status_for_notify=status)], [row])) is contract


def test_the_old_law_asked_for_no_contract_information_anywhere(
    online: Notice, result: Result, at: At
) -> None:
    old = replace(online, published=at("2023-05-06T10:00"), first_published=at("2023-05-06T10:00"))
    won = replace(result, awards=(Award("Công ty Mẫu", ""),))
    assert duties_of(found([old], [won])["contract"], BOOK, CALENDAR) == ()


def test_a_direct_appointment_has_a_contract_and_no_opening(online: Notice, result: Result, at: At) -> None:
    direct = replace(online, direct_appointment=True, status_for_notify="CNTTT")
    made = found([direct], [result])
    assert set(made) == {"contract"}
    # No documents were issued: the day of its decision decides, else its publication, else its number.
    assert made["contract"].regime_date == date(2026, 11, 4)
    undecided = replace(result, decision_date=None)
    assert found([direct], [undecided])["contract"].regime_date == date(2026, 11, 5)
    unknown = replace(undecided, published=None)
    assert found([direct], [unknown])["contract"].regime_date == date(2026, 1, 1)
    alone = found([], [replace(result, awards=(Award("Công ty Mẫu", ""),))])["contract"]
    assert alone.regime_date == date(2026, 1, 1)
    assert alone.notice_no == "IB2600000001"


def test_two_envelopes_with_a_result_had_a_technical_list(online: Notice, result: Result) -> None:
    two = replace(online, bid_mode="1_HTHS")
    listed = found([two], [result])["technical_list"]
    assert (listed.expected, listed.regime_date) == (True, date(2026, 10, 5))
    assert listed.capture_ids == ("c-notice-0",)
    assert "technical_list" not in found([two])
    assert "technical_list" not in found([replace(online, bid_mode="1_MTHS")], [result])


@pytest.mark.parametrize(("online_tender", "due"), [(False, date(2026, 10, 9)), (True, None), (None, None)])
def test_the_days_of_a_technical_list_are_those_of_offline_tenders(
    online: Notice, result: Result, online_tender: bool | None, due: date | None
) -> None:
    listed = found([replace(online, bid_mode="2_HTHS", is_online=online_tender)], [result])["technical_list"]
    duty = national(replace(listed, decision_date=date(2026, 10, 2)))
    assert duty.rule_id == "C19"
    assert duty.due_at == (end_of_day(due) if due else None)


def test_a_short_list_is_due_from_its_decision() -> None:
    listed = Disclosure(
        id="x/short_list", kind=DisclosureKind.SHORT_LIST, subject_key="x", title="Gói", buyer_name="",
        agency_id="a", decision_date=date(2026, 10, 2), regime_date=date(2026, 9, 1),
    )  # fmt: skip
    made = duties_of(listed, BOOK, CALENDAR)
    assert {duty.channel for duty in made} == set(Channel)
    assert (national(listed).rule_id, national(listed).due_at) == ("C03", end_of_day(date(2026, 10, 9)))


def test_each_later_version_is_an_amendment_with_the_closing_it_set(online: Notice, at: At) -> None:
    later = datetime(2026, 11, 6, 2, tzinfo=UTC)
    first = replace(
        online, version="01", published=at("2026-10-15T08:00"), tender_period_end=later, capture_id="c-1"
    )
    second = replace(first, version="02", published=at("2026-10-28T08:00"), capture_id="c-2")
    undated = replace(first, version="03", published=None)
    odd = replace(first, version="x")
    made = found([second, online, first, undated, odd])
    amendments = {name: made[name] for name in made if name.startswith("amendment")}
    assert set(amendments) == {"amendment:01", "amendment:02"}
    assert amendments["amendment:01"].id == "IB2600000001/amendment:01"
    assert amendments["amendment:01"].national == at("2026-10-15T08:00")
    assert amendments["amendment:01"].closes_at == later
    assert amendments["amendment:02"].version == "02"
    assert amendments["amendment:02"].capture_ids == ("c-notice-0", "c-2")
    assert amendments["amendment:02"].regime_date == date(2026, 10, 5)
    # What is amended has no number of days after anything: only a minimum before closing.
    assert duties_of(amendments["amendment:01"], BOOK, CALENDAR) == ()


def test_without_its_first_version_an_amendment_takes_the_regime_of_its_number(
    online: Notice, at: At
) -> None:
    later = replace(online, version="01", first_published=None, published=at("2026-10-15T08:00"))
    made = found([later])
    assert made["amendment:01"].regime_date == date(2026, 1, 1)
    assert made["opening"].regime_date == date(2026, 1, 1)


def test_version_00_itself_tells_when_the_documents_were_issued(
    online: Notice, result: Result, at: At
) -> None:
    first = replace(online, first_published=None)
    later = replace(first, version="01", published=at("2026-10-15T08:00"))
    won = replace(result, awards=(Award("Công ty Mẫu", ""),))
    for versions in ([first], [first, later]):
        made = found(versions, [won])
        assert {disclosure.regime_date for disclosure in made.values()} == {date(2026, 10, 5)}
    assert "amendment:01" in made
    # Without version 00 nobody knows: the number decides.
    assert found([later], [won])["contract"].regime_date == date(2026, 1, 1)
