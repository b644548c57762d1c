"""Một tỉnh nhỏ với hai nguồn tin trên vòng lặp nội bộ, và người vận hành gõ lệnh ở đó.
A small province of two feeds on loopback, and an operator who types commands there."""

import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from monitor.demo.servers.web import LoopbackServer, Reply, Request
from tests.shell.forked import typed

_SECONDS = 240

_PROVINCE = """
[province]
id = "song-mau"
name = "Tỉnh Sông Mẫu"
codes_new = ["99"]

[province.inspectorate]
name = "Thanh tra tỉnh Sông Mẫu"
"""
_AGENCY = """
[[agency]]
id = "ban-so-1"
name = "Ban Quản lý dự án số 1 tỉnh Sông Mẫu"
"""
_SOURCE = """
[[source]]
id = "{id}"
name = "{name}"
channel = "{channel}"
platform = "feed"
url = "{url}"
agencies = ["ban-so-1"]
allow_private = true
settings = {{ cap = 0 }}
"""


def _feed(*titles: str, padding: str = "") -> Reply:
    """A feed of such titles, one a day, newest first."""
    now = datetime.now(UTC)
    items = "".join(
        f"<item><title>{title}</title><link>http://127.0.0.1/tin-{number}</link>"
        f'<guid isPermaLink="false">tin-{number}</guid><description>{padding}</description>'
        f"<pubDate>{format_datetime(now - timedelta(days=number))}</pubDate></item>"
        for number, title in enumerate(titles, 1)
    )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin mẫu</title>'
    text = f"{head}<link>http://127.0.0.1/</link><description>mẫu</description>{items}</channel></rss>"
    return Reply(text.encode(), content_type="application/rss+xml; charset=utf-8")


@dataclass
class Operator:
    """Types commands in `folder`; `pages` are what the two feeds answer (`/cong.xml`, `/trang.xml`)."""

    folder: Path
    pages: dict[str, Reply] = field(default_factory=dict)

    def __call__(self, request: Request) -> Reply:
        return self.pages.get(request.path, Reply.html("không có", 404))

    def shows(self, path: str, *titles: str, padding: str = "") -> None:
        """Let a feed show such titles, each with `padding` as its text."""
        self.pages[path] = _feed(*titles, padding=padding)

    def types(self, *words: str, largest_file: int = 0) -> "subprocess.CompletedProcess[str]":
        """Run `monitor`; with `largest_file` (bytes) every longer write fails as on a full disk."""
        if not largest_file:
            return typed(self.folder, words, _SECONDS)

        def fill_disk() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

        return subprocess.run(
            [sys.executable, "-m", "monitor", *words],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
            preexec_fn=fill_disk,
        )


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `monitor init ho-so/tinh-mau` makes, once: settings without waits, and an empty database."""
    made = Operator(tmp_path_factory.mktemp("khoi-tao"))
    _declare(made.folder, "http://127.0.0.1:9")
    done = made.types("init", "ho-so/tinh-mau")
    assert done.returncode == 0, done.stderr
    settings = made.folder / "monitor.toml"
    text = settings.read_text(encoding="utf-8").replace("spacing_seconds = 5.0", "spacing_seconds = 0.0")
    settings.write_text(text.replace("retries = 3", "retries = 0"), encoding="utf-8")
    return made.folder


@pytest.fixture
def operator(begun: Path, tmp_path: Path) -> Iterator[Operator]:
    """After `monitor init ho-so/tinh-mau`: a portal's feed and an agency's, both healthy."""
    made = Operator(tmp_path)
    made.pages = {"/cong.xml": _feed("Tin một", "Tin hai"), "/trang.xml": _feed("Tin ba", "Tin bốn")}
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    with LoopbackServer(made, lambda: datetime.now(UTC)) as server:
        _declare(tmp_path, server.url)
        yield made


def _declare(folder: Path, url: str) -> None:
    """The profile of the province, whose feeds are served at `url`."""
    profile = folder / "ho-so" / "tinh-mau"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "province.toml").write_text(_PROVINCE, encoding="utf-8")
    (profile / "agencies.toml").write_text(_AGENCY, encoding="utf-8")
    declared = (
        ("cong-mau", "Cổng Sông Mẫu", "portal", "/cong.xml"),
        ("trang-ban-1", "Trang Ban số 1", "agency_page", "/trang.xml"),
    )
    sources = "".join(
        _SOURCE.format(id=number, name=name, channel=channel, url=url + path)
        for number, name, channel, path in declared
    )
    (profile / "sources.toml").write_text(sources, encoding="utf-8")
