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
from monitor.desk.clock import DeskRules
from monitor.digest.agency_weekly import AgencyPace
from monitor.domain.bulletins import Sender
from monitor.domain.cases import Recipient
from monitor.domain.errors import StorageError
from monitor.domain.ports import Fetcher
from monitor.domain.procurement import Agency
from monitor.domain.province import Province
from monitor.domain.sources import Capture, Source
from monitor.domain.times import start_of_day
from monitor.domain.vocabulary import Channel
from monitor.law.calendar import Calendar, calendar_of, load_calendar
from monitor.law.confirm import with_confirmations
from monitor.law.holidays import HolidayBook, load_holidays, with_own_years
from monitor.law.lawbook import LawBook, load_lawbook
from monitor.law.readings import Readings
from monitor.mailing import channel_settings, mail_channel, readers_of
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.kept import Kept
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
    channel_settings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    desk: DeskRules = field(default_factory=DeskRules)
    captures: Path | None = None
    signed_texts: Path | None = None
    client: ClientSettings = field(default_factory=ClientSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Office):
    """The wired line of one province: what `monitor.cycle.run_cycle` works with.

    `kept` is what one cycle's linking leaves for the next.
    """

    tray: CaptureTray
    fetch: Fetcher
    resolver: AgencyResolver
    lawbook: LawBook
    calendar: Calendar
    recipients: tuple[Recipient, ...]
    digest_readers: tuple[Recipient, ...]
    watched_since: datetime
    workers: int
    kept: Kept = field(default_factory=Kept)
    attachments: Attachments = field(default_factory=Attachments)
    flood: FloodLimits = field(default_factory=FloodLimits)
    manners: Manners = field(default_factory=Manners)
    quiet: QuietHours = field(default_factory=QuietHours)
    letters_apart: timedelta = timedelta(hours=1)
    outage_patience: timedelta = timedelta(hours=6)
    agency_digest: AgencyPace = "when-needed"


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
            mail_channel(settings),
            Sender(**settings.operator.model_dump()),
            settings.web.url,
            sources=with_egp(profile, settings).sources,
            channel_settings=channel_settings(settings, store),
            desk=desk_rules(settings),
            captures=settings.general.data_dir / "captures",
            signed_texts=settings.general.data_dir / "signed-texts",
            client=client_settings(settings),
        )


@contextmanager
def open_line(settings: Settings) -> Iterator[Line]:
    """The line against the real world, as the settings file and the province's profile say."""
    with ExitStack() as stack:
        store = stack.enter_context(open_store(settings))
        # Around the whole line: two processes must not extend the archive's digest chain either.
        stack.enter_context(store.alone())
        yield stack.enter_context(
            assemble(
                settings,
                store,
                with_egp(load_profile(settings.general.province), settings),
                client_settings(settings),
                utc_now,
            )
        )


@contextmanager
def assemble(
    settings: Settings,
    store: Store,
    profile: Profile,
    client: ClientSettings,
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
        PoliteClient(archive, client, now) as fetcher,
    ):
        yield Line(
            store=store,
            tray=tray,
            fetch=fetcher,
            province=profile.province,
            agencies=profile.agencies,
            sources=profile.sources,
            resolver=AgencyResolver(profile.agencies),
            lawbook=lawbook,
            calendar=calendar,
            recipients=readers_of(settings, alerts=True),
            digest_readers=readers_of(settings, alerts=False),
            channel_settings=channel_settings(settings, store),
            watched_since=start_of_day(settings.watch.backfill_from),
            workers=settings.http.workers,
            synthetic=synthetic,
            attachments=settings.attachments,
            flood=flood_limits(settings),
            manners=_manners(settings),
            quiet=_quiet(settings.alerts),
            letters_apart=timedelta(minutes=settings.alerts.apart_minutes),
            outage_patience=timedelta(hours=settings.alerts.outage_hours),
            agency_digest=settings.alerts.agency_digest,
            mail_channel=mail_channel(settings),
            sender=Sender(**settings.operator.model_dump()),
            web_url=settings.web.url,
            desk=desk_rules(settings),
            captures=folder,
            signed_texts=settings.general.data_dir / "signed-texts",
            client=client,
        )


def client_settings(settings: Settings) -> ClientSettings:
    """How sites are asked: who we are, the pace, the limits."""
    return ClientSettings(
        contact=settings.http.contact,
        spacing_seconds=settings.http.spacing_seconds,
        timeout_seconds=settings.http.timeout_seconds,
        retries=settings.http.retries,
        max_bytes=settings.http.max_bytes,
        tls={settings.egp.host: TlsProfile(ciphers=settings.egp.ciphers)},
    )


def lawbook_at(work: UnitOfWork, at: datetime) -> LawBook:
    """The law with what people had confirmed by `at` (UTC).

    Raises `ConfigError` naming a confirmed rule that is no longer in the book.
    """
    return with_confirmations(load_lawbook(), work.confirmations.standing(at), at)


def holidays_as_set(settings: Settings) -> HolidayBook:
    """The days off in force: the shipped years, or those of the operator's own file.

    Raises `ConfigError` naming that file and the row.
    """
    own = settings.law.holidays
    return with_own_years(load_holidays(), own) if own else load_holidays()


def calendar_as_set(settings: Settings) -> Calendar:
    """The calendar under the readings of the law that the operator admits."""
    readings = Readings(settings.law.makeup_saturdays, settings.law.minimum_periods)
    if settings.law.holidays is None:
        return load_calendar(readings)
    return calendar_of(holidays_as_set(settings), readings)


def flood_limits(settings: Settings) -> FloodLimits:
    """From when on a rule counts as speaking of too many."""
    return FloodLimits(settings.rules.flood_share, settings.rules.flood_least)


def desk_rules(settings: Settings) -> DeskRules:
    """What the operator set for the inspector's desk."""
    holidays, calendar = holidays_as_set(settings), calendar_as_set(settings)
    return DeskRules(calendar, _manners(settings), settings.web.four_eyes, holidays)


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


def _manners(settings: Settings) -> Manners:
    alerts, days = settings.alerts, settings.web.answer_days
    return Manners(alerts.remind_after_days, alerts.escalate_after_days, alerts.at_once == "all", days)


def _quiet(alerts: Alerts) -> QuietHours:
    return QuietHours(alerts.quiet_from, alerts.quiet_to, alerts.working_days_only)
