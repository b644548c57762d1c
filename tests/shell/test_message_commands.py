"""Lệnh về thư như người vận hành gõ: xem, gửi thử, gửi lại, tình trạng, thư kiểm tra.
The mail as an operator sees it: list, show, dry-run against a provider, retry, status, test letter."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.status_health import troubles
from monitor.cli.status_mail import canary_line
from monitor.config import Settings, load_settings
from monitor.demo.servers.web import LoopbackServer, Reply, Request
from monitor.domain.cases import Message, Recipient
from monitor.domain.post import Canary
from monitor.domain.vocabulary import DeliveryState, MessageKind, Reason
from storage.store import Store
from tests.shell.conftest import Operator

NOW = datetime(2026, 9, 21, 3, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PEOPLE = """
[[recipients]]
id = "thanh-tra"
name = "Thanh tra mẫu"
address = "thanh-tra@songmau.example"
"""


def letter(number: int, reader: str = "thanh-tra", channel: str = "outbox", **given: Any) -> Message:
    made = {
        "key": f"{reader}|alert|{number}|{channel}",
        "kind": MessageKind.ALERT,
        "reason": Reason.FIRST,
        "recipient": Recipient(reader, "Thanh tra mẫu", f"{reader}@songmau.example", channel),
        "subject": f"Phát hiện số {number}",
        "text": f"Nội dung thư số {number}",
        "html": "<p>chữ</p>",
        "created_at": NOW,
    }
    return Message(**{**made, **given})


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Store, Settings]]:
    settings = load_settings(folder / "monitor.toml")
    store = Store(settings.database_url)
    try:
        yield store, settings
    finally:
        store.close()


def queue(folder: Path, *messages: Message, at: datetime = NOW) -> None:
    with opened(folder) as (store, _), store.begin() as work:
        for message in messages:
            assert work.outbox.queue(message, at)


def stop(folder: Path, *messages: Message) -> None:
    queue(folder, *messages)
    with opened(folder) as (store, _), store.begin() as work:
        for one in work.outbox.claim("w", NOW, 50):
            work.outbox.stop(one.message.key, "w", "Hộp thư này không có. Hãy sửa địa chỉ.", NOW)


def rows(folder: Path) -> list[Any]:
    with opened(folder) as (store, _), store.read() as work:
        return list(work.postings.newest())


def write(folder: Path, old: str, new: str) -> None:
    file = folder / "monitor.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@dataclass
class Provider:
    """Answers like the mail provider; what it refuses is told by the subject."""

    posted: list[Any] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        self.posted.append(request.json)
        if "hỏng" in request.json["subject"]:
            return Reply.json(
                {"errors": [{"message": "Does not contain a valid address.", "field": "to"}]}, 400
            )
        return Reply(status=200, content_type="text/plain")


@pytest.fixture
def provider(operator: Operator) -> Iterator[Provider]:
    """SendGrid set up, on loopback."""
    made = Provider()
    with LoopbackServer(made, lambda: datetime.now(UTC)) as server:
        write(operator.folder, 'sendgrid_api_key = ""', 'sendgrid_api_key = "SG.khoa-thu"')
        write(operator.folder, "https://api.sendgrid.com", server.url)
        yield made


def test_a_dry_run_asks_the_provider_about_every_due_letter_and_changes_no_row(operator, provider) -> None:
    queue(operator.folder, letter(1, channel="sendgrid"), letter(2, "b"))
    queue(operator.folder, letter(3, "c", "sendgrid"), at=datetime.now(UTC) + HOUR)
    before = rows(operator.folder)
    done = operator.types("send", "--dry-run")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Phát hiện số 1" in done.stdout
    assert "Phát hiện số 3" not in done.stdout, "it is not due"
    assert "SendGrid nhận 1/1 thư. Không thư nào được gửi đi." in done.stdout
    assert "1 thư đi kênh khác" in done.stdout
    assert [mail["mail_settings"]["sandbox_mode"]["enable"] for mail in provider.posted] == [True]
    assert rows(operator.folder) == before


def test_a_dry_run_that_meets_a_refusal_exits_1_and_says_why(operator, provider) -> None:
    queue(operator.folder, letter(1, channel="sendgrid", subject="Thư hỏng"), letter(2, "b", "sendgrid"))
    done = operator.types("send", "--dry-run")
    assert done.returncode == 1
    assert "Does not contain a valid address" in done.stdout.replace("\n", " ")
    assert "SendGrid nhận 1/2 thư" in done.stdout
    assert {one.delivery.state for one in rows(operator.folder)} == {DeliveryState.QUEUED}


def test_sending_sends_and_a_second_time_there_is_nothing(operator: Operator) -> None:
    queue(operator.folder, letter(1), letter(2, "b"))
    assert "Thư đã gửi 2" in operator.types("send").stdout
    assert len(list((operator.folder / "data" / "outbox").glob("*.eml"))) == 2
    assert "Không có thư nào đến hạn" in operator.types("send", "--dry-run").stdout


def test_letters_are_listed_by_state_and_reader_and_shown(operator: Operator) -> None:
    stop(operator.folder, letter(1))
    queue(operator.folder, letter(2, "b"))
    stopped = operator.types("message", "list", "--state", "stopped").stdout
    assert "Phát hiện số 1" in stopped
    assert "Phát hiện số 2" not in stopped
    assert "Phát hiện số 2" in operator.types("message", "list", "--recipient", "b@songmau.example").stdout
    assert "Không có thư nào" in operator.types("message", "list", "--state", "sent").stdout
    shown = operator.types("message", "show", letter(1).key).stdout
    assert "Nội dung thư số 1" in shown
    assert "Hộp thư này không có" in shown
    unknown = operator.types("message", "show", "999")
    assert unknown.returncode == 2
    assert "monitor message list" in unknown.stderr


def test_a_stopped_letter_goes_back_in_line_and_the_log_says_who_and_why(operator: Operator) -> None:
    stop(operator.folder, letter(1))
    (number,) = [str(one.number) for one in rows(operator.folder)]
    assert operator.types("message", "retry", number).returncode == 2, "author and reason are asked for"
    done = operator.types("message", "retry", number, "--by", "Trực ban", "--reason", "đã mở lại hộp thư")
    assert done.returncode == 0, done.stderr
    (one,) = rows(operator.folder)
    assert one.delivery.state is DeliveryState.QUEUED
    log = (operator.folder / "data" / "monitor.log").read_text(encoding="utf-8")
    assert '"by": "Trực ban"' in log
    assert '"reason": "đã mở lại hộp thư"' in log
    with opened(operator.folder) as (store, _), store.read() as work:
        (row,) = work.audit_log.list()
    assert (row.actor.by, row.deed, row.object) == ("Trực ban", "letter_queued_again", number)
    assert "đã mở lại hộp thư" in json.loads(row.details)["reason"]
    assert operator.types("audit", "verify").returncode == 0
    assert operator.types("message", "retry", number, "--by", " ", "--reason", "b").returncode == 2
    assert operator.types("message", "retry", number, "--by", "a", "--reason", "b").returncode == 2


def test_status_says_who_did_not_get_what_and_what_to_do(operator: Operator) -> None:
    file = operator.folder / "monitor.toml"
    file.write_text(file.read_text(encoding="utf-8") + PEOPLE, encoding="utf-8")
    assert operator.types("run", "--once").returncode == 0
    assert operator.types("status", "--healthy").returncode == 0
    stop(operator.folder, letter(1), letter(2, "don-vi-ban-so-1"))
    told = re.sub(r"[│\s]+", " ", operator.types("status").stdout)
    assert "thanh-tra@songmau.example" in told
    assert "monitor message retry" in told
    assert "tệp cài đặt" in told
    assert "agencies.toml" in told
    healthy = operator.types("status", "--healthy")
    assert healthy.returncode == 1
    assert "1 thư gửi thanh tra đã dừng hẳn" in healthy.stdout
    readers = re.sub(r"[│\s]+", " ", operator.types("recipient", "list").stdout)
    assert "đã dừng" in readers
    assert "Hộp thư này không có" in readers


def test_the_test_letter_is_sent_by_a_cycle_and_told_in_status(operator: Operator) -> None:
    write(operator.folder, 'canary = ""', 'canary = "kiem-tra@songmau.example"')
    assert operator.types("run", "--once").returncode == 0
    due = (datetime.now(UTC) + 7 * HOUR).hour >= 7
    told = operator.types("status").stdout
    assert ("nhà cung cấp nhận" if due else "chưa gửi lần nào") in told
    assert len(list((operator.folder / "data" / "outbox").glob("*-canary-*.eml"))) == due


def test_settings_with_a_canary_that_is_no_address_are_refused(operator: Operator) -> None:
    write(operator.folder, 'canary = ""', 'canary = "không phải thư"')
    done = operator.types("status")
    assert done.returncode == 2
    assert "mail.canary" in done.stderr


def test_a_subscription_shows_its_last_letters(operator: Operator) -> None:
    added = operator.types("subscription", "add", "nha-thau@songmau.example", "field=XL")
    number = re.search(r"dk-[0-9a-f]+", added.stdout)
    assert number, added.stdout + added.stderr
    operator.types("send")
    shown = operator.types("subscription", "show", number[0]).stdout
    assert "nha-thau@songmau.example" in shown
    assert "đã gửi" in shown
    assert operator.types("subscription", "show", "dk-0").returncode == 2


def test_a_preview_without_a_browser_exits_3_and_still_writes_the_letters(operator, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(operator.folder))
    monkeypatch.delenv("MONITOR_BROWSER", raising=False)
    done = operator.types("message", "preview", "--out", "xem", "--kind", "stopped", "--lang", "vi")
    assert done.returncode == 3, done.stderr
    assert "Không thấy trình duyệt Chromium" in done.stdout
    assert {path.name for path in (operator.folder / "xem").iterdir()} == {
        "index.html",
        "stopped-usual-vi.html",
        "stopped-usual-vi.txt",
    }


@pytest.mark.parametrize(
    ("waited", "attempts", "well"),
    [
        (59 * MINUTE, 0, True),
        (61 * MINUTE, 0, False),
        (-MINUTE, 6, True),
        (-MINUTE, 7, False),
    ],
)
def test_the_service_is_unwell_when_a_letter_waits_or_is_tried_too_long(
    operator: Operator, waited: timedelta, attempts: int, well: bool
) -> None:
    queue(operator.folder, letter(1), at=NOW - waited if not attempts else NOW)
    with opened(operator.folder) as (store, settings):
        with store.begin() as work:
            work.meta.set("last_cycle", NOW.isoformat())
        for _ in range(attempts):
            with store.begin() as work:
                (one,) = work.outbox.claim("w", NOW, 1)
                work.outbox.retry(one.message.key, "w", "chưa nhận", NOW)
        with store.read() as work:
            assert (troubles(work, settings, NOW) == ()) is well


@pytest.mark.parametrize(
    ("letters", "reported", "line"),
    [
        ((), True, "Thư kiểm tra hằng ngày: chưa gửi lần nào"),
        (
            (Canary(NOW - 3 * HOUR, NOW - 179 * MINUTE, NOW - 178 * MINUTE),),
            True,
            "Thư kiểm tra hằng ngày: gửi 07:00, nhà cung cấp nhận 07:01, báo đã tới 07:02",
        ),
        (
            (Canary(NOW - 3 * HOUR, NOW - 179 * MINUTE),),
            True,
            "Thư kiểm tra hằng ngày: gửi 07:00, nhà cung cấp nhận 07:01, chưa có báo đã tới",
        ),
        (
            (Canary(NOW - 27 * HOUR, stopped=True),),
            False,
            "[red]Thư kiểm tra hằng ngày: gửi 20/09/2026 07:00, đã dừng; quá 27 giờ chưa khép vòng[/]",
        ),
    ],
)
def test_the_test_letters_way_is_one_line(letters: tuple[Canary, ...], reported: bool, line: str) -> None:
    assert canary_line(letters, reported, NOW) == line
