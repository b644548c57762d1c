"""Bật cả thế giới mẫu: các máy chủ, nguồn đã khai báo, dịch vụ thư.
Starts every demo server on loopback and gives what is needed to watch them."""

import errno
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.demo.model import World
from monitor.demo.names import FEED_WORKS, PAGE_HEALTH, PORTAL_NEW, PORTAL_OLD
from monitor.demo.outages import Outage
from monitor.demo.servers.aspnet import AspNetPortal
from monitor.demo.servers.declared import declared_sources
from monitor.demo.servers.dotnetnuke import DotNetNukePortal
from monitor.demo.servers.feed import FeedSite
from monitor.demo.servers.front import Front, Site
from monitor.demo.servers.mail import API_KEY, MailProvider, Posted
from monitor.demo.servers.national import NationalNetwork
from monitor.demo.servers.nukeviet import NukeVietSite
from monitor.demo.servers.web import App, LoopbackServer
from monitor.domain.procurement import Agency
from monitor.domain.province import Province
from monitor.domain.sources import Source
from sources.profile import Profile

TOKEN = "cap-boi-chu-he-thong-mau"  # noqa: S105  # granted by the invented network's own owner
NATIONAL = "national"
MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Running:
    """The running demo world. `urls` by server: `national`, `mail`, and each listing's source id.

    `moved` are the servers whose asked port was taken, and which therefore have another one.
    """

    world: World
    profile: Profile
    urls: Mapping[str, str]
    token: str
    mail_key: str
    _mail: MailProvider
    moved: tuple[str, ...] = ()

    @property
    def province(self) -> Province:
        return self.profile.province

    @property
    def agencies(self) -> tuple[Agency, ...]:
        return self.profile.agencies

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.profile.sources

    @property
    def mails(self) -> tuple[dict[str, Any], ...]:
        """The bodies of accepted mails, in order."""
        return self._mail.accepted

    @property
    def posted(self) -> Posted:
        """How the mail provider fared."""
        return self._mail.posted


@contextmanager
def start(
    world: World,
    clock: Callable[[], datetime],
    outages: Sequence[Outage] = (),
    mail_folder: Path | None = None,
    ports: Mapping[str, int] | None = None,
) -> Iterator[Running]:
    """Run every server until the block ends; `clock` (aware UTC) decides what is published.

    `ports` asks for the port of a server by its name in `Running.urls`; where it is taken, and for
    the others, a free one is used.
    """
    sites: dict[str, Site] = {
        NATIONAL: NationalNetwork((*world.plans, *world.strangers), TOKEN),
        PORTAL_NEW: DotNetNukePortal(world.articles),
        PORTAL_OLD: AspNetPortal(world.articles),
        PAGE_HEALTH: NukeVietSite(world.articles),
        FEED_WORKS: FeedSite(world.articles),
    }
    mail = MailProvider(mail_folder)
    asked = ports or {}
    apps: dict[str, App] = {name: Front(site, clock, outages) for name, site in sites.items()}
    apps[MAIL] = mail
    with ExitStack() as stack:
        urls = {
            name: stack.enter_context(_server(app, clock, asked.get(name, 0))).url
            for name, app in apps.items()
        }
        moved = tuple(
            name for name, url in urls.items() if name in asked and not url.endswith(f":{asked[name]}")
        )
        profile = Profile(
            world.province,
            tuple(agency.agency for agency in world.agencies),
            declared_sources(world, urls, TOKEN),
        )
        yield Running(world, profile, urls, TOKEN, API_KEY, mail, moved)


def _server(app: App, clock: Callable[[], datetime], port: int) -> LoopbackServer:
    try:
        return LoopbackServer(app, clock, port)
    except OSError as error:
        if not port or error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        return LoopbackServer(app, clock)
