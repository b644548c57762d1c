"""Bản đăng lại trên cổng và trang đơn vị: tính từ đâu, mục tiêu của tỉnh viết ra sao.
The copies on portal and page: what they count from, and how the province's own target is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.domain.judgement import Disclosure, Duty
from monitor.domain.procurement import Notice, Plan
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind
from monitor.law.calendar import load_calendar
from monitor.law.disclosures import disclosures_of
from monitor.law.duties import duties_of
from monitor.law.lawbook import load_lawbook

At = Callable[[str], Moment]
BOOK, CALENDAR = load_lawbook(), load_calendar()
TARGET = (
    "Nên đăng lại trong 01 ngày làm việc sau khi đăng trên Mạng đấu thầu quốc gia (đến hết {day}). Mục tiêu"
    " theo Kế hoạch của tỉnh mục II.2.1 (chỉ là chính sách, không phải quy định của pháp luật)."
)


def told(*records: Plan | Notice) -> Disclosure:
    plans = [row for row in records if isinstance(row, Plan)]
    notices = [row for row in records if isinstance(row, Notice)]
    (found,) = disclosures_of(plans, notices, [], lambda name, code: "a")
    return found


def portal(disclosure: Disclosure) -> Duty:
    return next(duty for duty in duties_of(disclosure, BOOK, CALENDAR) if duty.channel is Channel.PORTAL)


def test_the_target_of_the_province_names_its_day(plan: Plan) -> None:
    assert portal(told(plan)).policy_note == TARGET.format(day="7/9/2026")


@pytest.mark.parametrize(
    ("closing", "when"), [(None, ""), (datetime(2026, 10, 23, 2, tzinfo=UTC), " (09:00 23/10/2026)")]
)
def test_a_copied_notice_has_its_target_and_must_not_miss_the_closing(
    notice: Notice, closing: datetime | None, when: str
) -> None:
    duty = portal(told(replace(notice, tender_period_end=closing)))
    assert duty.policy_note == (
        f"{TARGET.format(day='6/10/2026')} Thông báo mời thầu phải đăng trước thời điểm đóng thầu{when}."
    )


@pytest.mark.parametrize(
    ("decided", "posted", "note"),
    [
        # The target is of 2022; a plan decided before it was asked for nothing of the kind.
        (date(2021, 12, 29), "2022-01-05T10:00", ""),
        (date(2022, 1, 4), "2022-01-05T10:00", TARGET.format(day="6/1/2022")),
        # The last year that is counted, and the first that is a slip of the pen.
        (date(2026, 8, 26), "2100-01-04T10:00", TARGET.format(day="5/1/2100")),
        (date(2026, 8, 26), "2101-01-03T10:00", ""),
    ],
)
def test_the_target_is_told_only_where_it_holds(
    plan: Plan, at: At, decided: date, posted: str, note: str
) -> None:
    duty = portal(told(replace(plan, decision_date=decided, published=at(posted))))
    assert duty.policy_note == note


def test_a_plan_not_yet_on_the_network_has_no_target(plan: Plan) -> None:
    assert portal(told(replace(plan, published=None))).policy_note == ""


def test_the_copy_of_a_notice_counts_from_the_network_even_where_a_decision_is_known(notice: Notice) -> None:
    duty = portal(replace(told(notice), decision_date=date(2026, 9, 1)))
    assert (duty.trigger, duty.trigger_day) == ("đăng trên Mạng đấu thầu quốc gia", date(2026, 10, 5))


@pytest.mark.parametrize(
    ("decided", "trigger"),
    [
        (date(2026, 9, 3), "đăng trên Mạng đấu thầu quốc gia"),
        (date(2026, 9, 4), "quyết định"),
        (date(2026, 9, 5), "quyết định"),
    ],
)
def test_of_a_later_version_the_later_of_decision_and_publication_counts(
    plan: Plan, decided: date, trigger: str
) -> None:
    """Published on 4/9: from a decision of that very day the two do not differ, and the decision is named."""
    duty = portal(told(replace(plan, version="01", decision_date=decided)))
    assert duty.trigger == trigger
    assert duty.trigger_day == max(decided, date(2026, 9, 4))


def test_every_duty_names_the_disclosure_it_is_of(plan: Plan) -> None:
    found = duties_of(told(plan), BOOK, CALENDAR)
    assert {duty.disclosure_id for duty in found} == {"PL2600000001/plan"}
    assert told(plan).kind is DisclosureKind.PLAN
