"""Lệnh `monitor serve` như người vận hành gõ: cài đặt, trang mở được, dừng êm, nhật ký không lộ bí mật.
`monitor serve` as an operator types it: settings, pages, a quiet end, a log without secrets."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from monitor.cli.setup import init
from monitor.config import load_settings
from monitor.domain.errors import ConfigError
from monitor.logs import log_to
from monitor.web.server import listening
from tests.web.served import OWN_FORM

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
    end = time.monotonic() + 60
    while True:
        try:
            return requests.get(url, timeout=30)
        except requests.ConnectionError:
            assert time.monotonic() < end, "nothing answers"
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


def workers_of(parent: int) -> set[int]:
    """The processes that serve: children with a listening server, not the tracker of resources."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
    named = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in listed}
    return {pid for pid, line in named.items() if b"spawn_main" in line}


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.drill
def test_a_process_that_dies_is_begun_anew_and_none_outlives_the_parent(
    served: tuple[subprocess.Popen[str], str],
) -> None:
    running, url = served
    assert opened(url + "/dang-ky").status_code == 200
    until(lambda: len(workers_of(running.pid)) == 2)
    first = workers_of(running.pid)
    os.kill(min(first), signal.SIGKILL)
    until(lambda: len(workers_of(running.pid) - first) == 1)
    assert opened(url + "/dang-ky").status_code == 200
    last = workers_of(running.pid)
    running.kill()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in last))
    with socket.create_server(("127.0.0.1", int(url.rpartition(":")[2]))):
        pass


@pytest.mark.drill
def test_limits_hold_for_all_processes_together(served: tuple[subprocess.Popen[str], str]) -> None:
    running, url = served
    opened(url + "/dang-ky")
    until(lambda: len(workers_of(running.pid)) == 2)
    asked = {"action": "xem", "co": "xay lap"}
    # Each on a connection of its own, which either process may take.
    answers = [
        requests.post(url + "/dang-ky", data=asked, headers=OWN_FORM, timeout=20).status_code
        for _ in range(70)
    ]
    assert answers == [200] * 60 + [429] * 10


def test_a_busy_address_is_told_and_answers_wait_for_no_acknowledgement() -> None:
    with listening("127.0.0.1", 0) as bound, socket.socket() as browser:
        bound.listen()
        address = bound.getsockname()
        browser.connect(address)
        accepted, _ = bound.accept()
        with accepted:
            # What asyncio looks at before it turns the waiting off.
            assert accepted.proto == socket.IPPROTO_TCP
        with pytest.raises(ConfigError) as refused:
            listening(*address)
    assert "--port" in refused.value.vi
