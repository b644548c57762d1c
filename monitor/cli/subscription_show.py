"""Xem kỹ một đăng ký: hỏi gì, tình trạng, thư gần nhất ra sao.
`monitor subscription show`: one subscription, and what became of its address's letters."""

from rich.markup import escape
from rich.table import Table

from monitor.cli.message_tables import clock, postings_table
from monitor.cli.setup import SETTINGS_FILE, SettingsOption
from monitor.cli.subscriptions import Number
from monitor.config import load_settings
from monitor.console import open_console
from monitor.domain.labels import label
from monitor.steps.letterhead import code_names, recipient_of
from monitor.subscriptions.asked import asked_words
from monitor.subscriptions.life import SubscriptionRefused
from monitor.wiring import open_office

_LETTERS = 5


def show(number: Number, settings: SettingsOption = SETTINGS_FILE) -> None:
    """Một đăng ký và các thư gần nhất tới địa chỉ của nó."""
    with open_office(load_settings(settings)) as office, office.store.read() as work:
        one = work.subscriptions.get(number)
        if one is None:
            raise SubscriptionRefused(
                f"no subscription {number}",
                vi=f"Không có đăng ký số {number}. Xem danh sách bằng: monitor subscription list",
            )
        letters = work.postings.newest(reader=recipient_of(one, office).id, limit=_LETTERS)
        block = work.suppressions.reason(one.address)
    table = Table(show_header=False, box=None)
    for name, value in (
        ("Số", one.id),
        ("Địa chỉ", one.address),
        ("Hỏi gì", "; ".join(asked_words(one.want, "vi", code_names("vi")))),
        ("Nhịp", label(one.rhythm.pace)),
        ("Tình trạng", label(one.state)),
        ("Đồng ý lúc", clock(one.consent.confirmed_at)),
        ("Địa chỉ bị chặn vì", block or "không bị chặn"),
    ):
        table.add_row(name, escape(value))
    console = open_console()
    console.print(table)
    console.print(postings_table(letters) if letters else "Chưa có thư nào tới địa chỉ này.")
