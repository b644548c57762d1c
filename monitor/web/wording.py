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

LANG_COOKIE = "tieng"


@cache
def page_texts() -> Mapping[str, Mapping[str, str]]:
    """The catalogues `monitor/web/texts*.toml`: key → `vi` and `en`; no key stands in two of them."""
    found: dict[str, Mapping[str, str]] = {}
    for file in files("monitor.web").iterdir():
        if file.name.startswith("texts") and file.name.endswith(".toml"):
            read = tomllib.loads(file.read_text(encoding="utf-8"))
            if twice := found.keys() & read.keys():
                raise KeyError(f"{file.name}: {sorted(twice)} stand in another catalogue too")
            found |= read
    return found


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
    """`?lang=` where it names a language of ours, else what the visitor chose to keep, else the default."""
    asked = request.query_params.get("lang") or request.cookies.get(LANG_COOKIE)
    if asked == "vi":
        return "vi"
    return "en" if asked == "en" else default
