"""Danh sách lệnh hiện ngay, và nói đúng điều từng lệnh tự nói.
The list of commands is there at once, and says of each what the command says of itself."""

import subprocess
import sys

import pytest

from monitor.cli.main import COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_what_the_command_says_of_itself(name: str) -> None:
    assert COMMANDS[name].load().help.splitlines()[0] == COMMANDS[name].help


def test_the_list_loads_neither_database_nor_pages() -> None:
    code = (
        "import sys; from monitor.cli.main import command; command(['--help'], standalone_mode=False); "
        "sys.exit(bool({'sqlalchemy', 'fastapi', 'numpy', 'pydantic'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in COMMANDS)


def test_an_unknown_command_is_refused_with_the_nearest_one() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "monitor", "statu"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "status" in done.stderr
