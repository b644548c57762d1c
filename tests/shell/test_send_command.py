"""Lệnh `monitor send` như người vận hành gõ: gửi, hoặc chỉ hỏi thử nhà cung cấp.
`monitor send`: sends what is due, or asks the provider and changes nothing."""

from datetime import UTC, datetime

import pytest

from monitor.domain.vocabulary import DeliveryState
from tests.shell.conftest import Operator
from tests.shell.mailroom import HOUR, NOW, letter, opened, provider, queue, rows

__all__ = ["provider"]


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


@pytest.mark.parametrize("status", [429, 503])
def test_a_dry_run_does_not_go_on_asking_a_provider_that_is_busy_or_broken(
    operator, provider, status: int
) -> None:
    provider.status = status
    queue(operator.folder, *(letter(number, f"b{number}", "sendgrid") for number in range(3)))
    done = operator.types("send", "--dry-run")
    assert done.returncode == 1
    assert len(provider.posted) == 1
    assert "còn 2 thư chưa hỏi" in done.stdout
    assert "SendGrid nhận 0/3 thư" in done.stdout


def test_a_dry_run_says_what_will_not_leave_any_more_and_why(operator, provider) -> None:
    queue(operator.folder, letter(1, channel="sendgrid"), letter(2, "b", "sendgrid"))
    with opened(operator.folder) as (store, _), store.begin() as work:
        work.suppressions.add("b@songmau.example", "người nhận báo thư rác", NOW)
    done = operator.types("send", "--dry-run")
    assert "địa chỉ này đã từ chối nhận" in done.stdout
    assert "người nhận báo thư rác" in done.stdout
    assert [mail["subject"] for mail in provider.posted] == ["Phát hiện số 1"]


def test_a_letter_for_sendgrid_without_its_key_waits_and_says_what_to_do(operator: Operator) -> None:
    queue(operator.folder, letter(1, channel="sendgrid"))
    done = operator.types("send", "--dry-run")
    assert (done.returncode, done.stderr) == (1, "")
    assert "cài đặt chưa đúng hoặc còn thiếu: api_key" in done.stdout.replace("\n", " ")
    assert "chờ gửi lại 1" in operator.types("send").stdout
    (one,) = rows(operator.folder)
    assert one.delivery.state is DeliveryState.QUEUED
    assert one.delivery.outcome.startswith("Kênh gửi “sendgrid” cài đặt chưa đúng")


def test_sending_sends_and_a_second_time_there_is_nothing(operator: Operator) -> None:
    queue(operator.folder, letter(1), letter(2, "b"))
    assert "Thư đã gửi 2" in operator.types("send").stdout
    assert len(list((operator.folder / "data" / "outbox").glob("*.eml"))) == 2
    assert "Không có thư nào đến hạn" in operator.types("send", "--dry-run").stdout
