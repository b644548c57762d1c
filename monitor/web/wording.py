"""Câu chữ của các trang, tiếng Việt và tiếng Anh.
The sentences of the pages, Vietnamese and English; a missing one is an error."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from starlette.requests import Request

from alerts.words import Words
from monitor.domain.labels import Lang
from monitor.domain.subscriptions import Rhythm
from monitor.domain.vocabulary import Pace


@cache
def page_texts() -> Mapping[str, Mapping[str, str]]:
    """The catalogue `monitor/web/texts.toml`: key → `vi` and `en`."""
    text = files("monitor.web").joinpath("texts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class PageWords:
    """Everything a page may say in one language."""

    lang: Lang

    @property
    def words(self) -> Words:
        """Dates, money and labels as letters write them."""
        return Words(self.lang)

    def say(self, key: str, **values: object) -> str:
        """A text of the catalogue. Raises `KeyError` for an unknown text or a value not given."""
        return self.words.filled(page_texts()[key], **values)

    def weekday(self, day: int) -> str:
        """The name of a day; 0 is Monday."""
        return self.say("weekdays").split("|")[day]

    def rhythm(self, rhythm: Rhythm) -> str:
        """When letters come, in one phrase."""
        said = self.say(
            f"rhythm_{rhythm.pace}", hour=f"{rhythm.hour:02}:00", weekday=self.weekday(rhythm.weekday)
        )
        if rhythm.working_days_only and rhythm.pace is not Pace.AT_ONCE:
            said += self.say("rhythm_working_days")
        return said


def lang_of(request: Request, default: Lang = "vi") -> Lang:
    """`?lang=` where it names a language of ours, else the default."""
    asked = request.query_params.get("lang")
    if asked == "vi":
        return "vi"
    return "en" if asked == "en" else default
