"""Mẫu bàn giao: các trang tính và các cột.
The hand-over template: its sheets and columns, used by the writer and by the reader alike."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "plan_no", "notice_no", "bid_no", "version", "day", "time", "money", "choice", "yes_no", "url"
]

EXAMPLE_MARK = "VÍ DỤ"
GUIDE_SHEET = "Hướng dẫn"
LIST_SHEET = "Danh mục"
YES, NO = "Có", "Không"
CHANNELS = ("Cổng thông tin điện tử tỉnh", "Trang thông tin của đơn vị")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: English `key` (row 2), Vietnamese `title` (row 1), and how its cells are read.

    `choices` names a code list of the network, or `channel`; `example` is synthetic.
    """

    key: str
    title: str
    kind: Kind = "text"
    required: bool = False
    choices: str = ""
    example: str | int = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `key` says what its rows become."""

    key: str
    title: str
    columns: tuple[Column, ...]


_NOTE = Column("note", "Ghi chú", example=f"{EXAMPLE_MARK} (dữ liệu tổng hợp): dòng này không được nhập")
_BUYER = Column("buyer_name", "Chủ đầu tư", required=True, example="Ban Quản lý dự án xã Sông Mẫu")
_PLAN_NO = Column("plan_no", "Mã kế hoạch (PL…)", "plan_no", example="PL9900000001")
_BID_NO = Column("bid_no", "Mã gói thầu (BP…)", "bid_no", example="BP9900000001")
_NOTICE_NO = Column("notice_no", "Mã thông báo mời thầu (IB…)", "notice_no", True, example="IB9900000001")
_VERSION = Column("version", "Phiên bản", "version", example="00")
_DECISION = (
    Column("decision_no", "Số quyết định", example="01/QĐ-SM"),
    Column("decision_date", "Ngày quyết định", "day", example="05/01/2026"),
    Column("decision_agency", "Cơ quan quyết định", example="Ủy ban nhân dân xã Sông Mẫu"),
)
_PUBLISHED = Column("published", "Thời điểm đăng tải", "time", True, example="06/01/2026 09:30:00")
_CATEGORY = Column("category", "Lĩnh vực", "choice", choices="invest_field", example="Xây lắp")
_METHOD = Column("method", "Hình thức lựa chọn", "choice", choices="bid_form", example="Đấu thầu rộng rãi")
_ONLINE = Column("is_online", "Qua mạng", "yes_no", example=YES)
_PRICE = Column("price", "Giá gói thầu (đồng)", "money", example=1_250_000_000)

SHEETS = (
    Sheet(
        "plans",
        "Kế hoạch",
        (
            _NOTE,
            Column("plan_no", "Mã kế hoạch (PL…)", "plan_no", True, example="PL9900000001"),
            _VERSION,
            Column("name", "Tên kế hoạch", required=True, example="Kế hoạch lựa chọn nhà thầu cầu Sông Mẫu"),
            _BUYER,
            Column("buyer_code", "Mã chủ đầu tư (vn…)", example="vnz999999901"),
            *_DECISION,
            _PUBLISHED,
            Column("project_name", "Tên dự án", example="Cầu Sông Mẫu"),
            Column("total", "Tổng mức (đồng)", "money", example=1_500_000_000),
        ),
    ),
    Sheet(
        "packages",
        "Gói thầu",
        (
            _NOTE,
            Column("plan_no", "Mã kế hoạch (PL…)", "plan_no", True, example="PL9900000001"),
            _VERSION,
            _BID_NO,
            Column("name", "Tên gói thầu", required=True, example="Gói thầu số 01: Thi công cầu Sông Mẫu"),
            _PRICE,
            _CATEGORY,
            _METHOD,
            _ONLINE,
            Column("notice_no", "Mã thông báo mời thầu (IB…)", "notice_no", example="IB9900000001"),
        ),
    ),
    Sheet(
        "notices",
        "Thông báo mời thầu",
        (
            _NOTE,
            _NOTICE_NO,
            _VERSION,
            Column("name", "Tên gói thầu", required=True, example="Gói thầu số 01: Thi công cầu Sông Mẫu"),
            _BUYER,
            _PLAN_NO,
            _BID_NO,
            _PUBLISHED,
            Column("first_published", "Đăng tải lần đầu", "time", example="06/01/2026 09:30:00"),
            Column("tender_period_end", "Thời điểm đóng thầu", "time", example="26/01/2026 09:00"),
            _PRICE,
            _CATEGORY,
            _METHOD,
            _ONLINE,
            Column("status", "Tình trạng", "choice", choices="status_for_notify", example="Đang xét thầu"),
            Column("cancel_decision_date", "Ngày quyết định hủy", "day"),
            Column("cancel_reason", "Lý do hủy"),
        ),
    ),
    Sheet(
        "results",
        "Kết quả",
        (
            _NOTE,
            _NOTICE_NO,
            Column("name", "Tên gói thầu", required=True, example="Gói thầu số 01: Thi công cầu Sông Mẫu"),
            _BUYER,
            _PLAN_NO,
            _BID_NO,
            *_DECISION,
            _PUBLISHED,
            Column("price", "Giá trúng thầu (đồng)", "money", example=1_200_000_000),
            Column(
                "suppliers",
                "Nhà thầu trúng thầu (cách nhau bằng ;)",
                example="Công ty Mẫu Một; Công ty Mẫu Hai",
            ),
            _METHOD,
            Column("direct", "Không có thông báo mời thầu", "yes_no", example=NO),
        ),
    ),
    Sheet(
        "sightings",
        "Tin đăng",
        (
            _NOTE,
            Column("source_id", "Mã nguồn", required=True, example="cong-tinh-mua-sam"),
            Column("channel", "Kênh", "choice", True, "channel", CHANNELS[0]),
            Column("url", "Địa chỉ trang", "url", True, example="https://vi-du.invalid/tin-1"),
            Column("title", "Tiêu đề", required=True, example="Thông báo mời thầu gói thầu số 01"),
            Column("published", "Thời điểm đăng", "time", example="06/01/2026 09:30"),
        ),
    ),
)
