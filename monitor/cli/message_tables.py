"""Bảng thư chờ gửi, thư dừng, và một thư xem kỹ.
Tables of letters on their way or given up, and one letter looked at closely."""

from collections.abc import Iterable
from datetime import datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from monitor.domain.labels import label
from monitor.domain.post import Posting
from monitor.domain.times import VIETNAM
from monitor.preview.words import kind_name


def clock(at: datetime | None) -> str:
    """Vietnamese day and time; a dash for what has not happened."""
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if at else "–"


def reader_of(posting: Posting) -> str:
    """Who is written to: name and address, or the id once its content was erased."""
    recipient = posting.delivery.message.recipient
    told = " ".join(part for part in (recipient.name, recipient.address and f"<{recipient.address}>") if part)
    return told or recipient.id


def postings_table(postings: Iterable[Posting]) -> Table:
    """One row a letter."""
    table = Table(title_justify="left")
    for column in ("Số", "Tình trạng", "Người nhận", "Loại thư", "Tiêu đề", "Gửi từ / xong lúc", "Kết cục"):
        table.add_column(column, overflow="fold")
    for one in postings:
        delivery = one.delivery
        table.add_row(
            str(one.number),
            label(delivery.state),
            escape(reader_of(one)),
            kind_name(delivery.message.kind),
            escape(delivery.message.subject),
            clock(one.settled_at or delivery.not_before),
            escape(delivery.outcome),
        )
    return table


def due_table(postings: Iterable[Posting]) -> Table:
    """What would leave now, in the order of sending."""
    table = Table("Số", "Người nhận", "Loại thư", "Tiêu đề", "Gửi từ", "Lần đã thử", title_justify="left")
    for one in postings:
        delivery = one.delivery
        table.add_row(
            str(one.number),
            escape(reader_of(one)),
            kind_name(delivery.message.kind),
            escape(delivery.message.subject),
            clock(delivery.not_before),
            str(delivery.attempts),
        )
    return table


def print_posting(console: Console, posting: Posting) -> None:
    """One letter: its way, then what it says as plain text."""
    delivery = posting.delivery
    message = delivery.message
    table = Table(show_header=False, box=None)
    for name, value in (
        ("Số", str(posting.number)),
        ("Khóa", message.key),
        ("Tình trạng", label(delivery.state)),
        ("Loại thư", f"{kind_name(message.kind)} ({label(message.reason)})"),
        ("Người nhận", f"{reader_of(posting)} · kênh {message.recipient.channel}"),
        ("Tiêu đề", message.subject),
        ("Lập lúc", clock(message.created_at)),
        ("Gửi từ", clock(delivery.not_before)),
        ("Lần đã thử", str(delivery.attempts)),
        ("Xong lúc", clock(posting.settled_at)),
        ("Kết cục", delivery.outcome or "–"),
    ):
        table.add_row(name, escape(value))
    console.print(table)
    console.rule()
    console.print(escape(message.text), highlight=False, soft_wrap=True)
