"""Lệnh về thư như người vận hành gõ: xem, gửi thử, gửi lại, tình trạng, thư kiểm tra.
The mail as an operator sees it: list, show, dry-run against a provider, retry, status, test letter."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from monitor.cases.turns import Turn, Turns
from monitor.cli.status_health import troubles
from monitor.cli.status_mail import canary_line
from monitor.domain.post import Canary
from monitor.domain.vocabulary import DeliveryState
from monitor.steps.turns import keep_turns
from tests.shell.conftest import Operator
from tests.shell.mailroom import (
    HOUR,
    MINUTE,
    NOW,
    PEOPLE,
    letter,
    opened,
    queue,
    rows,
    stop,
    write,
)


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


def test_a_subscriber_who_got_a_later_letter_is_not_listed_any_more(operator: Operator) -> None:
    stop(operator.folder, letter(1, "dang-ky-a"), letter(2, "dang-ky-b"))
    assert "dang-ky-b@songmau.example" in operator.types("status").stdout
    queue(operator.folder, letter(3, "dang-ky-b"))
    with opened(operator.folder) as (store, _), store.begin() as work:
        for one in work.outbox.claim("w", NOW, 50):
            work.outbox.sent(one.message.key, "w", "đã nhận", NOW)
    told = operator.types("status").stdout
    assert "dang-ky-a@songmau.example" in told
    assert "dang-ky-b@songmau.example" not in told


def test_status_says_in_one_line_what_waits_for_its_turn(operator: Operator) -> None:
    until = datetime(2999, 1, 2, 0, tzinfo=UTC)
    with opened(operator.folder) as (store, _), store.begin() as work:
        keep_turns(work, Turns(), Turns({"agency:ban-1": Turn(None, until, 7)}))
    assert (
        "Tin chờ lượt đi chung một thư: 7 nội dung cho 1 đơn vị; chờ đến 02/01/2999 07:00"
        in operator.types("status").stdout.splitlines()
    )


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


def test_a_preview_needs_no_folder_to_be_named(operator, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(operator.folder))
    monkeypatch.delenv("MONITOR_BROWSER", raising=False)
    done = operator.types("message", "preview", "--kind", "stopped", "--lang", "vi")
    assert done.returncode == 3, done.stderr
    assert (operator.folder / "thu-mau" / "index.html").is_file()


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
