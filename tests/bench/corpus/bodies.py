"""Vài trăm cơ quan bịa của một tỉnh bịa, có đổi tên, sáp nhập và trang riêng.
A few hundred invented bodies: renamed, merged, numbered, some with a page, some sharing their parent's."""

from random import Random

from monitor.domain.procurement import Agency
from tests.bench.corpus.model import MERGED_ON, Body
from tests.bench.corpus.places import COMMUNES, REGIONS

PORTAL = "cong-tinh"
PROVINCE = "tỉnh Sông Mẫu"
_OWN_PAGE = 0.22
_OFFICES = (
    ("Y tế", "SYT", ""), ("Giáo dục và Đào tạo", "Sở GD&ĐT", ""), ("Tài chính", "STC", ""),
    ("Xây dựng", "SXD", ""), ("Nông nghiệp và Môi trường", "Sở NN&MT", ""), ("Nội vụ", "SNV", ""),
    ("Văn hóa, Thể thao và Du lịch", "Sở VHTT&DL", ""), ("Công Thương", "SCT", ""), ("Tư pháp", "STP", ""),
    ("Khoa học và Công nghệ", "Sở KH&CN", ""), ("Kế hoạch và Đầu tư", "Sở KH&ĐT", "Tài chính"),
    ("Giao thông vận tải", "Sở GTVT", "Xây dựng"),
    ("Tài nguyên và Môi trường", "Sở TN&MT", "Nông nghiệp và Môi trường"),
    ("Nông nghiệp và Phát triển nông thôn", "Sở NN&PTNT", "Nông nghiệp và Môi trường"),
)  # fmt: skip
_HOSPITALS = (
    "Đa khoa", "Mắt", "Sản - Nhi", "Phổi", "Y học cổ truyền", "Tâm thần", "Đa khoa khu vực Trà Bịa",
    "Ung bướu",
)  # fmt: skip
_SCHOOLS = (
    ("Trường THPT", "Trường Trung học phổ thông"), ("Trường THCS", "Trường Trung học cơ sở"),
    ("Trường Tiểu học", "Trường TH"), ("Trường Mầm non", "Trường MN"),
)  # fmt: skip


class _Registry:
    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.bodies: list[Body] = []

    def add(
        self, name: str, trade: str, seat: str, weight: float, *aliases: str,
        former: str = "", parent: str = "", successor: str = "", page: str | None = None,
    ) -> str:  # fmt: skip
        number = len(self.bodies) + 1
        agency_id = f"don-vi-{number:03d}"
        if page is None:
            page = f"trang-{number:03d}" if self.rng.random() < _OWN_PAGE else ""
        agency = Agency(
            agency_id, name, tuple(filter(None, (former, *aliases))), (f"vnz998{number:06d}",), parent,
            successor, MERGED_ON if successor else None,
        )  # fmt: skip
        self.bodies.append(Body(agency, trade, seat, weight, page, former))
        return agency_id


def bodies(rng: Random, count: int) -> tuple[Body, ...]:
    """`count` bodies, at least 200: departments, hospitals, boards, communes, then schools."""
    book = _Registry(rng)
    health = _add_offices(book)
    for name in _HOSPITALS:
        full = f"Bệnh viện {name}" if "khu vực" in name else f"Bệnh viện {name} {PROVINCE}"
        book.add(
            full, "health", PROVINCE, 8, full.replace("Bệnh viện", "BV").replace(" tỉnh", ""), parent=health
        )
    for at, region in enumerate(REGIONS):
        now, then = f"Trung tâm Y tế khu vực {region}", f"Trung tâm Y tế huyện {region}"
        page = "trang-nganh-y-te" if at % 2 else None
        book.add(now, "health", region, 5, f"TTYT khu vực {region}", former=then, parent=health, page=page)
    for number in (1, 2, 3):
        name = f"Ban Quản lý dự án đầu tư xây dựng số {number} {PROVINCE}"
        book.add(name, "works", PROVINCE, 14, f"Ban QLDA số {number} {PROVINCE}")
    for region in REGIONS:
        now, then = (f"Ban Quản lý dự án đầu tư xây dựng {level} {region}" for level in ("khu vực", "huyện"))
        book.add(now, "works", region, 8, f"Ban QLDA khu vực {region}", former=then)
    for at, commune in enumerate(COMMUNES[:110]):
        heir = book.add(f"Ủy ban nhân dân {commune}", "commune", commune, 2, f"UBND {commune}")
        if at < len(REGIONS):
            old = f"huyện {REGIONS[at]}"
            book.add(f"Ủy ban nhân dân {old}", "commune", old, 4, f"UBND {old}", successor=heir)
    places = [(kind, long, commune) for commune in COMMUNES for kind, long in _SCHOOLS]
    rng.shuffle(places)
    for kind, long, commune in places[: count - len(book.bodies)]:
        seat = commune.split(" ", 1)[1]
        book.add(f"{kind} {seat}", "school", commune, 1, f"{long} {seat}")
    return tuple(book.bodies)


def _add_offices(book: _Registry) -> str:
    ids: dict[str, str] = {}
    for name, abbreviation, heir in _OFFICES:
        short = abbreviation if abbreviation.startswith("Sở") else f"Sở {name}"
        successor = ids.get(heir, "")
        ids[name] = book.add(
            f"Sở {name} {PROVINCE}", "office", PROVINCE, 4, f"{short} Sông Mẫu", successor=successor,
            page="trang-nganh-y-te" if name == "Y tế" else None,
        )  # fmt: skip
    return ids["Y tế"]


def source_agencies(bodies: tuple[Body, ...]) -> dict[str, tuple[str, ...]]:
    """Which bodies each page speaks for; the portal for all of them."""
    found: dict[str, tuple[str, ...]] = {PORTAL: ()}
    for body in bodies:
        if body.page:
            found[body.page] = (*found.get(body.page, ()), body.agency.id)
    return found
