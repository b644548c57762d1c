"""Ngày của chính văn bản quyết định điều nào áp dụng; không bao giờ là ngày của việc khác.
The day of the document itself decides which rule holds: its decision, publication, opening or effect.

15 August 2022 divides the two rules of copies (ten days before it, five from it on).
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.domain.judgement import Disclosure, Duty
from monitor.domain.times import Moment, end_of_day
from monitor.domain.vocabulary import Channel, DisclosureKind
from monitor.law.calendar import load_calendar
from monitor.law.duties import duties_of
from monitor.law.lawbook import load_lawbook

At = Callable[[str], Moment]
BOOK, CALENDAR = load_lawbook(), load_calendar()
BEFORE, AFTER = datetime(2022, 8, 10, 2, tzinfo=UTC), datetime(2022, 8, 20, 2, tzinfo=UTC)


def act(kind: DisclosureKind, **known: Any) -> Disclosure:
    return Disclosure(
        id=f"IB1/{kind}", kind=kind, subject_key="IB1", title="", buyer_name="", agency_id="a", **known
    )


def on(channel: Channel, disclosure: Disclosure) -> Duty:
    return next(duty for duty in duties_of(disclosure, BOOK, CALENDAR) if duty.channel is channel)


def test_an_undecided_result_is_of_the_day_of_its_publication(at: At) -> None:
    result = act(DisclosureKind.RESULT, national=at("2022-08-20T09:00"), regime_date=date(2022, 8, 1))
    assert on(Channel.PORTAL, result).rule_id == "P02"


def test_an_opening_is_of_the_day_on_which_bids_were_opened() -> None:
    opening = act(
        DisclosureKind.OPENING, opened_at=AFTER, closes_at=BEFORE, regime_date=date(2022, 8, 1)
    )  # fmt: skip
    portal = on(Channel.PORTAL, opening)
    assert (portal.rule_id, portal.trigger_day) == ("P02", date(2022, 8, 20))


def test_an_opening_that_no_record_shows_is_of_the_day_of_closing() -> None:
    """Documents of the weeks without a rule of hours, closing after the circular came into force."""
    closing = datetime(2025, 8, 11, 2, tzinfo=UTC)
    opening = act(
        DisclosureKind.OPENING, closes_at=closing, regime_date=date(2025, 7, 15), is_online=True
    )  # fmt: skip
    national = on(Channel.NATIONAL, opening)
    assert (national.rule_id, national.due_at) == ("C08", datetime(2025, 8, 11, 4, tzinfo=UTC))


def test_the_minutes_of_an_opening_that_were_published_are_of_that_day(at: At) -> None:
    published = at("2022-08-20T09:00")
    opening = act(
        DisclosureKind.OPENING, national=published, opened_at=BEFORE, regime_date=date(2022, 8, 1)
    )  # fmt: skip
    assert on(Channel.PORTAL, opening).rule_id == "P02"


def test_what_was_seen_elsewhere_is_of_the_day_that_it_bears(at: At) -> None:
    (duty,) = duties_of(act(DisclosureKind.PLAN, seen_elsewhere=at("2026-10-05T10:00")), BOOK, CALENDAR)
    assert (duty.channel, duty.rule_id, duty.trigger_day) == (Channel.NATIONAL, "C01", date(2026, 10, 5))


def test_a_plan_stands_under_the_law_of_its_own_day_whatever_it_belongs_to() -> None:
    plan = act(DisclosureKind.PLAN, decision_date=date(2024, 3, 15), regime_date=date(2023, 12, 1))
    national = on(Channel.NATIONAL, plan)
    assert (national.rule_id, national.due_at) == ("B01", end_of_day(date(2024, 3, 22)))


@pytest.mark.parametrize(
    ("decided", "exempt"), [(date(2026, 9, 1), True), (date(2026, 9, 20), True), (date(2023, 9, 1), False)]
)
def test_the_higher_of_the_limits_that_may_hold_frees_a_direct_appointment(
    decided: date, exempt: bool
) -> None:
    """60 million: over the limit until 8/9/2026, under the one that came then; none before 2024."""
    documents = date(2026, 9, 15) if exempt else date(2023, 8, 1)
    result = act(
        DisclosureKind.RESULT, method="CDTRG", price=60_000_000, decision_date=decided, regime_date=documents
    )  # fmt: skip
    assert bool(on(Channel.PORTAL, result).exempt_reason) is exempt


@pytest.mark.parametrize("regime_date", [date(2023, 5, 6), date(2023, 12, 31)])
def test_what_the_law_of_its_documents_published_nowhere_is_copied_nowhere(regime_date: date) -> None:
    """A contract of 2024 under documents of 2023: the old law asked for no contract information."""
    contract = act(DisclosureKind.CONTRACT, effective_date=date(2024, 5, 10), regime_date=regime_date)
    assert duties_of(contract, BOOK, CALENDAR) == ()
    newer = act(DisclosureKind.CONTRACT, effective_date=date(2024, 5, 10), regime_date=date(2024, 1, 1))
    assert {duty.channel for duty in duties_of(newer, BOOK, CALENDAR)} == set(Channel)
