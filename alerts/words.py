"""Chữ, ngày, số và tiền theo ngôn ngữ của người nhận.
Texts, dates, numbers and money in the reader's language; a missing text is an error."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from babel.dates import format_date
from babel.numbers import format_decimal

from monitor.domain.labels import Lang, label
from monitor.domain.times import VIETNAM, due_day

_CATALOGUES = (
    "texts.toml",
    "texts_agencies.toml",
    "texts_canary.toml",
    "texts_digests.toml",
    "texts_feeds.toml",
    "texts_subscribers.toml",
)
_DATE_FORMAT: dict[Lang, str] = {"vi": "d/M/y", "en": "d MMM y"}
_MOMENT_FORMAT: dict[Lang, str] = {"vi": "{time} ngày {day}", "en": "{time} on {day}"}
_MONEY_FORMAT: dict[Lang, str] = {"vi": "{amount} đ", "en": "VND {amount}"}


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """The catalogues `alerts/texts*.toml`: key → `vi`, `en` and, where needed, `en_one`."""
    folder = files("alerts")
    return {
        key: entry
        for name in _CATALOGUES
        for key, entry in tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8")).items()
    }


@dataclass(frozen=True, slots=True)
class Words:
    """Everything a template may say in one language."""

    lang: Lang

    def say(self, key: str, **values: object) -> str:
        """A text of the catalogue; whole numbers are written with the language's grouping.

        Raises `KeyError` for an unknown text or a value that was not given.
        """
        return self.filled(texts()[key], **values)

    def filled(self, entry: Mapping[str, str], **values: object) -> str:
        """A text of any catalogue, as `say` fills those of letters."""
        singular = self.lang == "en" and values.get("n") == 1 and "en_one" in entry
        pattern = entry["en_one"] if singular else entry[self.lang]
        return pattern.format(**{name: self._value(value) for name, value in values.items()})

    def label(self, value: StrEnum) -> str:
        """The words for a vocabulary value."""
        return label(value, self.lang)

    def day(self, at: date) -> str:
        """`21/9/2026`; an aware instant is read as its Vietnamese day."""
        if isinstance(at, datetime):
            at = at.astimezone(VIETNAM).date()
        return _day(at, self.lang)

    def last_day(self, due_at: datetime) -> str:
        """The last day that was still in time, from the first instant that is too late."""
        return self.day(due_day(due_at))

    def time(self, at: datetime) -> str:
        """`09:14`, Vietnamese time."""
        return _time(at)

    def moment(self, at: datetime) -> str:
        """Time and day together."""
        return _MOMENT_FORMAT[self.lang].format(time=self.time(at), day=self.day(at))

    def number(self, value: int) -> str:
        """`4.812` in Vietnamese, `4,812` in English."""
        return _number(value, self.lang)

    def money(self, dong: int) -> str:
        """`4.812.000.000 đ`."""
        return _MONEY_FORMAT[self.lang].format(amount=self.number(dong))

    def _value(self, value: object) -> str:
        return self.number(value) if isinstance(value, int) else str(value)


# Thousands of letters of one week tell of the same days and prices.
@lru_cache(maxsize=4096)
def _time(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M}"


@lru_cache(maxsize=4096)
def _day(at: date, lang: Lang) -> str:
    return format_date(at, _DATE_FORMAT[lang], locale=lang)


@lru_cache(maxsize=4096)
def _number(value: int, lang: Lang) -> str:
    return str(format_decimal(value, locale=lang))
