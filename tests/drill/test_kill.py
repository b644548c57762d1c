"""Bị dừng đột ngột hai mươi lần: kết quả như nhau, không thư nào viết hai lần.
Killed with -9 at twenty random points, the demo goes on and ends as if nothing had happened."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage.store import Store

pytestmark = pytest.mark.drill

_KILLS = 20
_PACKAGES = 60


def _command(folder: Path) -> list[str]:
    return [
        sys.executable,
        "-m",
        "monitor",
        "demo",
        "--once",
        "--packages",
        str(_PACKAGES),
        "--data",
        str(folder),
        "--keep",
    ]


def _run_to_the_end(folder: Path) -> float:
    """Play to the end; returns the seconds from when the servers were up."""
    with subprocess.Popen(_command(folder), stdout=subprocess.DEVNULL) as process:
        _wait_until_begun(folder, process)
        started = time.monotonic()
        assert process.wait(timeout=900) == 0
    return time.monotonic() - started


def _kill_after(folder: Path, seconds: float) -> bool:
    with subprocess.Popen(_command(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _wait_until_begun(folder, process)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            return True
        return False


def _wait_until_begun(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    """Until this process has written down its ports: a kill while Python still loads cuts nothing."""
    mine = time.time_ns()
    ports = folder / "ports.json"
    while process.poll() is None and not (ports.exists() and ports.stat().st_mtime_ns > mine):
        time.sleep(0.02)


def _findings(folder: Path) -> dict[str, tuple[str, int]]:
    store = Store(f"sqlite:///{folder / 'monitor.db'}")
    try:
        with store.begin() as work:
            return {f.fingerprint: (f.verdict.value, f.days_late) for f in work.findings.open()}
    finally:
        store.close()


def _letters(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "outbox").glob("*.eml"))


def _accepted(folder: Path) -> list[str]:
    """The keys of the letters that the mail provider took, one for each call it did not know."""
    mails = [json.loads(path.read_text("utf-8")) for path in (folder / "mail-provider").glob("*.json")]
    return sorted(mail["personalizations"][0]["custom_args"]["message_key"] for mail in mails)


def test_twenty_kills_change_nothing(tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    length = _run_to_the_end(whole)
    dice = random.Random(20)
    killed = sum(_kill_after(cut, dice.random() * length / 8) for _ in range(_KILLS))
    _run_to_the_end(cut)
    assert killed >= _KILLS // 2, "the run ended before it could be killed: use more packages"
    assert _findings(cut) == _findings(whole)
    assert _letters(cut) == _letters(whole)
    assert _accepted(cut) == _accepted(whole)
    assert len(set(_accepted(cut))) == len(_accepted(cut)) > 0
