"""Thời gian dự kiến và loại kế hoạch, đọc từ các trường gốc.
The planned time of a package and the kind of plan, from raw fields."""

from datetime import date
from typing import Any

import pytest

from sources.egp.planned import planned_until, setting_of


@pytest.mark.parametrize(
    ("raw", "until", "words"),
    [
        (
            {"bidStartUnit": "Q", "bidStartYear": 2026, "bidStartQuarter": "I"},
            date(2026, 3, 31),
            "Quý I/2026",
        ),
        (
            {"bidStartUnit": "Q", "bidStartYear": "2026", "bidStartQuarter": "IV"},
            date(2026, 12, 31),
            "Quý IV/2026",
        ),
        (
            {"bidStartUnit": "M", "bidStartYear": 2024, "bidStartMonth": "2"},
            date(2024, 2, 29),
            "tháng 2/2024",
        ),
        ({"bidStartUnit": "Q", "bidStartYear": 2026, "bidStartQuarter": "0"}, None, ""),
        ({"bidStartUnit": "M", "bidStartYear": 2026, "bidStartMonth": 13}, None, ""),
        ({"bidStartUnit": "M", "bidStartYear": None, "bidStartMonth": 3}, None, ""),
        ({"bidStartUnit": None}, None, ""),
        ({}, None, ""),
        (
            {"package": ["tên", "HH", 1, "vốn", "cách", "mode", "Quý II, 2023"]},
            date(2023, 6, 30),
            "Quý II, 2023",
        ),
        (
            {"package": ["tên", "HH", 1, "vốn", "cách", "mode", "Tháng 12, 2023"]},
            date(2023, 12, 31),
            "Tháng 12, 2023",
        ),
        ({"package": ["tên", "HH", 1, "vốn", "cách", "mode", None]}, None, ""),
        ({"package": ["tên"]}, None, ""),
        ({"package": "không phải danh sách"}, None, ""),
    ],
)
def test_planned_time(raw: dict[str, Any], until: date | None, words: str) -> None:
    assert planned_until(raw) == (until, words)


@pytest.mark.parametrize(
    ("raw", "setting"),
    [
        ({"planType": "DTPT"}, "project"),
        ({"planType": "Chi đầu tư phát triển"}, "project"),
        ({"bidPoBidpPlanProjectDetailView": {"planType": "TX"}}, "recurrent"),
        ({"searchRow": {"planType": "DTMS"}}, "estimate"),
        ({"planType": "KHAC"}, ""),
        ({"planType": "chưa từng thấy"}, ""),
        ({}, ""),
    ],
)
def test_kind_of_plan(raw: dict[str, Any], setting: str) -> None:
    assert setting_of(raw) == setting
