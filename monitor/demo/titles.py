"""Tên dự án, dự toán và gói thầu như cơ quan vẫn viết.
Names of projects and packages in realistic Vietnamese; sisters differ by number, phase, place or year."""

from dataclasses import dataclass
from datetime import date
from random import Random

from monitor.demo.model import DemoAgency
from monitor.demo.names import HAMLETS, PLACES

_VERBS = ("Nâng cấp, mở rộng", "Xây dựng mới", "Sửa chữa, cải tạo", "Cải tạo, nâng cấp", "Duy tu, sửa chữa")
_WORKS = (
    "đường giao thông nông thôn",
    "trường tiểu học",
    "trường mầm non",
    "trạm y tế",
    "cầu dân sinh",
    "kênh thủy lợi nội đồng",
    "trụ sở làm việc",
    "hệ thống thoát nước",
    "nhà văn hóa",
    "bờ kè chống sạt lở",
    "tuyến đê bao",
    "hệ thống chiếu sáng công cộng",
)
_MEDICAL = (
    "vật tư y tế tiêu hao",
    "hóa chất, sinh phẩm xét nghiệm",
    "khí oxy y tế",
    "trang thiết bị hồi sức cấp cứu",
    "thuốc generic",
    "vị thuốc cổ truyền",
    "găng tay, khẩu trang y tế",
    "test nhanh chẩn đoán",
    "dụng cụ phẫu thuật nội soi",
    "máy siêu âm tổng quát",
    "vật tư can thiệp tim mạch",
    "phim chụp X-quang khô",
    "giường bệnh điện đa chức năng",
    "máy thở chức năng cao",
    "tủ an toàn sinh học cấp II",
    "hệ thống nội soi tiêu hóa",
    "bàn mổ thủy lực",
    "vắc xin dịch vụ",
    "dịch lọc thận nhân tạo",
    "nẹp vít chấn thương chỉnh hình",
    "thủy tinh thể nhân tạo",
    "máy điện tim sáu cần",
    "bơm tiêm điện tự động",
    "ghế nha khoa",
    "máy ly tâm đa năng",
    "nồi hấp tiệt trùng",
    "xe cáng cứu thương",
    "kính hiển vi hai mắt",
    "máu và chế phẩm máu dự trữ",
    "áo choàng phẫu thuật vô khuẩn",
)
_DEPARTMENTS = (
    "khoa Cấp cứu",
    "khoa Xét nghiệm",
    "khoa Ngoại",
    "khoa Sản",
    "khoa Nhi",
    "khoa Dược",
    "khối điều trị",
)
_SCHOOL = (
    "thiết bị dạy học tối thiểu",
    "bàn ghế học sinh",
    "máy vi tính phòng tin học",
    "sách giáo khoa, tài liệu tham khảo",
    "thiết bị phòng học ngoại ngữ",
    "đồ chơi ngoài trời",
)
_OFFICE = (
    "máy vi tính và thiết bị văn phòng",
    "phần mềm quản lý văn bản",
    "văn phòng phẩm",
    "thiết bị hội nghị trực tuyến",
    "hệ thống lưu trữ dữ liệu",
    "tài liệu tuyên truyền",
)
_SERVICES = (
    "Thuê dịch vụ bảo vệ, vệ sinh",
    "Bảo trì hệ thống mạng nội bộ",
    "Thuê đường truyền số liệu chuyên dùng",
    "Xử lý chất thải rắn nguy hại",
    "Số hóa hồ sơ lưu trữ",
)
_ATTEMPTS = 1000
_CHOOSY = 60


@dataclass(frozen=True, slots=True)
class PackageName:
    """What one package is called, with its field (HH, XL, TV, PTV) and price in đồng."""

    name: str
    field: str
    price: int


@dataclass(frozen=True, slots=True)
class ProjectName:
    """A project or budget with the packages it may be cut into; `plan_type` is DTPT or TX."""

    name: str
    plan_type: str
    packages: tuple[PackageName, ...]


@dataclass(frozen=True, slots=True)
class _Subject:
    """A name, and the part of it that two packages must share to be easily confused."""

    stem: str
    name: str
    plan_type: str


class TitleBook:
    """Invents names and never gives the same one twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._used: set[str] = set()
        self._stems: set[str] = set()
        self._reserved: set[str] = set()

    def project(
        self, agency: DemoAgency, day: date, count: int, *, unlike_others: bool = False
    ) -> ProjectName:
        """A project of the agency's kind decided on `day`, cut into `count` packages (1 to 5).

        `unlike_others`: nothing else is bought under a like name, so that what is seen and what is
        not seen of it leaves no doubt.
        """
        for attempt in range(_ATTEMPTS):
            subject = self._subject(agency, day, attempt)
            taken = self._stems if unlike_others else self._reserved
            if subject.name in self._used or (subject.stem in taken and attempt < _CHOOSY):
                continue
            self._used.add(subject.name)
            self._stems.add(subject.stem)
            if unlike_others:
                self._reserved.add(subject.stem)
            return ProjectName(subject.name, subject.plan_type, self._packages(agency, subject.name, count))
        raise ValueError(f"no unused project name left for {agency.agency.id} on {day}")

    def _subject(self, agency: DemoAgency, day: date, attempt: int) -> _Subject:
        rng = self._rng
        if agency.domain == "works":
            phase = rng.choice(("", "", f" (giai đoạn {rng.randint(1, 3)})"))
            number = f" số {attempt:02d}" if attempt > 40 else ""
            work = f"{rng.choice(_VERBS)} {rng.choice(_WORKS)} {rng.choice(HAMLETS)}, {rng.choice(PLACES)}"
            return _Subject(work, f"{work}{number}{phase}", "DTPT")
        turn = f" đợt {rng.randint(1, 4) + attempt // 20}"
        if agency.domain == "health":
            goods = rng.choice(_MEDICAL)
            where = rng.choice((rng.choice(_DEPARTMENTS), agency.short))
            return _Subject(goods, f"Mua sắm {goods} phục vụ {where}{turn} năm {day.year}", "TX")
        if agency.domain == "school":
            stem = f"Mua sắm {rng.choice(_SCHOOL)} cho các trường thuộc {rng.choice(PLACES)}"
            return _Subject(stem, f"{stem}{turn} năm học {day.year}-{day.year + 1}", "TX")
        stem = f"Mua sắm {rng.choice(_OFFICE)} cho {agency.short}"
        if rng.random() < 0.4:
            stem = f"{rng.choice(_SERVICES)} trụ sở {agency.short}"
        return _Subject(stem, f"{stem}{turn} năm {day.year}", "TX")

    def _packages(self, agency: DemoAgency, project: str, count: int) -> tuple[PackageName, ...]:
        if agency.domain == "works":
            return self._work_packages(project, count)
        field = "HH" if project.startswith("Mua sắm") else "PTV"
        what = project[0].lower() + project[1:]
        if count == 1:
            return (PackageName(project, field, self._price(150, 9_000)),)
        return tuple(
            PackageName(f"Gói thầu số {n:02d}: {what} - phần {n}", field, self._price(150, 4_000))
            for n in range(1, count + 1)
        )

    def _work_packages(self, project: str, count: int) -> tuple[PackageName, ...]:
        work = f"công trình {project[0].lower()}{project[1:]}"
        parts = (
            ("Thi công xây dựng", "XL", 1_200, 60_000),
            ("Tư vấn giám sát thi công xây dựng", "TV", 120, 1_500),
            ("Tư vấn lập báo cáo kinh tế - kỹ thuật", "TV", 110, 900),
            ("Bảo hiểm xây dựng", "PTV", 110, 400),
            ("Tư vấn thẩm tra thiết kế bản vẽ thi công", "TV", 110, 500),
        )
        first = self._rng.randint(1, 8)
        return tuple(
            PackageName(f"Gói thầu số {first + n:02d}: {what} {work}", field, self._price(low, high))
            for n, (what, field, low, high) in enumerate(parts[:count])
        )

    def _price(self, low: int, high: int) -> int:
        """A price between so many million đồng, skewed to the small, never round."""
        millions = low + (high - low) * self._rng.random() ** 3
        return int(millions * 1_000_000) + self._rng.randint(0, 999_999)
