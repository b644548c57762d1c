"""Xem lại quá khứ từ dòng lệnh: đọc thời điểm, mở dây chuyền chỉ để đọc.
What the commands about the past share: reading an instant, and a line that looks at nothing."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Never

from monitor.config import load_settings
from monitor.domain.errors import ConfigError, MonitorError
from monitor.domain.labels import Lang
from monitor.domain.ports import Fetcher
from monitor.domain.procurement import Agency
from monitor.domain.times import VIETNAM, end_of_day, from_vietnam, start_of_day, vietnam_day
from monitor.law.lawbook import load_lawbook
from monitor.reconcile.agencies import AgencyResolver
from monitor.wiring import CaptureTray, Line, calendar_as_set, flood_limits, open_store
from sources.profile import load_profile


class NothingKnownError(MonitorError):
    """An instant of which the store knows nothing: before the first look, or not here yet."""


def day_of(text: str) -> date:
    """A Vietnamese day, written 2026-09-05 or 05/09/2026; raises `ConfigError`."""
    with suppress(ValueError):
        return date.fromisoformat(text)
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day, not an instant
    except ValueError:
        _refuse(text)


def instant_of(text: str, now: datetime) -> datetime:
    """The instant (UTC) that was meant: of a day its end, of today the present.

    A time of day without a zone is Vietnamese. Raises `ConfigError`.
    """
    if "T" not in text and " " not in text.strip():
        return end_or_now(day_of(text.strip()), now)
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        _refuse(text)
    return from_vietnam(read) if read.tzinfo is None else read.astimezone(now.tzinfo)


def end_or_now(day: date, now: datetime) -> datetime:
    """The end (UTC) of a Vietnamese day; of today, which has not ended, the present."""
    return now if day == vietnam_day(now) else end_of_day(day)


def _refuse(text: str) -> Never:
    raise ConfigError(
        f"no day or instant: {text}",
        vi=f"Không đọc được ngày “{text}”. Hãy viết như 2026-09-05, 05/09/2026 hoặc 2026-09-05T14:30.",
    )


@contextmanager
def open_past(settings: Path) -> Iterator[Line]:
    """The line for reading alone: no visit, no letter, no lock, so that a running service goes on."""
    loaded = load_settings(settings)
    profile = load_profile(loaded.general.province)
    with open_store(loaded) as store:
        yield Line(
            store=store,
            tray=CaptureTray(),
            fetch=NOWHERE,
            province=profile.province,
            agencies=profile.agencies,
            sources=profile.sources,
            resolver=AgencyResolver(profile.agencies),
            lawbook=load_lawbook(),
            calendar=calendar_as_set(loaded),
            recipients=(),
            digest_readers=(),
            channel_settings={},
            watched_since=start_of_day(loaded.watch.backfill_from),
            workers=1,
            flood=flood_limits(loaded),
        )


class _Nowhere:
    """A client that visits nobody."""

    def get(self, *_asked: object, **_further: object) -> Never:
        raise AssertionError("a line for reading was asked to look at a source")

    post = get


NOWHERE: Fetcher = _Nowhere()


def refuse_unknown(line: Line, at: datetime, now: datetime) -> datetime:
    """The first look's instant (UTC); raises `NothingKnownError` when `at` is before it or after `now`."""
    with line.store.read() as work:
        first = work.looks.first_at()
    if first is None:
        raise NothingKnownError(
            "no look was ever made",
            vi="Chưa có lượt kiểm tra nào nên chưa có gì để xem lại. Hãy chạy trước: monitor run --once",
        )
    if at > now:
        raise NothingKnownError(
            f"{at.isoformat()} is in the future",
            vi=f"{clock(at)} chưa tới nên chưa ai biết gì. Hãy chọn một ngày từ {clock(first)} đến nay.",
        )
    if at < first:
        raise NothingKnownError(
            f"{at.isoformat()} is before the first look ({first.isoformat()})",
            vi=f"Lượt kiểm tra đầu tiên là lúc {clock(first)}; trước đó chưa biết gì, kể cả những tin đăng "
            "từ trước. Hãy chọn một ngày từ đó trở đi.",
        )
    return first


def agency_named(line: Line, text: str) -> Agency:
    """The agency with this id or name; raises `ConfigError`."""
    number = line.resolver.resolve(text, "").agency_id
    found = next((agency for agency in line.agencies if agency.id in (text, number)), None)
    if found is None:
        raise ConfigError(
            f"no agency {text}",
            vi=f"Không nhận ra đơn vị “{text}”. Hãy viết đủ tên như trong danh bạ của tỉnh, hoặc mã đơn vị.",
        )
    return found


def clock(at: datetime, lang: Lang = "vi") -> str:
    """An instant by the clock in Việt Nam."""
    local = at.astimezone(VIETNAM)
    return f"{local:%H:%M ngày %d/%m/%Y}" if lang == "vi" else f"{local:%Y-%m-%d %H:%M} (Việt Nam)"


def spoken(text: str) -> Lang:
    """The language asked for; raises `ConfigError`."""
    match text:
        case "vi" | "en":
            return text
        case _:
            raise ConfigError(
                f"unknown language {text}", vi=f"Không có ngôn ngữ {text}; hãy dùng vi hoặc en."
            )
