"""Mở trang web của bản chạy thử sau khi đã chạy xong, cho đến khi nhấn Ctrl-C.
Serves the demo's pages after the play; clock, cycles and letters go on from the world's last instant."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from monitor.config import OpenData
from monitor.demo.doors import Door, door_routes, other_doors, staff_doors
from monitor.demo.living import living
from monitor.demo.play import DemoClock
from monitor.demo.servers.ports import WEB, remember_ports, remembered_ports
from monitor.domain.errors import ConfigError, MonitorError
from monitor.domain.labels import Lang
from monitor.web.app import create_app
from monitor.web.server import listening, server
from monitor.wiring import Line

_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class House:
    """A loopback address that is ours from before the first letter on: letters lead to it."""

    listening: socket.socket

    @property
    def url(self) -> str:
        return f"http://{_HOST}:{self.listening.getsockname()[1]}"


@contextmanager
def reserved(folder: Path) -> Iterator[House]:
    """Take the port of the run before where it is free, else any, and keep it in mind."""
    try:
        bound = listening(_HOST, remembered_ports(folder).get(WEB, 0))
    except ConfigError:
        bound = listening(_HOST, 0)
    with bound:
        house = House(bound)
        remember_ports(folder, {WEB: house.url})
        yield house


@contextmanager
def opened_house(
    house: House, line: Line, clock: DemoClock, lang: Lang, stumbled: Callable[[MonitorError], None]
) -> Iterator[tuple[Door, ...]]:
    """Everything ready but the serving, which begins when the block ends; gives the doors to print.

    `stumbled` hears of a cycle or a sending beside the pages that failed.
    """
    doors, logins = staff_doors(line, lang, clock.now)
    app = create_app(line, clock.read, published=OpenData())
    app.include_router(door_routes(app.state.site, logins))
    yield (*doors, *other_doors(line, lang))
    clock.go_on()
    # Ctrl-C is how one leaves: the server closes everything and then hands it on.
    with suppress(KeyboardInterrupt), living(line, clock, stumbled):
        server(app).run(sockets=[house.listening])
