"""Thời điểm sau nhãn: mọi lối viết của cơ quan; câu hiểu được hai cách thì không đọc.
The time behind a label as agencies write it; a phrase that may mean two times is not read."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.times import VIETNAM, from_vietnam
from monitor.reconcile.stated_closing import ShownClosing, stated_closing


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9 giờ 00 phút, ngày 20 tháng 3 năm 2026", "09:00"),
        ("Vào lúc 14 giờ 30 phút, ngày 20 tháng 03 năm 2026 (giờ Việt Nam)", "14:30"),
        ("09 GIỜ 00 PHÚT, NGÀY 20 THÁNG 3 NĂM 2026", "09:00"),
        ("9 giờ 20 tháng 3 năm 2026", "09:00"),
        ("9 giờ 20/3/2026", "09:00"),
        ("9h ngày 20 tháng 3/2026", "09:00"),
        ("9g00' ngày 20.3.2026", "09:00"),
        ("9h00-20/3/2026", "09:00"),
        ("9h00 - 20/3/2026", "09:00"),
        ("9 giờ 5 phút ngày 20/3/2026", "09:05"),
        ("09:00 giờ, ngày 20/3/2026", "09:00"),
        ("09:00 20/3/2026 (GMT+7)", "09:00"),
        ("09h00, thứ Sáu, ngày 20/3/2026", "09:00"),
        ("09h00 (thứ 6) ngày 20/3/2026", "09:00"),
        ("trước 09 giờ 00 phút ngày 20-3-2026", "09:00"),
        ("chậm nhất 17h00 ngày 20/3/2026", "17:00"),
        ("ngày 20/3/2026 lúc 9:00", "09:00"),
        ("20/3/2026 9g30", "09:30"),
        ("2026-03-20 15:00", "15:00"),
        ("2026-03-20T15:00:00+07:00", "15:00"),
        ("9h00 ngày 20/3/2026 (09 giờ 00 phút)", "09:00"),
        ("9h00 ngày 20/3/2026 tại phòng họp số 2, tối đa 3 người", "09:00"),
        ("9h ngày 20/3/2026 tại số 12/5 đường Mẫu, theo Quyết định ngày 15 tháng 2", "09:00"),
        ("09:00 20/3/2026 Mở thầu: 09:30 20/3/2026", "09:00"),
        ("09:00 ngày 20/3/2026, mở thầu lúc 09:30 cùng ngày", "09:00"),
        # With the part of the day.
        ("2 giờ chiều ngày 20/3/2026", "14:00"),
        ("2h30 (chiều) ngày 20/3/2026", "14:30"),
        ("chiều 20/3/2026, 2 giờ 30", "14:30"),
        ("14 giờ chiều ngày 20/3/2026", "14:00"),
        ("9 giờ sáng ngày 20/3/2026", "09:00"),
        ("buổi sáng ngày 20/3/2026, lúc 9 giờ", "09:00"),
        ("11 giờ trưa 20/3/2026", "11:00"),
        ("1 giờ trưa 20/3/2026", "13:00"),
        ("7 giờ tối ngày 20/3/2026", "19:00"),
        ("02:00 PM 20/03/2026", "14:00"),
        ("02:00PM 20/03/2026", "14:00"),
        ("20/03/2026 02:00 CH", "14:00"),
        ("20/03/2026 09:00:00 SA", "09:00"),
        # A day alone.
        ("đến hết ngày 20/3/2026", ""),
        ("ngày 20 tháng 3, năm 2026", ""),
        ("chiều ngày 20/3/2026", ""),
    ],
)
def test_one_time_however_it_is_written(text: str, clock: str) -> None:
    at = from_vietnam(datetime.fromisoformat(f"2026-03-20T{clock or '00:00'}"))
    assert stated_closing(text) == ShownClosing(at, bool(clock))


@pytest.mark.parametrize(
    "text",
    [
        # The hour of which half of the day?
        "2 giờ ngày 20/3/2026",
        "06:30 20/3/2026",
        "12 giờ đêm ngày 20/3/2026",
        "12 giờ chiều ngày 20/3/2026",
        "12:00 AM 20/3/2026",
        "14 giờ sáng ngày 20/3/2026",
        "10 giờ chiều ngày 20/3/2026",
        "2 giờ rạng sáng 20/3/2026",
        "sáng chiều 9 giờ ngày 20/3/2026",
        # Midnight: of which day, or no hour at all?
        "00:00 20/3/2026",
        "24 giờ ngày 20/3/2026",
        # Not on the hour, not of this zone.
        "9 giờ rưỡi ngày 20/3/2026",
        "9 giờ kém 15 ngày 20/3/2026",
        "9.00 ngày 20/3/2026",
        "09:00 UTC 20/3/2026",
        "2026-03-20T02:00:00Z",
        "2026-03-20T09:00:00+00:00",
        # Several times.
        "8h00 đến 9h00 ngày 20/3/2026",
        "09:00/09:30 ngày 20/3/2026",
        "8h00 ngày 20/3/2026 đến 8h30",
        "9 giờ sáng hoặc 2 giờ chiều ngày 20/3/2026",
        "từ 8h 12/3 đến 17h 20/3/2026",
        "ngày 20/3/2026 trong giờ hành chính (7h30 - 17h00)",
        "12/03/2026 - 15/03/2026",
        "20/3/2026 đến 25/3",
        "20/3/2026 - 25/3",
        "20/3/2026-25/3",
        "9h00 20-21/3/2026",
        "9h ngày 20/3/2026, gia hạn đến ngày 25",
        "9h00 ngày 20/3/2026 gia hạn đến 9h00 ngày 25/3/2026",
        # Another day than the one named.
        "trước ngày 20/3/2026",
        "dự kiến 9h ngày 20/3/2026",
        "15 ngày kể từ ngày 20/3/2026",
        "theo Quyết định số 5 ngày 20/3/2026",
        # No day, or none that there is.
        "9h ngày 20/3",
        "9h ngày 20/3/26",
        "9h ngày 31/2/2026",
        "25:00 20/3/2026",
        "9:75 20/3/2026",
        "9 giờ §",
        "xem trên hệ thống",
        "",
    ],
)
def test_what_may_mean_two_times_is_not_read(text: str) -> None:
    assert stated_closing(text) is None


@given(
    st.builds(datetime.combine, st.dates(date(2020, 1, 1), date(2039, 12, 31)), st.times(time(7))),
    st.sampled_from(
        (
            "{0:%H} giờ {0:%M} phút, ngày {0:%d} tháng {0.month} năm {0.year}",
            "{0:%H:%M} {0:%d/%m/%Y}",
            "{0.day}-{0.month}-{0.year} {0.hour}h{0:%M}",
            "{0:%Y-%m-%d} {0:%H:%M:%S}",
        )
    ),
)
def test_whatever_is_written_is_read_back(at: datetime, form: str) -> None:
    read = stated_closing(form.format(at))
    assert read is not None
    assert read.at.astimezone(VIETNAM).replace(tzinfo=None) == at.replace(second=0, microsecond=0)


@pytest.mark.parametrize("piece", ["9 giờ ", "1/1/2026 ", "- ", "ngày ", "12", "1:", "(", "t1"])
def test_a_text_of_one_piece_over_and_over_is_read_in_no_time(piece: str) -> None:
    stated_closing(piece * 100_000)
    stated_closing("9h 20/3/2026 " + piece * 100_000)
