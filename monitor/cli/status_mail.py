"""Phần thư của `monitor status`: bao nhiêu, dừng vì sao, thư kiểm tra đã tới chưa.
The mail as `monitor status` tells it: how many, what was given up and why, the daily test letter."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from monitor.cases.turns import AGENCY, INSPECTORATE, OUTAGES, Turns
from monitor.cli.message_tables import clock, reader_of
from monitor.cli.status_health import hears_arrivals, hours
from monitor.config import Settings
from monitor.domain.labels import label
from monitor.domain.post import Canary, Posting
from monitor.domain.times import VIETNAM, vietnam_day
from monitor.domain.vocabulary import DeliveryState
from monitor.steps.canary import READER, canaries, overdue
from monitor.steps.turns import turns_now
from storage.store import UnitOfWork

_LETTERS_OF_AGENCIES = "don-vi-"
_LETTERS_OF_SUBSCRIBERS = "dang-ky-"


def print_mail(console: Console, work: UnitOfWork, settings: Settings, now: datetime) -> None:
    """Print what there is to know of the mail at `now` (UTC)."""
    counts = work.outbox.counts()
    console.print("Thư: " + " · ".join(f"{label(state)} {counts.get(state, 0)}" for state in DeliveryState))
    if held := held_line(turns_now(work), now):
        console.print(held, highlight=False, soft_wrap=True)
    stopped = work.postings.newest(DeliveryState.STOPPED)
    # Whose data was erased on request is nobody whom a letter could still miss.
    told = list(_still_missed(work, [one for one in stopped if one.delivery.message.recipient.address]))
    if told:
        people = {person.id for person in settings.recipients}
        console.print(_stopped_table(told, people))
        console.print("Xem từng thư: monitor message list --state stopped", highlight=False)
    if (lacking := foot_lacks(settings)) and next(iter(work.subscriptions.active()), None) is not None:
        console.print(f"[yellow]{escape(lacking)}[/]", highlight=False)
    if settings.mail.canary:
        console.print(canary_line(canaries(work), hears_arrivals(settings), now), highlight=False)


def _still_missed(work: UnitOfWork, stopped: Iterable[Posting]) -> Iterator[Posting]:
    """Without subscribers to whom a later letter left: what they missed stands in their feeds and on their
    page, and a mailbox that was full for a day must not be listed for a year."""
    arrived: dict[str, bool] = {}
    for one in stopped:
        reader = one.delivery.message.recipient.id
        if reader.startswith(_LETTERS_OF_SUBSCRIBERS) and reader not in arrived:
            last = work.postings.last_to(reader)
            arrived[reader] = last is not None and last.delivery.state is DeliveryState.SENT
        if not arrived.get(reader):
            yield one


def held_line(turns: Turns, now: datetime) -> str:
    """News on findings and sources that waits for its reader's next letter: how much, and until when.

    Empty when nothing waits: in office hours, and a while after the last letter.
    """
    held = {name: turn for name, turn in turns.of.items() if turn.waiting and turn.until is not None}
    agencies = [turn.waiting for name, turn in held.items() if name.startswith(AGENCY)]
    others = (
        (INSPECTORATE, "{} nội dung cho thanh tra"),
        (OUTAGES, "tin về {} nguồn chưa xem được hoặc đã xem lại được"),
    )
    parts = [f"{sum(agencies)} nội dung cho {len(agencies)} đơn vị"] if agencies else []
    parts += [words.format(held[name].waiting) for name, words in others if name in held]
    if not parts:
        return ""
    ends = sorted({max(turn.until, now) for turn in held.values() if turn.until is not None})
    if ends[-1] == now:
        until = "đi ở vòng kế tiếp"
    elif len(ends) == 1:
        until = f"chờ đến {_time(ends[0], now)}"
    else:
        first = "vòng kế tiếp" if ends[0] == now else _time(ends[0], now)
        until = f"chờ đến {first} (sớm nhất), {_time(ends[-1], now)} (muộn nhất)"
    return f"Tin chờ lượt đi chung một thư: {', '.join(parts)}; {until}"


def foot_lacks(settings: Settings) -> str:
    """What letters to subscribers must bear (decree 91/2020, articles 19 and 20) and do not, in words."""
    empty = [f"[operator] {name}" for name, value in settings.operator.model_dump().items() if not value]
    if not settings.web.url:
        empty.append("[web] url (không có liên kết hủy nhận)")
    if not empty:
        return ""
    return f"Chân thư cho người đăng ký còn thiếu {', '.join(empty)}: hãy khai báo trong tệp cài đặt."


def canary_line(letters: tuple[Canary, ...], reported: bool, now: datetime) -> str:
    """How the newest test letter fared, and how long none has proved the loop if that is too long."""
    late = overdue(letters, reported, now)
    told = _fared(letters[0], reported, now) if letters else "chưa gửi lần nào"
    line = f"Thư kiểm tra hằng ngày: {told}"
    return f"[red]{line}; quá {hours(late)} chưa khép vòng[/]" if late is not None else line


def _fared(letter: Canary, reported: bool, now: datetime) -> str:
    parts = [f"gửi {_time(letter.queued_at, now)}"]
    if letter.stopped:
        parts.append("đã dừng")
    elif letter.accepted_at is None:
        parts.append("nhà cung cấp chưa nhận")
    else:
        parts.append(f"nhà cung cấp nhận {_time(letter.accepted_at, now)}")
    if letter.arrived_at is not None:
        parts.append(f"báo đã tới {_time(letter.arrived_at, now)}")
    elif letter.accepted_at is not None:
        parts.append("chưa có báo đã tới" if reported else "không có báo của nhà cung cấp")
    return ", ".join(parts)


def _time(at: datetime, now: datetime) -> str:
    """The time alone when it is of today."""
    return f"{at.astimezone(VIETNAM):%H:%M}" if vietnam_day(at) == vietnam_day(now) else clock(at)


def _stopped_table(stopped: Iterable[Posting], people: set[str]) -> Table:
    by_reader: dict[str, list[Posting]] = defaultdict(list)
    for one in stopped:
        by_reader[one.delivery.message.recipient.id].append(one)
    table = Table(title="Thư đã dừng", title_justify="left")
    for column in ("Người nhận", "Số thư", "Từ", "Vì sao (thư mới nhất)", "Cần làm"):
        table.add_column(column, overflow="fold")
    for reader, letters in sorted(by_reader.items(), key=lambda each: (each[0] not in people, each[0])):
        newest = letters[0]
        since = min(one.settled_at or one.delivery.message.created_at for one in letters)
        table.add_row(
            escape(reader_of(newest)),
            str(len(letters)),
            clock(since),
            escape(newest.delivery.outcome),
            _advice(reader, newest.number),
        )
    return table


def _advice(reader: str, number: int) -> str:
    if reader.startswith(_LETTERS_OF_SUBSCRIBERS):
        return "liên hệ chủ đăng ký; không tự mở lại địa chỉ đã từ chối"
    where = "agencies.toml của hồ sơ tỉnh" if reader.startswith(_LETTERS_OF_AGENCIES) else "tệp cài đặt"
    what = "[mail] canary" if reader == READER else "địa chỉ"
    return f"sửa {escape(what)} trong {where}, rồi: monitor message retry {number}"
