"""Các lệnh như người vận hành gõ.
The commands as an operator types them, on real files and a real database."""

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.shell.forked import typed


def monitor(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return typed(folder, words, 240)


def test_the_module_is_the_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "monitor", "case", "list"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 2
    assert "Không thấy tệp cài đặt" in done.stderr


@pytest.fixture
def started(tmp_path: Path) -> Path:
    """A folder after `monitor init vinh-long`, asking a host that cannot exist."""
    done = monitor(tmp_path, "init", "vinh-long")
    assert done.returncode == 0, done.stderr
    settings = tmp_path / "monitor.toml"
    text = settings.read_text(encoding="utf-8").replace("muasamcong.mpi.gov.vn", "khong-co.invalid")
    text = text.replace("spacing_seconds = 5.0", "spacing_seconds = 0.0").replace(
        "retries = 3", "retries = 0"
    )
    settings.write_text(text, encoding="utf-8")
    return tmp_path


def test_without_a_network_every_source_is_unreachable_and_nothing_is_missing(started: Path) -> None:
    ran = monitor(started, "run", "--once")
    assert ran.returncode == 0, ran.stderr
    assert "không kết nối được" in ran.stdout
    assert "0/5 nguồn xem được đầy đủ · chưa thấy 0 · đăng sau hạn 0" in ran.stdout
    assert not list(started.glob("data/outbox/*"))
    status = monitor(started, "status")
    assert status.returncode == 0
    assert "(dns)" in status.stdout
    assert monitor(started, "status", "--healthy").returncode == 0


def test_status_is_unhealthy_before_the_first_cycle(started: Path) -> None:
    assert monitor(started, "status", "--healthy").returncode == 1


def test_init_never_overwrites_settings(started: Path) -> None:
    again = monitor(started, "init", "vinh-long")
    assert again.returncode == 2
    assert "không ghi đè" in again.stderr


def test_an_unknown_province_lists_the_shipped_ones(tmp_path: Path) -> None:
    done = monitor(tmp_path, "init", "atlantis")
    assert done.returncode == 2
    assert "vinh-long" in done.stderr
    assert not (tmp_path / "monitor.toml").exists()


def test_a_command_without_settings_says_how_to_begin(tmp_path: Path) -> None:
    done = monitor(tmp_path, "run")
    assert done.returncode == 2
    assert "monitor init" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_settings_file_names_the_key(started: Path) -> None:
    settings = started / "monitor.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("workers = 4", "workers = 0"))
    done = monitor(started, "status")
    assert done.returncode == 2
    assert "http.workers" in done.stderr


def test_a_database_that_is_no_database_is_refused(started: Path) -> None:
    (started / "data" / "monitor.db").write_bytes(b"not a database at all" * 200)
    done = monitor(started, "run", "--once")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_corrupt_workbook_is_refused_and_nothing_is_lost(started: Path) -> None:
    bad = started / "hong.xlsx"
    bad.write_bytes(b"PK\x03\x04 broken")
    done = monitor(started, "import", str(bad))
    assert done.returncode == 2
    assert "hong.xlsx" in done.stderr


def test_the_template_comes_back_in_when_filled(started: Path) -> None:
    template = started / "mau.xlsx"
    assert monitor(started, "import", "--template", str(template)).returncode == 0
    assert openpyxl.load_workbook(template).sheetnames
    done = monitor(started, "import", str(template))
    assert done.returncode == 0, done.stderr
    assert "0 tin đăng" in done.stdout


@pytest.mark.shared
def test_a_day_of_real_plans_is_judged_by_first_versions(started: Path, shared: Path) -> None:
    file = shared / "data" / "egp" / "2023-03-25" / "KHLCNT.csv"
    done = monitor(started, "import", str(file))
    assert done.returncode == 0, done.stderr
    assert "192 Plan" in done.stdout
    assert "164 bản đăng lần đầu có hạn tính được; 32 bản đăng sau hạn" in done.stdout
    assert "hạn 24:00 ngày 6/10/2022" in done.stdout.replace("\n", " ") or "6/10/2022" in done.stdout
    again = monitor(started, "import", str(file))
    assert "không có gì thay đổi" in again.stdout


@pytest.mark.shared
def test_the_notices_of_three_provinces_come_in_whole(started: Path, shared: Path) -> None:
    counted = 0
    for name in ("gia-lai", "dak-lak", "lam-dong"):
        done = monitor(started, "import", str(shared / "data" / "egp" / "notices" / f"{name}.json"))
        assert done.returncode == 0, done.stderr
        assert "không nhập được" not in done.stdout
        counted += int(done.stdout.split(" Notice")[0].rsplit(" ", 1)[-1])
    assert counted == 1255


def test_no_case_is_said_kindly_and_an_unknown_one_is_refused(started: Path) -> None:
    assert "Chưa có hồ sơ nào" in monitor(started, "case", "list").stdout
    unknown = monitor(started, "case", "show", "HS-2026-9999")
    assert unknown.returncode == 2
    assert "case list --all" in unknown.stderr
