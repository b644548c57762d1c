"""Tệp dữ liệu sai thì người sửa đọc được: tệp nào, dòng nào, sai gì, từng lỗi một.
What the person who mends a data file reads: which file, which row, what is wrong, every error of it."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.domain.errors import ConfigError
from monitor.law.holidays import load_holidays

GOOD = """
years:
- year: 2026
  status: ok
  mark: S
  source: thông báo
  days_off:
  - {day: 2026-01-01, reason: Tết Dương lịch}
- year: 2027
  status: ok
  mark: S
  source: thông báo
  days_off: []
"""


@pytest.fixture
def refused(holiday_file: Callable[[str], Path]) -> Callable[[str], ConfigError]:
    """The error for a file of that text; its path is written as `FILE`."""

    def read(text: str) -> ConfigError:
        path = holiday_file(text)
        with pytest.raises(ConfigError) as caught:
            load_holidays(path)
        told = caught.value
        return ConfigError(
            str(told).replace(str(path), "FILE"), vi=told.vi.replace(str(path), "FILE")
        )  # fmt: skip

    return read


def test_a_missing_file_is_told_with_the_reason_of_the_system(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.yaml"
    with pytest.raises(ConfigError) as caught:
        load_holidays(path)
    assert caught.value.vi == (
        f"Không đọc được tệp dữ liệu {path}: {os.strerror(errno.ENOENT)}."
        " Hãy kiểm tra đường dẫn rồi chạy lại."
    )


def test_a_row_is_named_by_its_place_and_its_own_name(refused: Callable[[str], ConfigError]) -> None:
    assert refused(GOOD.replace("day: 2026-01-01", "day: hôm qua")).vi.startswith(
        "Tệp dữ liệu FILE sai ở dòng years.0 (2026).days_off.0.day: "
    )


def test_every_wrong_row_is_told_at_once(refused: Callable[[str], ConfigError]) -> None:
    unsourced = GOOD.replace("  source: thông báo\n", "", 1)
    told = refused(unsourced.replace("2026-01-01, reason: Tết Dương lịch", "2026-01-01"))
    assert told.vi == (
        "Tệp dữ liệu FILE sai ở dòng years.0 (2026).source: Field required;"
        " years.0 (2026).days_off.0.reason: Field required. Hãy sửa dòng ấy rồi chạy lại."
    )


def test_a_key_that_stands_twice_is_found_by_its_line(refused: Callable[[str], ConfigError]) -> None:
    told = refused(GOOD.replace("  mark: S", "  mark: S\n  mark: R", 1)).vi
    assert told.startswith("Tệp dữ liệu FILE sai ở dòng -: ")
    assert "key 'mark' stands twice" in told
    assert "line 6, column 3" in told
