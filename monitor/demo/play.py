"""Cho cả dây chuyền chạy qua thế giới mẫu, từng bước thời gian một.
Plays the real line against the demo world with an injected clock; can be cut anywhere and go on."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from monitor.config import General, Http, Mail, Operator, Person, Settings, Watch, Web
from monitor.cycle import CycleReport, run_cycle
from monitor.demo.model import Planted, SignScore, World
from monitor.demo.outages import Outage
from monitor.demo.scoring import Score, score
from monitor.demo.servers.mail import Posted
from monitor.demo.servers.ports import remember_ports, remembered_ports
from monitor.demo.servers.start import MAIL, Running, start
from monitor.demo.signs import score_signs
from monitor.demo.subscribers import subscribers
from monitor.demo.truth import expected_at, possible_at
from monitor.domain.cases import Recipient
from monitor.domain.errors import ConfigError
from monitor.domain.judgement import Finding
from monitor.domain.labels import Lang
from monitor.domain.sources import Look, Source
from monitor.domain.times import VIETNAM
from monitor.steps.poll import poll, sources_due
from monitor.wiring import Line, assemble
from monitor.worker import deliver
from sources.http.settings import ClientSettings
from storage.store import Store

_STEP = "demo_step"
_WORLD = "demo_world"
_CONCLUDING_DAYS = frozenset({0, 3})
_PROVIDER = "mail-provider"
_LEAD = "chanh-thanh-tra"
# The truth allows 25 hours between two looks (`truth.BETWEEN_LOOKS`).
_EVERY = timedelta(days=1)


class DemoClock:
    """The simulated now; servers and pollers read the same one. It stands still until it is let go on."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._since: float | None = None

    def read(self) -> datetime:
        gone = 0.0 if self._since is None else time.monotonic() - self._since
        return self.now + timedelta(seconds=gone)

    def go_on(self) -> None:
        """From here on the clock runs as clocks do."""
        self._since = time.monotonic()


@dataclass(frozen=True, slots=True)
class Played:
    """What a whole run came to; `letters` lie in the outbox folder, `posted` went to the provider."""

    last: CycleReport
    findings: tuple[Finding, ...]
    planted: tuple[Planted, ...]
    score: Score
    signs: SignScore
    letters: tuple[Path, ...]
    posted: Posted


Listener = Callable[[datetime, Source | None, Look | None], None]
Concluding = Callable[[datetime], bool]


def every_time(now: datetime) -> bool:
    """Conclude at every instant, as the service does."""
    return True


def some_days_a_week(now: datetime) -> bool:
    """Look daily, conclude on Monday (the day of the digest) and Thursday: linking is what takes long."""
    return now.astimezone(VIETNAM).weekday() in _CONCLUDING_DAYS


def demo_settings(folder: Path, world: World, lang: Lang = "vi", web_url: str = "") -> Settings:
    """Settings of the demo's inspectorate: its office and the chief are told, two people close a case."""
    readers = (
        ("thanh-tra-song-mau", "Thanh tra tỉnh Sông Mẫu", "thanh-tra@songmau.example"),
        (_LEAD, "Chánh Thanh tra tỉnh Sông Mẫu", "chanh-thanh-tra@songmau.example"),
    )
    return Settings(
        general=General.model_validate({"province": "song-mau", "data_dir": folder, "lang": lang}),
        http=Http(spacing_seconds=0, timeout_seconds=1.0, retries=1),
        watch=Watch(backfill_from=world.start),
        mail=Mail(from_address="giam-sat@songmau.example"),
        web=Web(url=web_url, four_eyes=True),
        operator=Operator(
            name="Ban Vận hành mẫu",
            address="1 Đường Ví Dụ, tỉnh Sông Mẫu",
            phone="0000 000 000",
            email="giam-sat@songmau.example",
            site=web_url or "https://giam-sat.songmau.example",
        ),
        recipients=tuple(
            Person.model_validate({"id": number, "name": name, "address": address, "lang": lang})
            for number, name, address in readers
        ),
    )


def moments(world: World, every: timedelta = _EVERY) -> tuple[datetime, ...]:
    """The simulated instants at which the line runs, the world's end last."""
    found = []
    now = world.watch_start
    while now < world.ends_at:
        found.append(now)
        now += every
    return (*found, world.ends_at)


@contextmanager
def open_demo(
    folder: Path,
    world: World,
    outages: tuple[Outage, ...],
    clock: DemoClock,
    lang: Lang = "vi",
    web_url: str = "",
) -> Iterator[tuple[Line, Running]]:
    """Start the world's servers and wire the line to them; closes everything at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = demo_settings(folder, world, lang, web_url)
    store = Store(settings.database_url)
    try:
        store.create()
        _same_world(store, world)
        client = ClientSettings(
            spacing_seconds=0,
            timeout_seconds=settings.http.timeout_seconds,
            retries=1,
            backoff_seconds=0,
            circuit_failures=0,
        )
        with (
            store.alone(),
            start(world, clock.read, outages, folder / _PROVIDER, remembered_ports(folder)) as running,
            assemble(settings, store, running.profile, client, clock.read, synthetic=True) as line,
        ):
            remember_ports(folder, running.urls)
            yield _with_provider(line, running), running
    finally:
        store.close()


def _with_provider(line: Line, running: Running) -> Line:
    """The chief inspector's letters go to the demo's mail provider over HTTP, the others' into the folder."""

    def channelled(readers: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
        return tuple(replace(one, channel="sendgrid") if one.id == _LEAD else one for one in readers)

    account = {"api_key": running.mail_key, "host": running.urls[MAIL]}
    sendgrid = {**line.channel_settings["sendgrid"], **account}
    return replace(
        line,
        recipients=channelled(line.recipients),
        digest_readers=channelled(line.digest_readers),
        channel_settings={**line.channel_settings, "sendgrid": sendgrid},
    )


@contextmanager
def playing(
    folder: Path,
    world: World,
    outages: tuple[Outage, ...],
    *,
    lang: Lang = "vi",
    web_url: str = "",
    every: timedelta = _EVERY,
    concluding: Concluding = every_time,
    opened: Callable[[Running], None] = lambda running: None,
    listen: Listener = lambda now, source, look: None,
    after: Callable[[CycleReport], None] = lambda report: None,
) -> Iterator[tuple[Played, Line, DemoClock]]:
    """Run the line through every simulated instant that has not been played in `folder` yet.

    Each instant: cycle, delivery, then the mark that it is done; what was cut is played again
    and changes nothing that was already written. Where `concluding` says no, the instant is a mere
    look at the sources; the last one always concludes. `opened` sees the running servers, `after`
    each cycle's report. The world's servers go on until the block ends.
    """
    instants = moments(world, every)
    clock = DemoClock(instants[0])
    with open_demo(folder, world, outages, clock, lang, web_url) as (line, running):
        opened(running)
        done = _begun(line, world, lang)
        report: CycleReport | None = None
        for number, now in enumerate(instants):
            if done is not None and number <= int(str(done)) and number < len(instants) - 1:
                continue
            clock.now = now
            listen(now, None, None)
            if number == len(instants) - 1 or concluding(now):
                report = run_cycle(line, now, partial(listen, now))
                deliver(line, "demo", now)
                after(report)
            else:
                poll(line, sources_due(line, now), now, partial(listen, now))
            with line.store.begin() as work:
                work.meta.set(_STEP, number)
        assert report is not None
        yield _played(folder, world, outages, report, running), line, clock


def play(folder: Path, world: World, outages: tuple[Outage, ...], **given: Any) -> Played:
    """The same to its end, and everything closed; takes what `playing` takes."""
    with playing(folder, world, outages, **given) as (played, _, _):
        return played


def _played(
    folder: Path, world: World, outages: tuple[Outage, ...], report: CycleReport, running: Running
) -> Played:
    planted = expected_at(world, report.at, outages)
    letters = tuple(sorted((folder / "outbox").glob("*.eml")))
    findings = report.judged.findings
    scored = score(world, planted, findings, possible_at(world, report.at, outages))
    signs = score_signs(world, report.noticed.findings, report.at)
    return Played(report, findings, planted, scored, signs, letters, running.posted)


def _begun(line: Line, world: World, lang: Lang) -> object:
    """Make the folder ready to be played on; the last step that was done, `None` before the first."""
    with line.store.begin() as work:
        # Nobody else works in this folder: a claim found here is of a run that was killed.
        work.outbox.release_stale(world.ends_at + timedelta(days=1))
        if not work.subscriptions.list():
            work.subscriptions.put(subscribers(world, lang))
        return work.meta.get(_STEP)


def _same_world(store: Store, world: World) -> None:
    mark = f"{world.seed}/{sum(len(plan.packages) for plan in world.plans)}/{world.end}"
    with store.begin() as work:
        known = work.meta.get(_WORLD)
        if known is None:
            work.meta.set(_WORLD, mark)
        elif known != mark:
            raise ConfigError(
                f"the folder holds the world {known}, not {mark}",
                vi="Thư mục dữ liệu thuộc về một thế giới mẫu khác (hạt giống hoặc số gói khác). "
                "Hãy bỏ --keep, hoặc dùng đúng --seed và --packages cũ, hoặc chọn --data khác.",
            )
