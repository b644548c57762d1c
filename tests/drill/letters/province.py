"""Một kho mới cho mỗi lịch sử, một dịch vụ gửi thư cho tất cả.
A fresh store for every history, made from one template; the mail provider stays up over all of them."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

from monitor.demo.servers.web import LoopbackServer
from monitor.wiring import Line
from storage.store import Store
from tests.drill.letters.fuse import Fuse, FusedStore
from tests.drill.letters.provider import Mood, Provider
from tests.storage.histories import small_line

_MEMORY = Path("/dev/shm")
_FROM = "giam-sat@songmau.example"


@dataclass
class Ground:
    """Where histories are played: a template database, one provider, one fuse."""

    folder: Path
    provider: Provider
    fuse: Fuse
    pattern: Line
    dice: Random

    def line(self) -> tuple[FusedStore, Line]:
        """A line as a new process would wire it, on the history's store."""
        store = FusedStore(f"sqlite:///{self.folder / 'monitor.db'}", self.fuse)
        return store, replace(self.pattern, store=store)

    def clear(self, seed: int) -> None:
        """An empty store, as after setting up; the same seed gives the same history."""
        self.dice.seed(seed)
        for name in ("monitor.db-wal", "monitor.db-shm"):
            (self.folder / name).unlink(missing_ok=True)
        shutil.copy(self.folder / "template.db", self.folder / "monitor.db")
        self.fuse.put_out()
        self.provider.taken.clear()
        self.provider.refused.clear()
        self.provider.last_calls.clear()


@contextmanager
def ground(otherwise: Path) -> Iterator[Ground]:
    """In memory where the machine has such a folder: what is tested is the order of writing, not a disk."""
    within = _MEMORY if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) else otherwise
    fuse, dice = Fuse(), Random()
    provider = Provider(lambda _: (Mood.FINE, 0), lambda: fuse.light(0))
    with (
        TemporaryDirectory(dir=within) as folder,
        LoopbackServer(provider, provider.clock) as server,
        # Numbers of subscriptions, and with them the order of telling, come from the seed.
        patch.object(secrets, "token_hex", lambda size: f"{dice.getrandbits(8 * size):0{2 * size}x}"),
    ):
        template = Store(f"sqlite:///{Path(folder) / 'template.db'}")
        template.create()
        settings = {"sendgrid": {"api_key": "SG.thu", "from_address": _FROM, "host": server.url}}
        pattern = replace(
            small_line(template),
            channel_settings=settings,
            mail_channel="sendgrid",
            web_url="https://giam-sat.example",
        )
        template.close()
        yield Ground(Path(folder), provider, fuse, pattern, dice)
