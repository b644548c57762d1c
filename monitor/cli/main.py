"""Lệnh `monitor`: cửa vào của mọi việc.
The `monitor` command; every error is shown as a Vietnamese sentence that says what to do."""

import gc
import sys

from rich.markup import escape

from monitor.cli.on_demand import CommandsOnDemand, OnDemand
from monitor.console import open_console
from monitor.domain.errors import MonitorError

COMMANDS = {
    name: OnDemand(f"monitor.cli.{at}", said)
    for name, at, said in (
        ("init", "setup:init", "Viết tệp cài đặt có chú giải và một cơ sở dữ liệu trống."),
        ("upgrade", "setup:upgrade", "Đưa cơ sở dữ liệu của bản cũ lên bản này."),
        ("run", "operate:run", "Xem nguồn, kết luận và gửi thư theo lịch cho đến khi được dừng."),
        ("send", "send:send", "Gửi ngay mọi thư đã đến hạn, không xem nguồn và không kết luận gì."),
        ("status", "operate:status", "Lần cuối thấy gì ở đâu, việc gì đến hạn, điều gì đang trục trặc."),
        (
            "serve",
            "serve:serve",
            "Mở trang đăng ký nhận tin, trang quản lý và nguồn tin, cho đến khi được dừng.",
        ),
        ("check", "check:check", "Kết luận từ những gì đã lưu; không xem nguồn, không ghi, không gửi thư."),
        ("import", "hand_over:import_file", "Nhập tệp bàn giao; dòng sai được nêu lý do, dòng đúng vẫn vào."),
        (
            "demo",
            "demo:demo",
            "Chạy thử trọn vẹn trên một tỉnh giả lập, không cần mạng, rồi mở các trang web của nó.",
        ),
        ("case", "cases:app", "Hồ sơ của thanh tra."),
        ("dossier", "dossier:app", "Gói hồ sơ."),
        ("link", "links:app", "Đối chiếu tin đăng với thông tin phải đăng."),
        ("law", "law:app", "Các điều luật và lịch nghỉ làm căn cứ tính hạn."),
        ("source", "sources:app", "Các nguồn được theo dõi."),
        ("rule", "rules:app", "Các quy tắc: nêu gì, theo luật nào, khi nào im lặng."),
        ("search", "search:app", "Chỉ mục tìm kiếm."),
        ("publish", "publish:app", "Dữ liệu đã công bố: trang công khai và /api/v1."),
        ("subscription", "subscription_commands:app", "Đăng ký nhận tin mời thầu."),
        ("user", "users:app", "Tài khoản của thanh tra, đơn vị, quản trị viên."),
        ("audit", "audit:app", "Nhật ký việc đã làm."),
        ("message", "messages:app", "Thư gửi đi: xem trước, tìm, xem, gửi lại."),
        ("recipient", "readers:app", "Người nhận thư: thanh tra, đơn vị, địa chỉ kiểm tra."),
    )
}
command = CommandsOnDemand(
    COMMANDS, name="monitor", help="Giám sát công khai thông tin đấu thầu.", no_args_is_help=True
)


def main() -> None:
    """Entry point: 0 fine, 2 for an error that the reader can mend."""
    # A cycle holds many small objects for its whole length: collect seldom, as they do not die young.
    gc.set_threshold(100_000, 20, 20)
    try:
        command()
    except MonitorError as error:
        console = open_console(stderr=True)
        console.print(f"[bold red]Không thực hiện được.[/] {escape(error.vi)}", highlight=False)
        console.print(f"[dim]{type(error).__name__}: {escape(str(error))}[/]", highlight=False)
        sys.exit(2)
