"""Đơn vị của tỉnh láng giềng, có trên Mạng nhưng không thuộc diện theo dõi.
Agencies of a neighbouring invented province: on the network, but nobody's business here."""

from monitor.demo.model import DemoAgency
from monitor.demo.names import CODE_STRANGER
from monitor.domain.procurement import Agency


def _stranger(agency_id: str, name: str, number: int, domain: str) -> DemoAgency:
    agency = Agency(id=agency_id, name=name, codes=(f"vn9801{number:06d}",))
    return DemoAgency(agency, name, domain, portal="", prov_old=CODE_STRANGER)


STRANGERS: tuple[DemoAgency, ...] = (
    _stranger("la-so-y-te", "Sở Y tế tỉnh Láng Giềng Thử", 1, "health"),
    _stranger("la-ban-quan-ly", "Ban Quản lý dự án đầu tư xây dựng số 1 tỉnh Láng Giềng Thử", 2, "works"),
    _stranger("la-so-giao-duc", "Sở Giáo dục và Đào tạo tỉnh Láng Giềng Thử", 3, "school"),
)
