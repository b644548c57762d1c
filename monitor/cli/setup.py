"""Lệnh tạo mới và nâng cấp.
`monitor init` and `monitor upgrade`."""

import os
import pwd
from pathlib import Path
from typing import Annotated

import typer

from monitor.config import load_settings
from monitor.console import open_console
from monitor.domain.errors import ConfigError
from monitor.domain.staff import Actor
from monitor.steps.audit import by_hand
from sources.profile import load_profile
from storage.store import Store

SETTINGS_FILE = Path("monitor.toml")

ByOption = Annotated[str, typer.Option("--by", help="Người quyết định.")]
ForOwnerOption = Annotated[
    str, typer.Option("--by", help="Người làm thay chủ đăng ký; bỏ trống thì ghi tên tài khoản của máy này.")
]
SettingsOption = Annotated[Path, typer.Option("--settings", help="Tệp cài đặt.")]

_TEMPLATE = """\
# Cài đặt của hệ thống giám sát công khai đấu thầu.
# Biến môi trường thắng tệp này, ví dụ MONITOR_MAIL__SENDGRID_API_KEY=…
# Khóa lạ hoặc sai kiểu sẽ làm chương trình dừng ngay khi khởi động và nêu tên khóa.

[general]
province = "{province}"        # {name}
data_dir = "data"               # cơ sở dữ liệu, bản lưu, thư chờ gửi
lang = "vi"

[database]
# Để trống: SQLite trong data_dir. Nhiều máy: postgresql+psycopg://người-dùng:mật-khẩu@máy-chủ/tên
url = ""

[http]
contact = ""                    # địa chỉ để chủ trang liên hệ khi cần; gửi kèm mỗi lượt truy cập
spacing_seconds = 5.0           # cách nhau giữa hai lượt tới cùng một máy chủ
timeout_seconds = 30.0
retries = 3
max_bytes = 20000000
workers = 4

[egp]
host = "muasamcong.mpi.gov.vn"  # TT 79/2025 nêu muasamcong.mof.gov.vn; đổi tại đây khi chuyển
token = ""                      # chỉ điền mã do chủ hệ thống cấp; không có thì ghi "cần được cấp quyền"
ciphers = "DEFAULT:@SECLEVEL=1" # máy chủ dùng khóa DH ngắn; chứng thư vẫn được kiểm tra

[attachments]
read = "when-needed"            # tin chưa có mã mới mở tệp đính kèm; "always" mở mọi tệp, "never" không mở
per_look = 20                   # nhiều nhất chừng ấy tệp mỗi nguồn mỗi lượt
per_item = 3                    # và mỗi tin
seconds = 20.0                  # thời hạn đọc một tệp
ocr = false                     # đọc cả trang quét (cần cài phần tùy chọn ocr và dữ liệu Tesseract)

[watch]
backfill_from = 2026-01-01      # xem ngược về đến ngày này
cycle_minutes = 10              # kết luận lại ít nhất mỗi giờ, nên không quá 60

[law]
# Chỗ văn bản đã đọc không nói rõ. "both": chỉ nêu khi sai theo cả hai cách hiểu, có lợi cho đơn vị.
# holidays = "ngay-nghi.yaml"   # lịch nghỉ đã sửa của riêng nơi này: monitor law days --write ngay-nghi.yaml
makeup_saturdays = "both"       # thứ Bảy làm bù: "working" tính là ngày làm việc, "resting" không tính
minimum_periods = "both"        # tối thiểu N ngày: "strict" cách nhau đủ N ngày, "lenient" tính cả ngày đầu

[rules]
# Quy tắc nêu quá tỷ lệ này, khi có ít nhất chừng ấy gói thầu: chỉ cảnh báo, không gửi thư từng gói.
flood_share = 0.3
flood_least = 20

[alerts]
at_once = "high"                # báo thanh tra ngay: "high" điều ưu tiên cao, "all" mọi điều
remind_after_days = 3           # ngày làm việc kể từ thư đầu tới đơn vị: nhắc lại một lần
escalate_after_days = 5         # và báo thanh tra khi vẫn chưa thấy đăng tải, chưa có trả lời
quiet_from = 18                 # giờ Việt Nam; từ đây đến quiet_to thư chờ, hai giờ bằng nhau là không chờ
quiet_to = 7
working_days_only = true        # ngày nghỉ thư cũng chờ
apart_minutes = 60              # phút giữa hai thư báo cho một nơi; điều tới giữa chừng gộp vào thư sau
outage_hours = 6                # nguồn chưa xem được lâu chừng ấy thì báo thanh tra một lần

[mail]
sendgrid_api_key = ""           # để trống: thư được ghi vào data/outbox
sendgrid_host = "https://api.sendgrid.com"
from_address = "giam-sat@example.org"
from_name = "Giám sát công khai đấu thầu"
canary = ""                     # hộp thư của người vận hành: mỗi ngày một thư kiểm tra đường gửi thư

[zalo]                          # tin qua Zalo Official Account; app_id trống thì không dùng
app_id = ""
secret_key = ""                 # rồi nhập cặp mã bằng lệnh: monitor subscription zalo

[webhook]
allow_loopback = false          # chỉ mở để thử trên chính máy này

[operator]                      # in ở cuối mọi thư và trang cho người đăng ký (NĐ 91/2020, Điều 19)
name = ""
address = ""
phone = ""
email = ""
site = ""

[web]
url = ""                        # địa chỉ công khai, không có / ở cuối; trống thì thư không có liên kết
host = "127.0.0.1"              # `monitor serve` nghe ở đây; đặt máy chủ TLS phía trước
port = 8080
workers = 2                     # số tiến trình; bằng số lõi của máy là vừa
feed_authority = ""             # "tên-miền,năm" trong mã của nguồn tin; đặt một lần rồi giữ nguyên
sendgrid_event_key = ""         # verification key của Event Webhook gửi tới <url>/su-kien/sendgrid
session_idle_minutes = 30       # cán bộ không thao tác chừng ấy phút thì phải đăng nhập lại
session_hours = 12              # và trong mọi trường hợp sau chừng ấy giờ
oidc_issuer = ""                # nhà cung cấp danh tính OpenID Connect (https://…); trống là không dùng
oidc_client_id = ""
oidc_client_secret = ""
oidc_name = ""                  # tên trên nút đăng nhập; địa chỉ quay lại: <url>/dang-nhap/openid/ve
trusted_proxies = []            # máy chủ TLS đứng trước, ví dụ ["127.0.0.1"]; trống: không tin ai kể hộ
secret_key = ""                 # niêm phong mã xác thực; trống: dùng data/secret.key, tạo một lần rồi giữ

# Mỗi người nhận một khối như sau (bỏ dấu # ở đầu dòng):
# [[recipients]]
# id = "thanh-tra"
# name = "{inspectorate}"
# address = "hop-thu@example.org"
# lang = "vi"
# alerts = true
# digest = true
"""


def for_owner(by: str) -> Actor:
    """Who does something for an owner who called or wrote: the name given, else this machine's account."""
    return by_hand(by if by.strip() else _account())


def _account() -> str:
    """The account's name, or its number where it has none, as in a container."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


def init(
    province: Annotated[str, typer.Argument(help="Tên hồ sơ tỉnh, ví dụ vinh-long.")],
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Viết tệp cài đặt có chú giải và một cơ sở dữ liệu trống."""
    profile = load_profile(province)
    if settings.exists():
        raise ConfigError(
            f"{settings} already exists",
            vi=f"Đã có tệp {settings}; không ghi đè. Hãy đổi tên tệp cũ hoặc dùng --settings.",
        )
    text = _TEMPLATE.format(
        province=province, name=profile.province.name, inspectorate=profile.province.inspectorate.name
    )
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(text, encoding="utf-8")
    loaded = load_settings(settings)
    loaded.general.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store(loaded.database_url)
    try:
        store.create()
    finally:
        store.close()
    console = open_console()
    enabled = sum(source.enabled for source in profile.sources)
    console.print(f"Đã viết [bold]{settings}[/] và tạo cơ sở dữ liệu trống cho {profile.province.name}.")
    console.print(f"{enabled} nguồn đang bật, {len(profile.sources) - enabled} nguồn tắt kèm lý do.")
    console.print("Tiếp theo: thêm người nhận vào tệp cài đặt, rồi chạy [bold]monitor run[/].")


def upgrade(settings: SettingsOption = SETTINGS_FILE) -> None:
    """Đưa cơ sở dữ liệu của bản cũ lên bản này."""
    store = Store(load_settings(settings).database_url)
    try:
        store.upgrade()
    finally:
        store.close()
    open_console().print("Cơ sở dữ liệu đã ở bản mới nhất.")
