"""Lịch nghỉ đổi: nói đúng hạn nào đổi, vì ngày nào, và chỉ nói một lần.
A changed calendar: which due days moved and why, told once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.law_tables import print_recount
from monitor.console import open_console
from monitor.domain.judgement import Disclosure, Verdict
from monitor.domain.vocabulary import Channel, DisclosureKind, VerdictKind
from monitor.law.calendar import Calendar, load_calendar
from monitor.law.duties import duties_of
from monitor.law.lawbook import load_lawbook
from monitor.steps.recount import CALENDAR, Recount, recount, remember_calendar
from storage.store import Store

NOW = datetime(2026, 10, 5, 3, tzinfo=UTC)
ADDED = date(2026, 10, 7)  # a Wednesday


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three results decided on 1/10/2026: one not due yet, one in time already, one without a day."""
    made = Store(f"sqlite:///{tmp_path / 'monitor.db'}")
    made.create()
    verdicts = (VerdictKind.NOT_DUE, VerdictKind.ON_TIME, VerdictKind.UNVERIFIABLE)
    with made.begin() as work:
        for number, kind in enumerate(verdicts):
            subject = f"IB260000000{number}"
            act = Disclosure(
                f"{subject}/result", DisclosureKind.RESULT, subject, "Gói mẫu", "Ban mẫu", "ban",
                decision_date=None if kind is VerdictKind.UNVERIFIABLE else date(2026, 10, 1),
                regime_date=date(2026, 9, 14),
            )  # fmt: skip
            duty = next(
                d for d in duties_of(act, load_lawbook(), load_calendar()) if d.channel is Channel.NATIONAL
            )
            work.judgements.put_disclosures([act])
            work.judgements.put([(duty, Verdict(duty.id, kind))], NOW)
    yield made
    made.close()


def _with_a_day_off() -> Calendar:
    calendar = load_calendar()
    return replace(calendar, off={**calendar.off, ADDED: "nghỉ theo quyết định mẫu"})


def _recount(store: Store, calendar: Calendar, at: datetime = NOW) -> Recount:
    with store.begin() as work:
        return recount(work, calendar, at)


def test_a_day_off_that_is_added_moves_what_is_unsettled_and_says_why(store: Store) -> None:
    assert _recount(store, load_calendar()) == Recount(None)
    found = _recount(store, _with_a_day_off(), NOW + timedelta(days=1))
    assert found.noted_at == NOW
    assert found.looked_at == 2
    (change,) = found.changes
    assert change.duty_id == "IB2600000000/result@national"
    assert (change.shift.old.due, change.shift.new.due) == (date(2026, 10, 8), date(2026, 10, 9))
    assert "ngày 7/10/2026 từ ngày thường thành ngày nghỉ (nghỉ theo quyết định mẫu)" in change.reason
    assert "hạn lùi từ 8/10/2026 đến 9/10/2026" in change.reason
    # Told once: from now on the new calendar is what is compared with.
    again = _recount(store, _with_a_day_off(), NOW + timedelta(days=2))
    assert (again.noted_at, again.changes) == (NOW + timedelta(days=1), ())


def test_the_first_start_notes_the_calendar_and_later_ones_notice_another(store: Store) -> None:
    with store.begin() as work:
        assert remember_calendar(work, load_calendar(), NOW)
        assert remember_calendar(work, load_calendar(), NOW + timedelta(days=1))
        assert not remember_calendar(work, _with_a_day_off(), NOW + timedelta(days=1))
        kept: Any = work.meta.get(CALENDAR)
    assert kept["at"] == NOW.isoformat()  # noticing does not tell: the recount does


def test_the_same_cause_stands_on_one_line(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    first = _recount(store, load_calendar())
    changed = _recount(store, _with_a_day_off())
    unchanged = _recount(store, _with_a_day_off())
    for found in (first, changed, unchanged):
        print_recount(open_console(), found, 30)
    told = " ".join(capsys.readouterr().out.split())
    assert "làm mốc" in told
    assert "1 trong 2 nghĩa vụ chưa xong đổi hạn" in told
    assert "IB2600000000/result@national" in told
    assert told.count("hạn lùi từ") == 1
    assert "Không hạn nào đổi" in told
