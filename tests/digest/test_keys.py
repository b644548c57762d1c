"""Khóa thư: cùng điều cùng khóa, khác điều khác khóa.
Message keys: the same content has the same key, other content another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.digest.keys import alert_key, digest_key, told_version
from monitor.digest.lines import line_of
from monitor.domain.cases import Recipient
from monitor.domain.vocabulary import Reason, Severity, VerdictKind

READER = Recipient("thanh-tra", "Thanh tra", "a@example.org", "outbox")


def test_the_order_of_what_is_told_does_not_matter(make_finding) -> None:
    lines = [line_of(make_finding(n), Reason.FIRST) for n in range(5)]
    assert alert_key(READER, lines) == alert_key(READER, reversed(lines))


def test_another_reader_channel_or_content_has_another_key(make_finding) -> None:
    one = [line_of(make_finding(1), Reason.FIRST)]
    two = [*one, line_of(make_finding(2), Reason.FIRST)]
    keys = {
        alert_key(READER, one),
        alert_key(READER, two),
        alert_key(replace(READER, id="so-tai-chinh"), one),
        alert_key(replace(READER, channel="sendgrid"), one),
        digest_key(READER, 2026, 38),
        digest_key(READER, 2026, 39),
        digest_key(READER, 2027, 38),
    }
    assert len(keys) == 7


def test_another_address_of_the_same_reader_is_the_same_message(make_finding) -> None:
    lines = [line_of(make_finding(1), Reason.FIRST)]
    assert alert_key(replace(READER, address="b@example.org"), lines) == alert_key(READER, lines)


def test_an_absence_that_lasts_is_not_news(make_finding) -> None:
    today = line_of(make_finding(days_late=3), Reason.FIRST)
    tomorrow = line_of(make_finding(days_late=4), Reason.FIRST)
    assert told_version(today) == told_version(tomorrow)


def test_a_graver_absence_a_return_and_a_settlement_are_news(make_finding) -> None:
    line = line_of(make_finding(), Reason.FIRST)
    versions = {
        told_version(line),
        told_version(replace(line, severity=Severity.HIGH)),
        told_version(replace(line, reason=Reason.CHANGED, episode=1)),
        told_version(replace(line, reason=Reason.CHANGED, episode=2)),
        told_version(replace(line, reason=Reason.RESOLVED, days_late=3)),
        told_version(replace(line, reason=Reason.RESOLVED, days_late=4)),
    }
    assert len(versions) == 6


def test_every_other_due_day_of_a_change_is_news_and_a_further_day_is_none(make_finding) -> None:
    line = line_of(make_finding(days_late=3), Reason.CHANGED)
    moved = replace(line, due_at=line.due_at + timedelta(days=2))
    again = replace(line, due_at=line.due_at + timedelta(days=5))
    assert len({told_version(one) for one in (line, moved, again)}) == 3
    assert told_version(replace(moved, days_late=4)) == told_version(moved)
    late = replace(line, verdict=VerdictKind.LATE)
    assert told_version(replace(late, days_late=4)) != told_version(late)


def test_an_alert_about_nothing_has_no_key() -> None:
    with pytest.raises(ValueError, match="at least one"):
        alert_key(READER, ())


def test_week_numbers_sort_as_text() -> None:
    assert digest_key(READER, 2027, 1) == "thanh-tra|digest|2027-W01|outbox"
