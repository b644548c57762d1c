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


class TitleBook:
    """Invents names and never gives the same one twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._used: set[str] = set()

    def project(self, agency: DemoAgency, day: date, count: int) -> ProjectName:
        """A project of the agency's kind decided on `day`, cut into `count` packages (1 to 5)."""
        for attempt in range(1000):
            name, plan_type = self._subject(agency, day, attempt)
            if name not in self._used:
                self._used.add(name)
                return ProjectName(name, plan_type, self._packages(agency, name, count))
        raise ValueError(f"no unused project name left for {agency.agency.id} on {day}")

    def _subject(self, agency: DemoAgency, day: date, attempt: int) -> tuple[str, str]:
        rng = self._rng
        if agency.domain == "works":
            phase = rng.choice(("", "", f" (giai đoạn {rng.randint(1, 3)})"))
            place = f"{rng.choice(HAMLETS)}, {rng.choice(PLACES)}"
            number = f" số {attempt:02d}" if attempt > 40 else ""
            return f"{rng.choice(_VERBS)} {rng.choice(_WORKS)} {place}{number}{phase}", "DTPT"
        turn = f" đợt {rng.randint(1, 4) + attempt // 20}"
        if agency.domain == "health":
            where = rng.choice((rng.choice(_DEPARTMENTS), agency.short))
            return f"Mua sắm {rng.choice(_MEDICAL)} phục vụ {where}{turn} năm {day.year}", "TX"
        if agency.domain == "school":
            goods = rng.choice(_SCHOOL)
            return (
                f"Mua sắm {goods} cho các trường thuộc {rng.choice(PLACES)}{turn} năm học {day.year}-{day.year + 1}",
                "TX",
            )
        if rng.random() < 0.4:
            return f"{rng.choice(_SERVICES)} trụ sở {agency.short}{turn} năm {day.year}", "TX"
        return f"Mua sắm {rng.choice(_OFFICE)} cho {agency.short}{turn} năm {day.year}", "TX"

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
