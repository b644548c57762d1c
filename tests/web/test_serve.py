"""Lệnh `monitor serve` như người vận hành gõ: cài đặt, trang mở được, dừng êm, nhật ký không lộ bí mật.
`monitor serve` as an operator types it: settings, pages, a quiet end, a log without secrets."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from monitor.cli.setup import init
from monitor.config import load_settings
from monitor.domain.errors import ConfigError
from monitor.logs import log_to

SECRET = "bi-mat-khong-ai-duoc-thay"


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    init("vinh-long", tmp_path / "monitor.toml")
    return tmp_path / "monitor.toml"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@pytest.fixture
def served(settings: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    running = subprocess.Popen(
        [sys.executable, "-m", "monitor", "serve", "--port", str(port), "--settings", str(settings)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "MONITOR_OPERATOR__NAME": "Trung tâm Mẫu"},
    )
    yield running, f"http://127.0.0.1:{port}"
    running.kill()
    running.communicate()


def opened(url: str) -> requests.Response:
    until = time.monotonic() + 30
    while True:
        try:
            return requests.get(url, timeout=5)
        except requests.ConnectionError:
            assert time.monotonic() < until, "nothing answers"
            time.sleep(0.1)


def test_it_serves_until_stopped_and_keeps_secrets(
    served: tuple[subprocess.Popen[str], str], settings: Path
) -> None:
    running, url = served
    page = opened(url + "/dang-ky")
    assert page.status_code == 200
    assert "Tỉnh Vĩnh Long" in page.text
    assert "Trung tâm Mẫu" in page.text
    assert requests.get(f"{url}/dang-ky/{SECRET}/tin.atom", timeout=5).status_code == 404
    running.send_signal(signal.SIGINT)
    printed, _ = running.communicate(timeout=20)
    assert running.returncode in (0, -signal.SIGINT, 130)
    assert url + "/dang-ky" in printed
    log = (settings.parent / "data" / "web.log").read_text(encoding="utf-8")
    assert "Traceback" not in printed + log
    assert SECRET not in printed + log


@pytest.mark.parametrize(
    ("key", "value"), [("port", "70000"), ("feed_authority", '"không phải tên miền"'), ("url", '"ftp://a"')]
)
def test_a_bad_web_setting_stops_the_start_with_its_name(settings: Path, key: str, value: str) -> None:
    log_to(None)
    text = settings.read_text(encoding="utf-8")
    before, head, section = text.partition("[web]\n")
    lines = [f"{key} = {value}" if line.startswith(f"{key} ") else line for line in section.splitlines()]
    assert f"{key} = {value}" in lines
    settings.write_text(before + head + "\n".join(lines), encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_settings(settings)
    assert f"web.{key}" in refused.value.vi
