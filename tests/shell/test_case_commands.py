"""Hoãn nhắc một hồ sơ như người vận hành gõ lệnh.
Snoozing a case as an operator types it; the case shows who was told and who snoozed it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.cases.machine import open_case
from monitor.domain.cases import Telling
from monitor.domain.vocabulary import Reader, Reason
from storage.store import Store
from tests.cases.conftest import build_finding

Operator = Any  # the class of conftest.py, which cannot be imported
NUMBER = "HS-2026-0001"
TOLD = datetime(2026, 10, 1, 2, tzinfo=UTC)


@contextmanager
def opened(operator: Operator) -> Iterator[Store]:
    store = Store(f"sqlite:///{operator.folder / 'data' / 'monitor.db'}")
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def with_case(operator: Operator) -> Operator:
    """A province with one open case of which the agency was told."""
    one = build_finding()
    telling = Telling(TOLD, Reader.AGENCY, Reason.FIRST, 0, (one.fingerprint,))
    with opened(operator) as store, store.begin() as work:
        work.cases.put(replace(open_case(NUMBER, (one,), TOLD), told=(telling,)))
    return operator


def test_a_case_is_snoozed_shown_and_woken(with_case: Operator) -> None:
    until = datetime.now(UTC) + timedelta(days=200)
    words = ("--until", f"{until:%Y-%m-%d}", "--by", "Trần Thị B", "--reason", "chờ công văn")
    done = with_case.types("case", "snooze", NUMBER, *words)
    assert done.returncode == 0, done.stderr
    assert f"tạm hoãn nhắc đến hết ngày {until:%d/%m/%Y}" in done.stdout
    shown = with_case.types("case", "show", NUMBER).stdout
    for expected in (
        f"Tạm hoãn nhắc đến hết ngày {until:%d/%m/%Y} · Trần Thị B · chờ công văn",
        "01/10/2026 09:00 · đơn vị · báo lần đầu · 1 nội dung",
    ):
        assert expected in shown
    with opened(with_case) as store, store.read() as work:
        kept = work.cases.get(NUMBER)
    assert kept is not None
    assert kept.snooze is not None
    assert kept.snooze.by == "Trần Thị B"
    woken = with_case.types("case", "unsnooze", NUMBER, "--by", "Trần Thị B")
    assert woken.returncode == 0, woken.stderr
    assert "Tạm hoãn nhắc đến" not in with_case.types("case", "show", NUMBER).stdout


def test_a_question_without_an_address_says_that_no_letter_left_and_what_to_do(with_case: Operator) -> None:
    asked = with_case.types("case", "set", NUMBER, "ask", "--by", "Trần Thị B", "--note", "Vì sao?")
    assert asked.returncode == 0, asked.stderr
    assert "đã yêu cầu giải trình" in asked.stdout
    assert "Chưa gửi được thư hỏi" in asked.stdout
    assert "agencies.toml" in asked.stdout
    again = with_case.types("case", "set", NUMBER, "ask", "--by", "Trần Thị B", "--note", "Vì sao?")
    assert again.returncode == 2
    assert "đang chờ đơn vị trả lời" in again.stderr


def test_what_cannot_be_snoozed_says_what_to_do(with_case: Operator) -> None:
    past = with_case.types(
        "case", "snooze", NUMBER, "--until", "2026-01-01", "--by", "Trần Thị B", "--reason", "chờ"
    )
    assert past.returncode == 2
    assert "Hãy chọn một ngày từ hôm nay trở đi" in past.stderr
    awake = with_case.types("case", "unsnooze", NUMBER, "--by", "Trần Thị B")
    assert awake.returncode == 2
    assert "hiện không tạm hoãn nhắc" in awake.stderr
