"""Lệnh về dữ liệu đã công bố.
`monitor publish withdraw`: takes a package out of open data, with a reason that stays."""

from typing import Annotated

import typer

from monitor.cli.setup import SETTINGS_FILE, ByOption, SettingsOption
from monitor.config import load_settings
from monitor.console import open_console
from monitor.steps.audit import by_hand
from monitor.steps.withdraw import withdraw_package
from monitor.wiring import open_store, utc_now

app = typer.Typer(help="Dữ liệu đã công bố: trang công khai và /api/v1.", no_args_is_help=True)


@app.callback()
def publish() -> None:
    """Dữ liệu đã công bố: trang công khai và /api/v1."""


@app.command()
def withdraw(
    number: Annotated[
        str, typer.Argument(metavar="SỐ", help="Số thông báo hoặc số gói thầu, như ở trang của gói.")
    ],
    reason: Annotated[str, typer.Option("--reason", help="Vì sao rút; được giữ trong nhật ký.")],
    by: ByOption,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Rút hẳn một gói thầu khỏi trang công khai, tìm kiếm và dữ liệu mở.

    Dùng khi có nội dung không được công khai, ví dụ dữ liệu cá nhân lọt vào tên gói. Gói không tự trở lại
    khi nguồn còn đăng; người hỏi đúng số nhận trả lời “đã rút”. Việc xử lý hồ sơ ở bàn làm việc không đổi.
    Ai rút và lý do được ghi vào nhật ký (monitor audit list).
    """
    with open_store(load_settings(settings)) as store:
        key = withdraw_package(store, by_hand(by), number, reason, utc_now())
    open_console().print(f"Đã rút {key} khỏi dữ liệu mở; lý do nằm trong nhật ký.", highlight=False)
