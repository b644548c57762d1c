"""Múi giờ của máy không đổi một hạn nào.
The machine's own time zone changes no due instant: the same digest in five processes."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ZONES = ("UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu")

# Duties of every kind over three years, with their ladders and sentences, as one digest.
_PROGRAM = """
import time
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from monitor.domain.judgement import Disclosure
from monitor.domain.times import Moment
from monitor.domain.vocabulary import DisclosureKind, Precision
from monitor.law.calendar import load_calendar
from monitor.law.ceilings import closing_after_outage
from monitor.law.duties import duties_of, explain, in_brief
from monitor.law.lawbook import load_lawbook

time.tzset()
book, calendar, told = load_lawbook(), load_calendar(), sha256()
for step in range(0, 1100, 3):
    day = date(2024, 1, 1) + timedelta(days=step)
    at = datetime(day.year, day.month, day.day, 23, 30, tzinfo=UTC)
    for kind in DisclosureKind:
        disclosure = Disclosure(
            id=f"X/{kind}", kind=kind, subject_key="X", title="", buyer_name="", agency_id="",
            decision_date=day, regime_date=day, national=Moment(at, Precision.SECOND, "api"), closes_at=at,
            opened_at=at if kind is DisclosureKind.OPENING else None, is_online=bool(step % 2),
        )
        for duty in duties_of(disclosure, book, calendar):
            told.update(f"{duty}|{explain(duty)}|{in_brief(duty)}\\n".encode())
    told.update(str(closing_after_outage(at, at, at, book)).encode())
print(time.strftime("%z", time.localtime(0)), told.hexdigest())
"""


@cache
def _run(zone: str) -> tuple[str, str]:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env={**os.environ, "TZ": zone},
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    offset, digest = done.stdout.split()
    return offset, digest


@pytest.fixture(scope="module")
def at_home() -> str:
    return _run("Asia/Ho_Chi_Minh")[1]


@pytest.mark.parametrize("zone", ZONES)
def test_a_process_in_another_time_zone_counts_the_same(zone: str, at_home: str) -> None:
    assert _run(zone)[1] == at_home


def test_the_processes_do_run_in_different_time_zones() -> None:
    assert len({_run(zone)[0] for zone in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles")}) == 3
