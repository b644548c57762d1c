"""Thế giới mẫu chạy thật đến giữa chừng rồi mở trang, để câu chuyện đi tiếp vào những ngày sau.
The demo world, played for real up to a day before its end and served: stories go on from there."""

import email
import email.policy
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from fastapi import FastAPI

from monitor.config import OpenData
from monitor.cycle import CycleReport, run_cycle
from monitor.demo.doors import door_routes, other_doors, staff_doors
from monitor.demo.model import World
from monitor.demo.open_house import House as Reserved
from monitor.demo.open_house import reserved
from monitor.demo.outages import Outage, default_outages
from monitor.demo.play import Concluding, DemoClock, playing
from monitor.demo.world import build_world
from monitor.domain.staff import Role
from monitor.web.app import create_app
from monitor.wiring import Line
from monitor.worker import deliver
from tests.web.served import begin

PACKAGES = 60
# So long before the world's end the play stops, and so long it looked before.
_LEFT = timedelta(days=21)
_WATCHED = timedelta(days=11)
_SLOWEST = 20.0


@cache
def small_world() -> tuple[World, tuple[Outage, ...]]:
    """The world with its outages; what comes after its shortened end is still to be published."""
    world = build_world(1, PACKAGES)
    outages = default_outages(world)
    stop = world.ends_at - _LEFT
    return replace(world, watch_start=stop - _WATCHED, ends_at=stop), outages


@dataclass(frozen=True)
class PlayedHouse:
    """The served demo. `doors` lead each role in, `answer`, `contractor` those without an account."""

    world: World
    line: Line
    clock: DemoClock
    app: FastAPI
    url: str
    folder: Path
    doors: Mapping[Role, str]
    answer: str
    contractor: str

    def passes(self, until: datetime) -> CycleReport:
        """The clock moves on; one real cycle, and its letters go out."""
        assert until > self.clock.read()
        self.clock.now = until
        report = run_cycle(self.line, until)
        self.sends()
        return report

    def sends(self) -> None:
        """The worker's turn."""
        deliver(self.line, "e2e", self.clock.read())

    def letters(self, to: str) -> list[EmailMessage]:
        """The letters of the outbox to one address, oldest first."""
        files = sorted((self.folder / "outbox").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        read = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
        return [letter for letter in read if to in str(letter["To"])]


def text_of(letter: EmailMessage) -> str:
    """What a reader without HTML sees."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(letter: EmailMessage, path: str) -> str:
    """The first address in a letter whose path begins so."""
    found = re.search(rf"http://127\.0\.0\.1:\d+{path}[^\s)>\]]*", text_of(letter))
    assert found, text_of(letter)
    return found[0]


@contextmanager
def played_house(folder: Path) -> Iterator[PlayedHouse]:
    """Play and serve; the clock goes on by itself from the last instant, two people close a case."""
    world, outages = small_world()
    with (
        reserved(folder) as house,
        playing(folder, world, outages, web_url=house.url, concluding=_twice(world)) as (_, line, clock),
    ):
        doors, logins = staff_doors(line, "vi", clock.now)
        app = create_app(line, clock.read, published=OpenData())
        app.include_router(door_routes(app.state.site, logins))
        rest = [door.address for door in other_doors(line, "vi")]
        clock.go_on()
        with _served(app, house):
            yield PlayedHouse(
                world,
                line,
                clock,
                app,
                house.url,
                folder,
                {role: door.address for role, door in zip(Role, doors, strict=True)},
                next(address for address in rest if "/tra-loi/" in address),
                next(address for address in rest if "/dang-ky/" in address),
            )


def _twice(world: World) -> Concluding:
    """Conclude once before the end too, so that the last cycle finds cases to go on with."""
    day = (world.ends_at - timedelta(days=2)).date()
    return lambda now: now.date() == day


@contextmanager
def _served(app: FastAPI, house: Reserved) -> Iterator[None]:
    running, thread = begin(app, house.listening)
    try:
        yield
    finally:
        running.should_exit = True
        thread.join(_SLOWEST)
