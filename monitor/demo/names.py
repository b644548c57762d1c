"""Tên gọi trong thế giới mẫu: tỉnh, đơn vị, địa danh, nhà thầu; tất cả đều bịa.
Names of the invented province: no real agency, firm, person or place stands here."""

from datetime import date

from monitor.demo.model import DemoAgency
from monitor.domain.procurement import Agency
from monitor.domain.province import Inspectorate, Province

MERGED_ON = date(2025, 7, 1)
SYNTHETIC = "Dữ liệu tổng hợp do dự án tạo ra để thử nghiệm, không phải tin thật."

PORTAL_NEW = "cong-tinh"
PORTAL_OLD = "cong-cu"
PAGE_HEALTH = "trang-so-y-te"
FEED_WORKS = "tin-ban-quan-ly"

# Each query of the national network is watched, and can be out, by itself.
NATIONAL_PLANS = "mang-quoc-gia-khlcnt"
NATIONAL_NOTICES = "mang-quoc-gia-tbmt"
NATIONAL_RESULTS = "mang-quoc-gia-kqlcnt"
NATIONAL_OPEN = "mang-quoc-gia-dang-mo"

CODE_NEW = "99"
CODE_OLD = "991"
CODE_OLD_MERGED = "993"
CODE_STRANGER = "98"

PROVINCE = Province(
    id="song-mau",
    name="Tỉnh Sông Mẫu",
    codes_new=(CODE_NEW,),
    codes_old=(CODE_OLD, CODE_OLD_MERGED),
    inspectorate=Inspectorate("Thanh tra tỉnh Sông Mẫu", "thanhtra@songmau.example.org"),
    former_names=("Tỉnh Đồng Thử",),
)
PROVINCE_NAMES = {
    CODE_NEW: "Tỉnh Sông Mẫu",
    CODE_OLD: "Tỉnh Sông Mẫu",
    CODE_OLD_MERGED: "Tỉnh Đồng Thử",
    CODE_STRANGER: "Tỉnh Láng Giềng Thử",
}

PLACES = (
    "phường Bến Mẫu",
    "phường Chợ Ví Dụ",
    "xã Cầu Thử",
    "xã Vàm Giả Định",
    "xã Gò Minh Họa",
    "xã Rạch Mẫu",
    "xã Kênh Thử Nghiệm",
    "xã Cồn Ví Dụ",
    "xã Bưng Giả Định",
    "xã Lung Minh Họa",
    "xã Giồng Thử",
    "xã Xẻo Mẫu",
)
HAMLETS = ("ấp Mẫu Nhất", "ấp Mẫu Nhì", "ấp Mẫu Ba", "ấp Mẫu Tư", "ấp Mẫu Năm", "ấp Mẫu Sáu", "ấp Mẫu Bảy")
FIRM_KINDS = ("Công ty TNHH", "Công ty Cổ phần", "Công ty TNHH MTV", "Doanh nghiệp tư nhân")
FIRM_TRADES = ("Xây dựng", "Thiết bị Y tế", "Thương mại Dịch vụ", "Tư vấn Thiết kế", "Công nghệ", "Vật tư")
FIRM_NAMES = ("Ví Dụ Một", "Ví Dụ Hai", "Minh Họa Ba", "Giả Định Bốn", "Thử Nghiệm Năm", "Tổng Hợp Sáu")


def _agency(
    agency_id: str,
    name: str,
    number: int,
    *,
    aliases: tuple[str, ...] = (),
    successor: str = "",
    parent: str = "",
) -> Agency:
    """An agency with a tax-like code: 99 is no province's tax office, so no such code exists."""
    return Agency(
        id=agency_id,
        name=name,
        aliases=aliases,
        codes=(f"vn9900{number:06d}",) if number < 900 else (f"vnz999{number:06d}",),
        parent_id=parent,
        successor_id=successor,
        successor_from=MERGED_ON if successor else None,
        email=f"{agency_id}@songmau.example.org",
    )


_DAY_BEFORE = date(2025, 6, 30)

AGENCIES: tuple[DemoAgency, ...] = (
    DemoAgency(
        _agency("so-y-te", "Sở Y tế tỉnh Sông Mẫu", 101, aliases=("Sở Y tế Sông Mẫu", "SYT Sông Mẫu")),
        "Sở Y tế",
        "health",
        PORTAL_NEW,
        PAGE_HEALTH,
        weight=3,
        prov_old=CODE_OLD,
    ),
    DemoAgency(
        _agency(
            "benh-vien-da-khoa",
            "Bệnh viện Đa khoa tỉnh Sông Mẫu",
            102,
            aliases=("Bệnh viện Đa khoa Sông Mẫu", "BVĐK tỉnh Sông Mẫu"),
            parent="so-y-te",
        ),
        "Bệnh viện Đa khoa tỉnh",
        "health",
        PORTAL_NEW,
        PAGE_HEALTH,
        weight=5,
        prov_old=CODE_OLD,
    ),
    DemoAgency(
        _agency(
            "trung-tam-y-te-dong-thu",
            "Trung tâm Y tế khu vực Đồng Thử",
            903,
            aliases=("Trung tâm Y tế huyện Đồng Thử", "TTYT khu vực Đồng Thử", "TTYT huyện Đồng Thử"),
            parent="so-y-te",
        ),
        "Trung tâm Y tế",
        "health",
        PORTAL_OLD,
        PAGE_HEALTH,
        weight=3,
        prov_old=CODE_OLD_MERGED,
        old_name="Trung tâm Y tế huyện Đồng Thử",
        renamed_on=MERGED_ON,
    ),
    DemoAgency(
        _agency(
            "ban-quan-ly-so-1",
            "Ban Quản lý dự án đầu tư xây dựng số 1 tỉnh Sông Mẫu",
            104,
            aliases=("Ban QLDA số 1 tỉnh Sông Mẫu", "Ban Quản lý dự án số 1 Sông Mẫu"),
        ),
        "Ban Quản lý dự án số 1",
        "works",
        PORTAL_NEW,
        FEED_WORKS,
        weight=5,
        prov_old=CODE_OLD,
    ),
    DemoAgency(
        _agency(
            "ban-quan-ly-so-2",
            "Ban Quản lý dự án đầu tư xây dựng số 2 tỉnh Sông Mẫu",
            105,
            aliases=("Ban QLDA số 2 tỉnh Sông Mẫu", "Ban Quản lý dự án số 2 Sông Mẫu"),
        ),
        "Ban Quản lý dự án số 2",
        "works",
        PORTAL_NEW,
        weight=4,
        prov_old=CODE_OLD,
    ),
    DemoAgency(
        _agency(
            "so-giao-thong-van-tai",
            "Sở Giao thông vận tải tỉnh Sông Mẫu",
            106,
            aliases=("Sở GTVT Sông Mẫu",),
            successor="so-xay-dung",
        ),
        "Sở Giao thông vận tải",
        "works",
        PORTAL_NEW,
        weight=2,
        prov_old=CODE_OLD,
        active_until=_DAY_BEFORE,
    ),
    DemoAgency(
        _agency("so-xay-dung", "Sở Xây dựng tỉnh Sông Mẫu", 107, aliases=("Sở Xây dựng Sông Mẫu",)),
        "Sở Xây dựng",
        "works",
        PORTAL_NEW,
        weight=2,
        prov_old=CODE_OLD,
        active_from=MERGED_ON,
    ),
    DemoAgency(
        _agency(
            "so-ke-hoach-va-dau-tu",
            "Sở Kế hoạch và Đầu tư tỉnh Sông Mẫu",
            108,
            aliases=("Sở KH&ĐT Sông Mẫu",),
            successor="so-tai-chinh",
        ),
        "Sở Kế hoạch và Đầu tư",
        "office",
        PORTAL_NEW,
        prov_old=CODE_OLD,
        active_until=_DAY_BEFORE,
    ),
    DemoAgency(
        _agency("so-tai-chinh", "Sở Tài chính tỉnh Sông Mẫu", 109, aliases=("Sở Tài chính Sông Mẫu",)),
        "Sở Tài chính",
        "office",
        PORTAL_NEW,
        weight=2,
        prov_old=CODE_OLD,
        active_from=MERGED_ON,
    ),
    DemoAgency(
        _agency(
            "so-giao-duc",
            "Sở Giáo dục và Đào tạo tỉnh Sông Mẫu",
            110,
            aliases=("Sở GD&ĐT Sông Mẫu", "Sở Giáo dục và Đào tạo Sông Mẫu"),
        ),
        "Sở Giáo dục và Đào tạo",
        "school",
        PORTAL_NEW,
        weight=3,
        prov_old=CODE_OLD,
    ),
    DemoAgency(
        _agency(
            "ubnd-huyen-dong-thu",
            "Ủy ban nhân dân huyện Đồng Thử",
            111,
            aliases=("UBND huyện Đồng Thử",),
            successor="ubnd-xa-cau-thu",
        ),
        "UBND huyện Đồng Thử",
        "works",
        PORTAL_OLD,
        weight=2,
        prov_old=CODE_OLD_MERGED,
        active_until=_DAY_BEFORE,
    ),
    DemoAgency(
        _agency("ubnd-xa-cau-thu", "Ủy ban nhân dân xã Cầu Thử", 912, aliases=("UBND xã Cầu Thử",)),
        "UBND xã Cầu Thử",
        "office",
        PORTAL_OLD,
        weight=2,
        prov_old=CODE_OLD_MERGED,
        active_from=MERGED_ON,
    ),
    DemoAgency(
        _agency(
            "ban-quan-ly-khu-vuc",
            "Ban Quản lý dự án đầu tư xây dựng khu vực Đồng Thử",
            113,
            aliases=(
                "Ban Quản lý dự án đầu tư xây dựng huyện Đồng Thử",
                "Ban QLDA huyện Đồng Thử",
                "Ban QLDA khu vực Đồng Thử",
            ),
        ),
        "Ban Quản lý dự án khu vực",
        "works",
        PORTAL_OLD,
        weight=4,
        prov_old=CODE_OLD_MERGED,
        old_name="Ban Quản lý dự án đầu tư xây dựng huyện Đồng Thử",
        renamed_on=MERGED_ON,
    ),
)
