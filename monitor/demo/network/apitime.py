"""Cách Mạng đấu thầu viết thời gian: giờ Việt Nam, không múi giờ, 0 đến 3 chữ số lẻ.
How the network writes times (egp-api §6.4), and how its range filters compare them."""

from datetime import UTC, date, datetime

from monitor.domain.times import VIETNAM


def api_time(instant: datetime) -> str:
    """Naive local time; trailing zeros of the milliseconds are not written."""
    local = instant.astimezone(VIETNAM)
    fraction = f"{local.microsecond // 1000:03d}".rstrip("0")
    return f"{local:%Y-%m-%dT%H:%M:%S}" + (f".{fraction}" if fraction else "")


def api_second(instant: datetime) -> str:
    """Naive local time to the second, as results are stamped."""
    return f"{instant.astimezone(VIETNAM):%Y-%m-%dT%H:%M:%S}"


def api_day(day: date) -> str:
    """A day: its last second."""
    return f"{day.isoformat()}T23:59:59"


def api_offset_time(instant: datetime) -> str:
    """The few sub-objects that carry an offset write UTC as `+0000`."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000+0000"


def comparable(text: str) -> str:
    """A time or range bound padded to milliseconds, its Z dropped: bounds are wall-clock time with a Z."""
    stem, _, fraction = text.removesuffix("Z").partition(".")
    return f"{stem}.{(fraction or '0')[:3]:0<3}"
