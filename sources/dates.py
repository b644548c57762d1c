"""Ngày giờ như các cổng và mạng đấu thầu viết ra.
Every date format of portals §7 and of the national API (egp-api §0), always day first."""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from monitor.domain.times import VIETNAM, Moment, from_vietnam
from monitor.domain.vocabulary import Precision
from sources.text import clean

_LONGEST = 300
_EARLIEST_YEAR = 2000
_LATEST_YEAR = 2100
_INTO_FUTURE = timedelta(days=2)

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ZONES = {"": 7, "ict": 7, "z": 0, "ut": 0, "utc": 0, "gmt": 0}

_ISO = re.compile(
    r"(?P<y>\d{4})-(?P<mo>\d{2})-(?P<d>\d{2})"
    r"(?:[T ](?P<h>\d{2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"\s*(?P<z>Z|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_RFC = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(?P<d>\d{1,2})[ -](?P<m>[a-z]{3})[a-z]*[ -](?P<y>\d{4})"
    r"(?:\s+(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2}))?\s*(?P<z>[a-z]{1,4}(?:[+-]\d{1,2}:?\d{0,2})?|[+-]\d{4}|[+-]\d{2}:\d{2})?)?",
    re.IGNORECASE,
)
_JAVA = re.compile(
    r"[a-z]{3}\s+(?P<m>[a-z]{3})\s+(?P<d>\d{1,2})\s+(?P<h>\d{1,2}):(?P<mi>\d{2}):(?P<s>\d{2})\s+"
    r"(?P<z>[a-z]{1,4}(?:[+-]\d{1,2}:?\d{0,2})?|[+-]\d{4})\s+(?P<y>\d{4})",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(r"(?<![\d/.\-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4})(?![\d/-])")
_IN_WORDS = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})\s*,?\s+năm\s+(\d{4})", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2})(?::|\s?h\s?|\s?giờ\s?)(\d{2})(?:(?::|\s?m\s?)(\d{2}))?(?![\d:])\s*(AM|PM|SA|CH)?(?!\w)",
    re.IGNORECASE,
)
_AGO = re.compile(r"(\d{1,3})\s*(phút|giờ|ngày)\s+trước", re.IGNORECASE)
_AGO_UNIT = {
    "phút": (timedelta(minutes=1), Precision.MINUTE),
    "giờ": (timedelta(hours=1), Precision.HOUR),
    "ngày": (timedelta(days=1), Precision.DAY),
}
_API = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{0,9})?)?(?:Z|[+-]\d{2}:?\d{2})?")


def parse_published(text: str, origin: str, now: datetime | None = None) -> Moment | None:
    """Read a publication time as a portal shows it; `None` when it is not one (portals §7).

    Day first, except RFC 822, ISO 8601 and Java dates; Việt Nam time where no zone is given.
    `None` also for: two dates or two times in one text (a range is a deadline), an impossible day
    (never swapped), an unknown zone, a year before 2000, and a time more than two days after
    `now` (without `now`: a year after 2100). `8 giờ trước` is read only when `now` (UTC) is given.
    Page clocks look like dates: leaving them out is the caller's business.
    """
    text = clean(text)
    if not text or len(text) > _LONGEST:
        return None
    moment = _named_format(text, origin) or _day_first(text, origin) or _relative(text, origin, now)
    return moment if moment is not None and _plausible(moment.at, now) else None


@lru_cache(maxsize=1 << 14)
def parse_api_time(text: str) -> datetime | None:
    """Read a time of the national API as UTC; `None` when it is not one (egp-api §0.3, §4).

    Naive times are Vietnamese wall-clock time with 0 to 9 fraction digits; `+0000`, `Z` and other
    offsets are honoured.
    """
    if not _API.fullmatch(text.strip()):
        return None
    found = _ISO.fullmatch(re.sub(r"\.(?=$|Z|[+-])", "", text.strip()))
    return _instant(found) if found else None


def _named_format(text: str, origin: str) -> Moment | None:
    for pattern in (_ISO, _RFC, _JAVA):
        found = pattern.fullmatch(text)
        if not found:
            continue
        at = _instant(found)
        return Moment(at, _precision(found), origin) if at else None
    return None


def _instant(found: re.Match[str]) -> datetime | None:
    parts = found.groupdict()
    month = int(parts["mo"]) if parts.get("mo") else _MONTHS.get(str(parts.get("m")).lower(), 0)
    zone = _zone(parts.get("z") or "")
    if zone is None:
        return None
    try:
        naive = datetime(  # noqa: DTZ001 - the zone is put on below
            int(parts["y"]),
            month,
            int(parts["d"]),
            int(parts["h"] or 0),
            int(parts["mi"] or 0),
            int(parts["s"] or 0),
            int((parts.get("f") or "").ljust(6, "0")[:6]),
        )
        return naive.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(text: str) -> timezone | None:
    """`+0700`, `GMT+7`, `ICT`, none (Việt Nam); an unknown name is refused, not guessed."""
    found = re.fullmatch(r"([a-z]*)(?:([+-])(\d{1,2}):?(\d{2})?)?", text.lower())
    if not found or found.group(1) not in _ZONES:
        return None
    if not found.group(2):
        return timezone(timedelta(hours=_ZONES[found.group(1)]))
    offset = timedelta(hours=int(found.group(3)), minutes=int(found.group(4) or 0))
    if offset >= timedelta(hours=15):
        return None
    return timezone(offset if found.group(2) == "+" else -offset)


def _precision(found: re.Match[str]) -> Precision:
    parts = found.groupdict()
    if parts["h"] is None:
        return Precision.DAY
    return Precision.MINUTE if parts["s"] is None else Precision.SECOND


def _day_first(text: str, origin: str) -> Moment | None:
    days = [(d, m, y) for d, _separator, m, y in _DAY_FIRST.findall(text)] + _IN_WORDS.findall(text)
    if len(days) != 1:
        return None
    rest = _IN_WORDS.sub(" ", _DAY_FIRST.sub(" ", text))
    clocks = list(_CLOCK.finditer(rest))
    if len(clocks) > 1:
        return None
    day, month, year = map(int, days[0])
    hour, minute, second = 0, 0, 0
    precision = Precision.DAY
    if clocks:
        clock = clocks[0]
        read_hour = _hour(int(clock.group(1)), (clock.group(4) or "").upper())
        if read_hour is None:
            return None
        hour, minute, second = read_hour, int(clock.group(2)), int(clock.group(3) or 0)
        precision = Precision.MINUTE if clock.group(3) is None else Precision.SECOND
    try:
        naive = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - Việt Nam time
        return Moment(from_vietnam(naive), precision, origin)
    except (ValueError, OverflowError):
        return None


def _hour(hour: int, half: str) -> int | None:
    """Twelve-hour clocks of NukeViet 4.4: `AM`/`SA` (sáng), `PM`/`CH` (chiều)."""
    if half in ("PM", "CH"):
        return hour + 12 if hour < 12 else hour
    if half in ("AM", "SA"):
        return None if hour > 12 else hour % 12
    return hour


def _relative(text: str, origin: str, now: datetime | None) -> Moment | None:
    found = _AGO.fullmatch(text)
    if not found or now is None:
        return None
    unit, precision = _AGO_UNIT[found.group(2).lower()]
    return Moment(now.astimezone(UTC) - unit * (int(found.group(1)) + 1), precision, origin)


def _plausible(at: datetime, now: datetime | None) -> bool:
    local = at.astimezone(VIETNAM)
    if local.year < _EARLIEST_YEAR:
        return False
    return local.year <= _LATEST_YEAR if now is None else at <= now + _INTO_FUTURE
