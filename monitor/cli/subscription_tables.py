"""Bảng đăng ký nhận tin và bảng xem trước.
Tables of subscriptions and of what one would have matched."""

from collections.abc import Iterable, Mapping, Sequence

from rich.markup import escape
from rich.table import Table

from monitor.domain.labels import label
from monitor.domain.subscriptions import Subscription, TenderEvent
from monitor.domain.times import VIETNAM
from monitor.subscriptions.asked import asked_words

_SHOWN = 20


def subscriptions_table(
    subscriptions: Iterable[Subscription],
    waiting: Mapping[str, Sequence[TenderEvent]],
    names: Mapping[str, str],
) -> Table:
    """One row a subscription: whose, what it asks for, its pace and state, how much waits to be told."""
    table = Table("Số", "Địa chỉ", "Hỏi gì", "Nhịp", "Tình trạng", "Chờ gửi", title_justify="left")
    for one in subscriptions:
        table.add_row(
            one.id,
            escape(one.address),
            escape("; ".join(asked_words(one.want, "vi", names))),
            label(one.rhythm.pace),
            label(one.state),
            str(len(waiting.get(one.id, ()))),
        )
    return table


def preview_table(events: Sequence[TenderEvent]) -> Table:
    """What it would have been told, the newest first, at most twenty."""
    table = Table("Ngày biết", "Việc", "Số", "Tên", "Đóng thầu", title_justify="left")
    for event in list(reversed(events))[:_SHOWN]:
        closes = event.tender.closes_at
        table.add_row(
            f"{event.learnt_at.astimezone(VIETNAM):%d/%m/%Y}",
            label(event.kind),
            event.tender.subject_key,
            escape(event.tender.title),
            f"{closes.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if closes else "",
        )
    return table
