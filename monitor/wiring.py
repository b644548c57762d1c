"""Nối các phần lại: kho, máy khách, luật, danh bạ đơn vị.
Everything a cycle needs, built once from the settings."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

import structlog

from monitor.cases.quiet import QuietHours
from monitor.cases.telling import Manners
from monitor.config import Alerts, Attachments, Settings
from monitor.domain.bulletins import Sender
from monitor.domain.cases import Recipient
from monitor.domain.errors import StorageError
from monitor.domain.ports import Fetcher
from monitor.domain.procurement import Agency
from monitor.domain.province import Province
from monitor.domain.sources import Capture, Source
from monitor.domain.times import start_of_day
from monitor.domain.vocabulary import Channel
from monitor.law.calendar import Calendar, load_calendar
from monitor.law.confirm import with_confirmations
from monitor.law.lawbook import LawBook, load_lawbook
from monitor.law.readings import Readings
from monitor.reconcile.agencies import AgencyResolver
from monitor.rules.patterns.flooding import FloodLimits
from monitor.steps.recount import remember_calendar
from sources.http.client import PoliteClient
from sources.http.settings import ClientSettings, TlsProfile
from sources.profile import Profile, load_profile
from storage.archive import WarcArchive, reindex
from storage.store import Store, UnitOfWork

log = structlog.get_logger()


class CaptureTray:
    """Holds the index rows of fresh captures until their look is stored (thread-safe)."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: dict[str, list[Capture]] = {}

    def put(self, capture: Capture) -> None:
        with self._lock:
            self._waiting.setdefault(capture.source_id, []).append(capture)

    def take(self, source_id: str) -> tuple[Capture, ...]:
        with self._lock:
            return tuple(self._waiting.pop(source_id, ()))


@dataclass(frozen=True, slots=True)
class Office:
    """What letters to subscribers need; a command takes it without stopping a cycle that runs."""

    store: Store
    province: Province
    agencies: tuple[Agency, ...]
    mail_channel: str = "outbox"
    sender: Sender = field(default_factory=Sender)
    web_url: str = ""
    synthetic: bool = False
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """The wired line of one province: what `monitor.cycle.run_cycle` works with."""

    store: Store
    tray: CaptureTray
    fetch: Fetcher
    province: Province
    agencies: tuple[Agency, ...]
    sources: tuple[Source, ...]
    resolver: AgencyResolver
    lawbook: LawBook
    calendar: Calendar
    recipients: tuple[Recipient, ...]
    digest_readers: tuple[Recipient, ...]
    channel_settings: Mapping[str, Mapping[str, object]]
    watched_since: datetime
    workers: int
    synthetic: bool = False
    attachments: Attachments = field(default_factory=Attachments)
    flood: FloodLimits = field(default_factory=FloodLimits)
    manners: Manners = field(default_factory=Manners)
    quiet: QuietHours = field(default_factory=QuietHours)
    outage_patience: timedelta = timedelta(hours=6)
    mail_channel: str = "outbox"
    sender: Sender = field(default_factory=Sender)
    web_url: str = ""

    @property
    def office(self) -> Office:
        """The part that letters to subscribers need."""
        return Office(
            self.store,
            self.province,
            self.agencies,
            self.mail_channel,
            self.sender,
            self.web_url,
            self.synthetic,
            self.sources,
        )


def utc_now() -> datetime:
    """The wall clock, read in one place."""
    return datetime.now(UTC)


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """The province's database, checked: raises `StorageError` when it is of another version."""
    folder = settings.general.data_dir
    if not folder.is_dir():
        raise StorageError(
            f"no data folder {folder}",
            vi=f"Không thấy thư mục dữ liệu {folder}. Hãy tạo bằng lệnh: monitor init <tỉnh>",
        )
    store = Store(settings.database_url)
    try:
        store.check()
        yield store
    finally:
        store.close()


@contextmanager
def open_office(settings: Settings) -> Iterator[Office]:
    """The office against the real world; a cycle may run meanwhile."""
    profile = load_profile(settings.general.province)
    with open_store(settings) as store:
        yield Office(
            store,
            profile.province,
            profile.agencies,
            _mail_channel(settings),
            Sender(**settings.operator.model_dump()),
            settings.web.url,
            sources=with_egp(profile, settings).sources,
        )


@contextmanager
def open_line(settings: Settings) -> Iterator[Line]:
    """The line against the real world, as the settings file and the province's profile say."""
    with ExitStack() as stack:
        store = stack.enter_context(open_store(settings))
        # Around the whole line: two processes must not extend the archive's digest chain either.
        stack.enter_context(store.alone())
        client_settings = ClientSettings(
            contact=settings.http.contact,
            spacing_seconds=settings.http.spacing_seconds,
            timeout_seconds=settings.http.timeout_seconds,
            retries=settings.http.retries,
            max_bytes=settings.http.max_bytes,
            tls={settings.egp.host: TlsProfile(ciphers=settings.egp.ciphers)},
        )
        yield stack.enter_context(
            assemble(
                settings,
                store,
                with_egp(load_profile(settings.general.province), settings),
                client_settings,
                utc_now,
            )
        )


@contextmanager
def assemble(
    settings: Settings,
    store: Store,
    profile: Profile,
    client_settings: ClientSettings,
    now: Callable[[], datetime],
    *,
    synthetic: bool = False,
) -> Iterator[Line]:
    """Build the line from its parts; closes the client and the archive at the end."""
    tray = CaptureTray()
    folder = settings.general.data_dir / "captures"
    with store.begin() as work:
        # A kill may have left captures in the archive that no index row names yet.
        work.captures.add_all(reindex(folder, work.captures.resume_file()))
        chain = work.captures.last_chain()
        work.agencies.put(profile.agencies)
        lawbook, calendar = lawbook_at(work, now()), calendar_as_set(settings)
        if not remember_calendar(work, calendar, now()):
            log.warning("calendar_changed", told_by="monitor law recount")
    with (
        WarcArchive(folder, chain, tray.put) as archive,
        PoliteClient(archive, client_settings, now) as client,
    ):
        yield Line(
            store=store,
            tray=tray,
            fetch=client,
            province=profile.province,
            agencies=profile.agencies,
            sources=profile.sources,
            resolver=AgencyResolver(profile.agencies),
            lawbook=lawbook,
            calendar=calendar,
            recipients=_recipients(settings, alerts=True),
            digest_readers=_recipients(settings, alerts=False),
            channel_settings=_channel_settings(settings),
            watched_since=start_of_day(settings.watch.backfill_from),
            workers=settings.http.workers,
            synthetic=synthetic,
            attachments=settings.attachments,
            flood=FloodLimits(settings.rules.flood_share, settings.rules.flood_least),
            manners=_manners(settings.alerts),
            quiet=_quiet(settings.alerts),
            outage_patience=timedelta(hours=settings.alerts.outage_hours),
            mail_channel=_mail_channel(settings),
            sender=Sender(**settings.operator.model_dump()),
            web_url=settings.web.url,
        )


def lawbook_at(work: UnitOfWork, at: datetime) -> LawBook:
    """The law with what people had confirmed by `at` (UTC).

    Raises `ConfigError` naming a confirmed rule that is no longer in the book.
    """
    return with_confirmations(load_lawbook(), work.confirmations.standing(at), at)


def calendar_as_set(settings: Settings) -> Calendar:
    """The calendar under the readings of the law that the operator admits."""
    return load_calendar(Readings(settings.law.makeup_saturdays, settings.law.minimum_periods))


def with_egp(profile: Profile, settings: Settings) -> Profile:
    """Give the national sources the operator's host and, where there is one, the owner's token."""
    given: dict[str, object] = {"host": settings.egp.host}
    if token := settings.egp.token.get_secret_value():
        given["token"] = token
    return replace(
        profile,
        sources=tuple(
            replace(source, settings={**source.settings, **given})
            if source.channel is Channel.NATIONAL and source.platform == "egp"
            else source
            for source in profile.sources
        ),
    )


def _recipients(settings: Settings, *, alerts: bool) -> tuple[Recipient, ...]:
    channel = _mail_channel(settings)
    return tuple(
        Recipient(person.id, person.name, person.address, channel, person.lang)
        for person in settings.recipients
        if (person.alerts if alerts else person.digest)
    )


def _manners(alerts: Alerts) -> Manners:
    return Manners(alerts.remind_after_days, alerts.escalate_after_days, alerts.at_once == "all")


def _quiet(alerts: Alerts) -> QuietHours:
    return QuietHours(alerts.quiet_from, alerts.quiet_to, alerts.working_days_only)


def _mail_channel(settings: Settings) -> str:
    return "sendgrid" if settings.mail.sendgrid_api_key.get_secret_value() else "outbox"


def _channel_settings(settings: Settings) -> dict[str, Mapping[str, object]]:
    mail = settings.mail
    return {
        "outbox": {
            "folder": Path(settings.general.data_dir) / "outbox",
            "from_address": mail.from_address,
            "from_name": mail.from_name,
        },
        "sendgrid": {
            "api_key": mail.sendgrid_api_key.get_secret_value(),
            "host": mail.sendgrid_host,
            "from_address": mail.from_address,
            "from_name": mail.from_name,
        },
        "webhook": {},  # every recipient brings a secret of its own
    }
