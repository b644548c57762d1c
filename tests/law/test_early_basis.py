"""Căn cứ của một nghĩa vụ chỉ nêu văn bản đã có hiệu lực vào lúc ấy.
The basis of a duty names only texts that were in force then: nobody is held to one that came later."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from pydantic import ValidationError

from monitor.domain.confirmation import Confirmation
from monitor.domain.judgement import Duty
from monitor.domain.procurement import Notice, Plan, Result
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind
from monitor.law.calendar import load_calendar
from monitor.law.confirm import in_words, with_confirmations
from monitor.law.disclosures import disclosures_of
from monitor.law.duties import duties_of
from monitor.law.lawbook import load_lawbook
from monitor.law.lawrules import LawRule
from monitor.law.periods import Tender, shortest_amendment

At = Callable[[str], Moment]
BOOK, CALENDAR = load_lawbook(), load_calendar()
ORIGINAL = "Luật Đấu thầu 22/2023/QH15, Điều 7 khoản 1 điểm g và Điều 8 khoản 4"
AMENDED = "Luật Đấu thầu 22/2023/QH15 (sửa đổi bởi Luật 90/2025/QH15), Điều 8 khoản 4"


def national(kind: DisclosureKind, *records: Plan | Notice | Result) -> Duty:
    found = disclosures_of(
        [row for row in records if isinstance(row, Plan)],
        [row for row in records if isinstance(row, Notice)],
        [row for row in records if isinstance(row, Result)],
        lambda name, code: "bqlda-song-mau",
    )
    disclosure = next(one for one in found if one.kind is kind)
    return next(d for d in duties_of(disclosure, BOOK, CALENDAR) if d.channel is Channel.NATIONAL)


@pytest.mark.parametrize(
    ("issued", "decided", "basis"),
    [
        ("2024-02-01", "2024-02-20", ORIGINAL),
        (
            "2024-03-01",
            "2024-11-16",
            f"{ORIGINAL}; Nghị định 24/2024/NĐ-CP, Điều 31 khoản 6",
        ),
        ("2025-01-02", "2025-07-15", BOOK.rule("B03").citation),  # keeps its regime to the end
        ("2025-07-01", "2025-07-15", AMENDED),
        ("2025-08-03", "2025-08-03", AMENDED),
        # Documents of July stay with the law and what was left of decree 24 (decree 214, article 144).
        ("2025-07-20", "2025-08-20", AMENDED),
        ("2025-08-04", "2025-08-04", BOOK.rule("C04").citation),
    ],
)
def test_a_duty_cites_no_text_that_came_into_force_after_it(
    notice: Notice, result: Result, at: At, issued: str, decided: str, basis: str
) -> None:
    posted = at(f"{issued}T10:00")
    invited = replace(notice, published=posted, first_published=posted)
    found = replace(result, decision_date=date.fromisoformat(decided), published=at(f"{decided}T10:00"))
    assert national(DisclosureKind.RESULT, invited, found).basis == basis


def test_a_plan_of_july_2025_cites_the_law_alone(plan: Plan, at: At) -> None:
    for decided, circular in ((date(2025, 8, 1), False), (date(2025, 8, 4), True)):
        dated = replace(plan, decision_date=decided, published=at("2025-08-20T10:00"))
        basis = national(DisclosureKind.PLAN, dated).basis
        assert basis.startswith(f"{AMENDED[: AMENDED.index(',')]}, Điều 8 khoản 1 điểm a và khoản 4")
        assert ("Thông tư 79/2025/TT-BTC" in basis) is circular


def test_the_minimum_of_january_2024_cites_the_law_alone() -> None:
    for issued, decree in ((date(2024, 2, 26), False), (date(2024, 2, 27), True)):
        found = shortest_amendment(Tender("XL", 25_000_000_000, "DTRR", False), issued, BOOK)
        assert found is not None
        assert ("Nghị định 24/2024/NĐ-CP" in found.basis) is decree


def test_who_confirmed_a_rule_is_told_with_what_it_rested_on_early() -> None:
    at = datetime.fromisoformat("2026-11-02T08:00+07:00")
    given = Confirmation("Thanh tra viên", at, "luat.pdf", "a" * 64)
    rule = with_confirmations(BOOK, {"C04": given}, at + timedelta(hours=1)).rule("C04")
    assert rule.cited(date(2025, 8, 3)) == f"{AMENDED}; {in_words(given)}"


@pytest.mark.parametrize(
    "days", [("2025-07-01",), ("2025-09-01", "2025-08-04"), ("2025-08-04", "2025-08-04")]
)
def test_early_bases_out_of_order_are_wrong(days: tuple[str, ...]) -> None:
    row = BOOK.rule("C04").model_dump(by_alias=True)
    row |= {"early": tuple({"before": date.fromisoformat(day), "citation": "Điều 8"} for day in days)}
    with pytest.raises(ValidationError, match="the earliest first"):
        LawRule.model_validate(row)
