"""Ngày giờ trên các cổng: mọi cách viết đã thấy, và những thứ không phải ngày đăng.
Every seen spelling of a date, and what only looks like one (portals §7)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import Precision
from sources.dates import parse_api_time, parse_published

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "local", "precision"),
    [
        ("12/09/2022", "2022-09-12 00:00:00", "day"),
        ("8/3/2022", "2022-03-08 00:00:00", "day"),
        ("06/7/2021", "2021-07-06 00:00:00", "day"),
        ("12-09-2022", "2022-09-12 00:00:00", "day"),
        ("12.09.2022", "2022-09-12 00:00:00", "day"),
        ("Ngày 12/09/2022", "2022-09-12 00:00:00", "day"),
        ("Ngày đăng: 12/09/2022", "2022-09-12 00:00:00", "day"),
        ("Ngày 05 tháng 9 năm 2022", "2022-09-05 00:00:00", "day"),
        ("12/09/2022 14:05", "2022-09-12 14:05:00", "minute"),
        ("(12/09/2022 14:05)", "2022-09-12 14:05:00", "minute"),
        ("15:55 | 10/07/2026", "2026-07-10 15:55:00", "minute"),
        ("13:37, 10/07/2026", "2026-07-10 13:37:00", "minute"),
        ("08h30 ngày 10/07/2026", "2026-07-10 08:30:00", "minute"),
        ("Thứ hai - 12/09/2022 14:05", "2022-09-12 14:05:00", "minute"),
        ("Chủ nhật, 12/09/2022 | 14:05", "2022-09-12 14:05:00", "minute"),
        ("12/09/2022 14:05:33", "2022-09-12 14:05:33", "second"),
        ("12/09/2022 02:05:00 PM", "2022-09-12 14:05:00", "second"),
        ("12/09/2022 12:05:00 AM", "2022-09-12 00:05:00", "second"),
        ("12/09/2022 12:05:00 PM", "2022-09-12 12:05:00", "second"),
        ("12/09/2022 2:05 CH", "2022-09-12 14:05:00", "minute"),
        ("12/09/2022 8:05 SA", "2022-09-12 08:05:00", "minute"),
        ("2022-09-12", "2022-09-12 00:00:00", "day"),
        ("2022-09-12T14:05:00+07:00", "2022-09-12 14:05:00", "second"),
        ("2022-09-12T07:05:00Z", "2022-09-12 14:05:00", "second"),
        ("2022-09-12T14:05", "2022-09-12 14:05:00", "minute"),
        ("Mon, 5 Sep 2022 07:09:33 GMT", "2022-09-05 14:09:33", "second"),
        ("Mon, 05 Sep 2022 14:09:33 +0700", "2022-09-05 14:09:33", "second"),
        ("Mon Sep 05 14:09:33 ICT 2022", "2022-09-05 14:09:33", "second"),
        ("Mon Sep 05 14:09:33 GMT+07:00 2022", "2022-09-05 14:09:33", "second"),
        ("12/09/2022&nbsp;14:05", "2022-09-12 14:05:00", "minute"),
    ],
)
def test_every_seen_format_is_read_day_first_in_vietnam(text, local, precision):
    moment = parse_published(text, "listing", NOW)
    assert moment is not None
    assert moment.at.astimezone(VIETNAM).strftime("%Y-%m-%d %H:%M:%S") == local
    assert (moment.precision, moment.origin) == (Precision(precision), "listing")


@pytest.mark.parametrize(
    "text",
    [
        "15/07/2026 - 13/08/2026",
        "Ngày bắt đầu: 15/07/2026 - Ngày hết hạn: 13/08/2026",
        "08:00 - 17:00 10/07/2026",
        "24/12/4373",
        "01/01/1999",
        "31/02/2022",
        "04/13/2026",
        "12/09/2022 25:61",
        "2022-09-12+0714:05:00",
        "Mon, 5 Sep 2022 07:09:33 XYZ",
        "12/09/22",
        "1/12/09/2022",
        "Đã xem: 41",
        "Hôm nay",
        "",
        "x" * 5000 + " 12/09/2022",
    ],
)
def test_what_is_no_publication_date_gives_none(text):
    assert parse_published(text, "listing", NOW) is None


def test_a_date_more_than_two_days_ahead_is_refused_and_one_day_ahead_is_not():
    assert parse_published("25/11/2026", "listing", NOW) is not None
    assert parse_published("27/11/2026", "listing", NOW) is None
    assert parse_published("27/11/2026", "listing") is not None


def test_a_relative_time_needs_a_now_and_spans_what_it_may_mean():
    moment = parse_published("8 giờ trước", "listing", NOW)
    assert moment is not None
    assert (moment.at, moment.latest) == (NOW - timedelta(hours=9), NOW - timedelta(hours=8))
    assert parse_published("8 giờ trước", "listing") is None


@given(st.datetimes(datetime.fromisoformat("2001-01-01"), datetime.fromisoformat("2026-11-20")))
def test_a_time_written_the_vietnamese_way_comes_back(local):
    moment = parse_published(local.strftime("%d/%m/%Y %H:%M:%S"), "listing", NOW)
    assert moment is not None
    assert moment.at.astimezone(VIETNAM).replace(tzinfo=None) == local.replace(microsecond=0)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    parse_published(text, "listing", NOW)
    parse_api_time(text)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025-12-31T10:53:38.268", "2025-12-31T03:53:38.268000+00:00"),
        ("2026-01-01T10:00:00.76", "2026-01-01T03:00:00.760000+00:00"),
        ("2026-01-01T10:00:00.5", "2026-01-01T03:00:00.500000+00:00"),
        ("2026-01-01T10:00:00", "2026-01-01T03:00:00+00:00"),
        ("2025-12-31T03:53:00.000+0000", "2025-12-31T03:53:00+00:00"),
        ("2025-01-03T23:59:59", "2025-01-03T16:59:59+00:00"),
        ("2026-01-01T10:00:00Z", "2026-01-01T10:00:00+00:00"),
    ],
)
def test_times_of_the_national_api_are_vietnamese_unless_they_say_otherwise(text, utc):
    at = parse_api_time(text)
    assert at is not None
    assert at.isoformat() == utc


@pytest.mark.parametrize(
    "text", ["", "null", "2026-01-01", "01/02/2026", "2026-13-01T00:00:00", "2026-01-01T10:00:00 x"]
)
def test_what_is_no_api_time_gives_none(text):
    assert parse_api_time(text) is None
