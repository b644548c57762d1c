"""Một kho mới cho mỗi lịch sử, một dịch vụ gửi thư cho tất cả.
A fresh store for every history, made from one template; the mail provider stays up over all of them."""

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

from monitor.demo.servers.web import LoopbackServer
from monitor.domain.procurement import Agency
from monitor.reconcile.agencies import AgencyResolver
from monitor.steps.ways import WEBHOOK
from monitor.wiring import Line
from storage.store import Store
from tests.drill.letters import hand
from tests.drill.letters.beds import Bed, FileBed
from tests.drill.letters.fuse import Fuse, FusedStore
from tests.drill.letters.provider import Mood, Provider
from tests.storage.histories import small_line

_MEMORY = Path("/dev/shm")
_FROM = "giam-sat@songmau.example"


@dataclass
class Ground:
    """Where histories are played: a bed for their database, one provider, one fuse."""

    bed: Bed
    provider: Provider
    fuse: Fuse
    pattern: Line
    dice: Random
    host: str = ""

    def line(self) -> tuple[FusedStore, Line]:
        """A line as a new process would wire it, on the history's store."""
        store = FusedStore(self.bed.url, self.fuse)
        return store, replace(self.pattern, store=store)

    def clear(self, seed: int) -> None:
        """An empty store, as after setting up; the same seed gives the same history."""
        self.dice.seed(seed)
        self.bed.fresh()
        self.fuse.put_out()
        self.provider.taken.clear()
        self.provider.refused.clear()
        self.provider.calls.clear()
        self.provider.machines.clear()


@contextmanager
def ground(
    otherwise: Path, bodies: tuple[Agency, ...] = (), bed: Bed | None = None, by_hand: bool = False
) -> Iterator[Ground]:
    """In memory where the machine has such a folder: what is tested is the order of writing, not a disk.

    `bodies` replace the buyers of the small province; `by_hand` does without a
    network and without HTML, for many letters.
    """
    within = _MEMORY if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) else otherwise
    fuse, dice = Fuse(), Random()
    provider = Provider(lambda _: (Mood.FINE, 0), lambda: fuse.light(0))
    host = ""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(dir=within))
        if by_hand:
            stack.enter_context(hand.handing_to(provider))
            kind, settings = hand.KIND, dict[str, object]()
        else:
            host = stack.enter_context(LoopbackServer(provider, provider.clock)).url
            kind, settings = "sendgrid", {"api_key": "SG.thu", "from_address": _FROM, "host": host}
        # Numbers of subscriptions, and with them the order of telling, come from the seed.
        stack.enter_context(
            patch.object(secrets, "token_hex", lambda size: f"{dice.getrandbits(8 * size):0{2 * size}x}")
        )
        bed = bed or FileBed(Path(folder))
        provider.key_of = partial(_key_of, bed.url)
        yield Ground(bed, provider, fuse, _pattern(bed.url, kind, settings, bodies), dice, host)


def _key_of(url: str, digest: str) -> str:
    """Opened for each question: every history has a database of its own."""
    store = Store(url)
    try:
        with store.read() as work:
            return work.outbox.key_of(digest) or digest
    finally:
        store.close()


def _pattern(url: str, kind: str, settings: dict[str, object], bodies: tuple[Agency, ...]) -> Line:
    store = Store(url)
    pattern = replace(
        small_line(store),
        channel_settings={kind: settings, WEBHOOK: {"allow_loopback": True}},
        mail_channel=kind,
        web_url="https://giam-sat.example",
    )
    store.close()
    return replace(pattern, agencies=bodies, resolver=AgencyResolver(bodies)) if bodies else pattern
