"""Gõ lệnh trong một tiến trình riêng, tách ra từ tiến trình đã nạp sẵn chương trình.
Types a command in a process of its own, forked from one that has the program loaded already: starting
the interpreter anew would cost each test seconds."""

import multiprocessing
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory

from monitor.cli.main import COMMANDS, main
from sources.registry import platform_names

_SERVER = multiprocessing.get_context("forkserver")
# The platforms too: a command loads them at their first use, a tenth of a second each time.
_SERVER.set_forkserver_preload(
    [
        *(one.at.partition(":")[0] for one in COMMANDS.values()),
        *(f"sources.platforms.{name}" for name in platform_names()),
    ]
)


def typed(folder: Path, words: tuple[str, ...], seconds: float) -> CompletedProcess[str]:
    """Run `monitor` with such words in a folder, under the environment of this moment."""
    with TemporaryDirectory() as name:
        said = (Path(name) / "stdout", Path(name) / "stderr")
        process = _SERVER.Process(target=_child, args=(folder, words, dict(os.environ), said))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutError(f"monitor {' '.join(words)} did not end in {seconds} s")
        out, err = (file.read_text(encoding="utf-8") for file in said)
    return CompletedProcess(["monitor", *words], process.exitcode, out, err)


def _child(folder: Path, words: tuple[str, ...], env: Mapping[str, str], said: tuple[Path, Path]) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    for number, file in enumerate(said, 1):
        written = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(written, number)
        os.close(written)
    sys.argv = ["monitor", *words]
    main()
