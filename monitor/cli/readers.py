"""Người nhận theo tệp cài đặt và hồ sơ tỉnh, với thư gần nhất của từng người.
`monitor recipient list`: inspectors, agencies and the test address, each with its last letter."""

from collections.abc import Iterable

import typer
from rich.markup import escape
from rich.table import Table

from monitor.cli.message_tables import clock
from monitor.cli.setup import SETTINGS_FILE, SettingsOption
from monitor.config import Settings, load_settings
from monitor.console import open_console
from monitor.domain.cases import Recipient
from monitor.domain.labels import label
from monitor.domain.procurement import Agency
from monitor.mailing import mail_channel
from monitor.steps.canary import READER
from monitor.wiring import open_store
from sources.profile import load_profile
from storage.store import UnitOfWork

app = typer.Typer(help="Người nhận thư: thanh tra, đơn vị, địa chỉ kiểm tra.", no_args_is_help=True)


@app.command("list")
def list_recipients(settings: SettingsOption = SETTINGS_FILE) -> None:
    """Mỗi người nhận: địa chỉ, thư gần nhất ra sao, có bị chặn không."""
    loaded = load_settings(settings)
    everyone = known_readers(loaded, load_profile(loaded.general.province).agencies)
    with open_store(loaded) as store, store.read() as work:
        table = _table(work, everyone)
    open_console().print(table)
    if not loaded.recipients:
        open_console().print("Chưa có thanh tra nào nhận thư: thêm khối \\[\\[recipients]] vào tệp cài đặt.")


def known_readers(settings: Settings, agencies: Iterable[Agency]) -> tuple[Recipient, ...]:
    """Everybody whose address the settings or the province's profile name."""
    channel = mail_channel(settings)
    people = [Recipient(one.id, one.name, one.address, channel, one.lang) for one in settings.recipients]
    offices = [
        Recipient(f"don-vi-{agency.id}", agency.name, agency.email, channel)
        for agency in agencies
        if agency.email
    ]
    canary = settings.mail.canary
    tests = [Recipient(READER, "Thư kiểm tra", canary, channel, settings.general.lang)] if canary else []
    return (*people, *tests, *offices)


def _table(work: UnitOfWork, readers: Iterable[Recipient]) -> Table:
    table = Table(title_justify="left")
    for column in ("Người nhận", "Địa chỉ", "Thư gần nhất", "Tình trạng", "Kết cục", "Bị chặn vì"):
        table.add_column(column, overflow="fold")
    for reader in readers:
        last = work.postings.last_to(reader.id)
        table.add_row(
            escape(f"{reader.name} ({reader.id})"),
            escape(reader.address),
            clock(last.settled_at or last.delivery.not_before) if last else "–",
            label(last.delivery.state) if last else "chưa có thư",
            escape(last.delivery.outcome) if last else "",
            escape(work.suppressions.reason(reader.address) or ""),
        )
    return table
