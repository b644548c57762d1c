"""Phần dấu hiệu của bản tin: tách khỏi phát hiện, không cộng vào; quy tắc nêu quá nhiều chỉ được cảnh báo.
Patterns in the digest stand apart from findings; a flooding rule is only warned of."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts.render import render
from monitor.digest.alert import News, build_alert, news_lines
from monitor.digest.patterns import RuleFacts
from monitor.digest.runs import last_week
from monitor.digest.weekly import WeekFacts, build_digest
from monitor.domain.digests import DigestData
from monitor.domain.judgement import Finding
from monitor.domain.letters import Heading, Sight
from monitor.domain.vocabulary import Channel, DisclosureKind, MessageKind, Reason, Severity, VerdictKind

NOW = datetime(2026, 9, 21, 1, tzinfo=UTC)
TWICE = RuleFacts("Một gói thầu có hai thông báo", "One package, two notices", 5, 40)
SHORT = RuleFacts("Thời gian chuẩn bị ngắn", "Short preparation", 30, 40, floods=True)


@pytest.fixture
def pattern(make_finding: Callable[..., Finding]) -> Callable[..., Finding]:
    def build(number: int, **changes: Any) -> Finding:
        given = {
            "code": "posted_twice",
            "verdict": VerdictKind.UNVERIFIABLE,
            "severity": Severity.INFORM,
            "sentence": f"Gói {number} có hai thông báo. Cần xác minh.",
            "sentence_en": f"Package {number} has two notices. To be verified.",
            "due_at": NOW - timedelta(days=number),
        }
        return make_finding(number, **{**given, **changes})

    return build


def digest(calendar: Any, *standing: Finding, rules: dict[str, RuleFacts]) -> DigestData:
    facts = WeekFacts((), {}, standing, {}, (), Sight(), rules=rules)
    return build_digest(facts, Heading("Thanh tra", "Tỉnh Sông Mẫu", NOW), last_week(NOW), calendar)


def test_patterns_stand_apart_the_latest_first(
    calendar: Any, make_finding: Callable[..., Finding], pattern: Callable[..., Finding]
) -> None:
    hint = make_finding(9, severity=Severity.INFORM)
    data = digest(calendar, *(pattern(n) for n in range(1, 6)), hint, rules={"posted_twice": TWICE})
    assert (data.to_confirm_total, [line.fingerprint for line in data.to_confirm]) == (1, ["f9"])
    (group,) = data.patterns
    assert (group.total, [line.fingerprint for line in group.lines]) == (5, ["f1", "f2", "f3"])
    assert data.floods == ()
    assert data.is_quiet


def test_a_flooding_rule_is_warned_of_and_nothing_of_it_is_told(
    calendar: Any, make_finding: Callable[..., Finding], pattern: Callable[..., Finding]
) -> None:
    held = make_finding(1, code="short_preparation", severity=Severity.INFORM)
    flooded = RuleFacts(TWICE.title, TWICE.title_en, 39, 40, floods=True)
    data = digest(calendar, held, pattern(2), rules={"posted_twice": flooded, "short_preparation": SHORT})
    assert (data.patterns, data.to_confirm_total) == ((), 0)
    assert [(flood.fired, flood.of) for flood in data.floods] == [(39, 40), (30, 40)]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_letter_tells_them_apart_in_both_forms(
    calendar: Any, pattern: Callable[..., Finding], lang: Any
) -> None:
    data = digest(calendar, pattern(1), rules={"posted_twice": TWICE, "short_preparation": SHORT})
    letter = render(MessageKind.DIGEST, data, lang)
    wanted = {
        "vi": ("Dấu hiệu để tham khảo", TWICE.title, "Gói 1 có hai thông báo.", "30/40", "không cộng vào"),
        "en": (
            "Patterns, for information",
            TWICE.title_en,
            "Package 1 has two notices.",
            "30/40",
            "never added",
        ),
    }
    for text in (letter.text, letter.html):
        for words in wanted[lang]:
            assert words in text
    quiet = render(MessageKind.DIGEST, digest(calendar, rules={"posted_twice": TWICE}), lang)
    assert wanted[lang][0] not in quiet.text + quiet.html


@pytest.mark.parametrize(
    ("lang", "kind", "badge", "latest"),
    [
        ("vi", DisclosureKind.NOTICE, "Thời gian chuẩn bị ngắn", "chậm nhất 9/9/2026"),
        ("vi", DisclosureKind.AMENDMENT, "Sửa đổi sát đóng thầu", "chậm nhất 9/9/2026"),
        ("en", DisclosureKind.NOTICE, "Short time to prepare", "at the latest 9 Sep"),
        ("en", DisclosureKind.AMENDMENT, "Amended too close to closing", "at the latest 9 Sep"),
    ],
)
def test_what_came_too_close_to_closing_is_not_called_late(
    make_finding: Callable[..., Finding], lang: Any, kind: DisclosureKind, badge: str, latest: str
) -> None:
    close = make_finding(
        1,
        channel=Channel.NATIONAL,
        verdict=VerdictKind.LATE,
        seen_at=NOW,
        sentence_en="Short.",
        days_late=4,
        kind=kind,
    )
    lines = news_lines([News(close, Reason.FIRST)])
    data = build_alert(lines, Heading("Thanh tra", "Tỉnh Sông Mẫu", NOW), Sight())
    assert data is not None
    letter = render(MessageKind.ALERT, data, lang)
    for words in (badge, latest):
        assert words in letter.text
        assert words in letter.html
    told = letter.subject + letter.text + letter.html
    assert not any(word in told for word in ("sau hạn", "Sau hạn", "days late", "published late"))
    portal = replace(lines[0], channel=Channel.PORTAL)
    assert (lines[0].too_close, portal.too_close) == (True, False)
