"""Bảng đăng ký nhận tin và bảng xem trước.
Tables of subscriptions and of what one would have matched."""

from collections.abc import Iterable, Mapping, Sequence

from rich.markup import escape
from rich.table import Table

from monitor.console import open_console
from monitor.domain.labels import label
from monitor.domain.subscriptions import Subscription, TenderEvent
from monitor.domain.times import VIETNAM
from monitor.steps.letterhead import IN_FEED, links_of
from monitor.steps.ways import WEBHOOK, webhook_key
from monitor.subscriptions.asked import asked_words
from monitor.wiring import Office

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


def print_preview(events: Sequence[TenderEvent]) -> None:
    """What it would have been told in the last 30 days."""
    console = open_console()
    if events:
        console.print(preview_table(events))
    console.print(f"{len(events)} tin khớp trong 30 ngày qua.")


def print_added(one: Subscription, office: Office) -> None:
    """What was stored and what must happen next; a webhook's key is shown here and never again."""
    console = open_console()
    links = links_of(one.id, one.secret, office.web_url)
    if one.channel == IN_FEED:
        where = links.feed or "đặt [web] url trong tệp cài đặt để có địa chỉ"
        console.print(f"Đã ghi đăng ký [bold]{one.id}[/]. Nguồn tin: {escape(where)}", soft_wrap=True)
        if links.manage:
            console.print(f"Lịch đóng thầu: {escape(links.calendar)}", soft_wrap=True)
            console.print("Trang sửa, ngừng, xóa đăng ký, chỉ hiện một lần; chỉ trao cho người đăng ký:")
            console.print(escape(links.manage), soft_wrap=True, highlight=False)
        return
    if one.channel == WEBHOOK:
        console.print(f"Đã ghi đăng ký [bold]{one.id}[/]. Khóa bí mật, chỉ hiện một lần:")
        console.print(escape(webhook_key(one)), soft_wrap=True, highlight=False)
        console.print(
            f"Nhập khóa vào máy nhận, rồi để máy trả lời thử thách: monitor subscription confirm {one.id}"
        )
        return
    console.print(
        f"Đã ghi đăng ký [bold]{one.id}[/]; thư xin xác nhận đang chờ gửi. "
        f"Người đăng ký xác nhận qua điện thoại: monitor subscription confirm {one.id}"
    )
