"""Thư nên mở xem sau bản chạy thử: mỗi loại một thư, chọn theo loại và nội dung.
The letters to open after a demo: one of each kind that matters, whatever their files are called."""

from dataclasses import replace
from datetime import timedelta

from monitor.demo.letters import MATTERS, letters_that_matter
from monitor.domain.cases import Message, Recipient
from monitor.domain.vocabulary import MessageKind, Reason
from monitor.worker import deliver
from tests.steps.subscribers import DAILY, EVERYTHING, START, Town, subscription
from tests.steps.towns import empty, town

__all__ = ["empty", "town"]


def letter(number: int, kind: MessageKind, text: str, channel: str = "outbox") -> Message:
    reader = Recipient(f"nguoi-{number}", "Người nhận mẫu", f"n{number}@songmau.example", channel)
    return Message(f"khoa-{number}", kind, Reason.PERIODIC, reader, "Tiêu đề", text, "<p>chữ</p>", START)


def picked(town: Town, *messages: Message) -> dict[MessageKind, str]:
    wanted = [one.key for one in messages if one.kind is MessageKind.BIDS]
    town.subscribe(*(subscription(number, EVERYTHING, DAILY, START) for number in wanted))
    with town.line.store.begin() as work:
        for message in messages:
            work.outbox.queue(message, START)
    deliver(town.line, "w", START)
    with town.line.store.read() as work:
        shown = letters_that_matter(work, town.line.channel_settings["outbox"]["folder"])
    assert all(one.page.is_file() and one.page.suffix == ".html" for one in shown)
    return {one.message.kind: one.message.key for one in shown}


def test_one_of_each_kind_that_matters_and_the_one_that_says_most(town: Town) -> None:
    assert picked(
        town,
        letter(1, MessageKind.DIGEST, "ngắn"),
        letter(2, MessageKind.BIDS, "không có gì mới"),
        letter(3, MessageKind.BIDS, "ba gói thầu khớp với đăng ký, đóng thầu ngày mai"),
        letter(4, MessageKind.AGENCY, "chưa thấy đăng tải"),
        letter(5, MessageKind.ALERT, "rất dài nhưng không thuộc ba loại này"),
    ) == {MessageKind.BIDS: "khoa-3", MessageKind.AGENCY: "khoa-4", MessageKind.DIGEST: "khoa-1"}


def test_a_letter_that_is_no_file_here_is_not_shown(town: Town) -> None:
    waits = replace(letter(2, MessageKind.AGENCY, "chờ"), created_at=START + timedelta(days=1))
    with town.line.store.begin() as work:
        work.outbox.queue(waits, START + timedelta(days=1))
    assert picked(town, letter(1, MessageKind.DIGEST, "qua nhà cung cấp", channel="khong-co")) == {}
    assert len(MATTERS) == 3
