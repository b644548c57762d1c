"""Nơi mỗi lịch sử có một kho mới: chép tệp SQLite mẫu, hoặc chép kho PostgreSQL mẫu.
Where every history finds a fresh database: a copied file, or a database made from a template."""

import shutil
from pathlib import Path
from typing import Protocol

from storage.store import Store
from tests.storage.postgres_server import PostgresServer

_NAME = "monitor"
_TEMPLATE = "mau"


class Bed(Protocol):
    """`url` is the database's address; `fresh` makes it as empty as after setting up."""

    url: str

    def fresh(self) -> None: ...


class FileBed:
    """An SQLite file in a folder."""

    def __init__(self, folder: Path) -> None:
        self._file, self._template = folder / "monitor.db", folder / "template.db"
        self.url = f"sqlite:///{self._file}"
        _create(f"sqlite:///{self._template}")

    def fresh(self) -> None:
        for ending in ("-wal", "-shm"):
            self._file.with_name(f"{self._file.name}{ending}").unlink(missing_ok=True)
        shutil.copy(self._template, self._file)


class PostgresBed:
    """A database of a server; whoever plays has closed the one before."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self.url = server.url(_NAME)
        server.run(f"CREATE DATABASE {_TEMPLATE}")
        _create(server.url(_TEMPLATE))

    def fresh(self) -> None:
        self._server.run(f"DROP DATABASE IF EXISTS {_NAME}")
        self._server.run(f"CREATE DATABASE {_NAME} TEMPLATE {_TEMPLATE}")


def _create(url: str) -> None:
    store = Store(url)
    store.create()
    store.close()
