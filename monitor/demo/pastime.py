"""Tin không liên quan và yêu cầu báo giá, xen giữa các tin đấu thầu.
Other news and requests for quotes: never a disclosure, and they keep a quiet source alive."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from monitor.demo.clockwork import office_time
from monitor.demo.model import DemoAgency
from monitor.demo.names import SYNTHETIC
from monitor.demo.press import Draft
from monitor.demo.workdays import first_working

_NEWS = (
    "Hội nghị tập huấn nghiệp vụ đấu thầu qua mạng năm {year}",
    "Lịch tiếp công dân tháng {month}/{year}",
    "Tổng kết phong trào thi đua quý {quarter} năm {year}",
    "Thông báo nghỉ lễ và phân công trực tháng {month}/{year}",
    "Họp giao ban công tác đầu tư công tháng {month}/{year}",
    "Phát động tuần lễ vệ sinh môi trường lần {turn}",
    "Tuyên truyền phòng, chống bệnh truyền nhiễm tuần {week} năm {year}",
    "Công khai số liệu giải ngân vốn đầu tư công tháng {month}/{year}",
    "Danh sách thí sinh đủ điều kiện dự tuyển viên chức đợt {turn} năm {year}",
    "Kiểm tra tiến độ các công trình trọng điểm tháng {month}/{year}",
)
_QUOTES = (
    "Yêu cầu báo giá {goods} lần {turn} năm {year}",
    "Thư mời báo giá {goods} đợt {turn} năm {year}",
    "Thông báo mời báo giá {goods} đợt {turn}/{year}",
)
_HALF_YEAR = timedelta(days=183)
_GOODS = (
    "bông băng gạc",
    "mực in và linh kiện máy in",
    "dịch vụ sửa chữa máy điều hòa",
    "hiệu chuẩn thiết bị đo",
    "quần áo bảo hộ",
    "dịch vụ giặt là đồ vải",
)


def other_news(rng: Random, source_ids: Iterable[str], start: date, end: date) -> Iterator[Draft]:
    """About one other item a week on every source in the last half year, one a month before."""
    for source_id in source_ids:
        day = start
        while day <= end:
            working = first_working(day)
            title = rng.choice(_NEWS).format(
                year=working.year,
                month=working.month,
                quarter=(working.month + 2) // 3,
                week=working.isocalendar().week,
                turn=rng.randint(1, 9),
            )
            published = office_time(rng, working)
            yield Draft(source_id, title, f"{title}.", (f"{title}.", SYNTHETIC), "", published)
            busy = day > end - _HALF_YEAR
            day += timedelta(days=rng.randint(4, 8) if busy else rng.randint(18, 26))


def quote_requests(rng: Random, agencies: Iterable[DemoAgency], start: date, end: date) -> Iterator[Draft]:
    """Requests for quotes of the health agencies, on their page and portal: no national record exists."""
    for agency in (a for a in agencies if a.domain == "health"):
        day = start
        while day <= end:
            working = first_working(day)
            title = rng.choice(_QUOTES).format(
                goods=rng.choice(_GOODS), turn=rng.randint(1, 9), year=working.year
            )
            summary = f"{agency.name_on(working)} kính mời các đơn vị cung cấp báo giá."
            for source_id in (agency.page, agency.portal):
                published = office_time(rng, working)
                yield Draft(source_id, title, summary, (summary, SYNTHETIC), "", published)
            day += timedelta(days=rng.randint(50, 110))
