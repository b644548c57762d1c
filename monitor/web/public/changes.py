"""Những ô đã đổi, viết thành lời: trước là gì, nay là gì.
Changed fields in words: what they said before and what they say now."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from monitor.search.differences import Changed, Value
from monitor.web.public.words import Names

_MONEY = ("price", "total", "award")
_CODES = ("main_procurement_category", "procurement_method_details")


class ChangeLine(NamedTuple):
    """One field with both values as they are read."""

    field: str
    old: str
    new: str


def change_lines(changed: Iterable[Changed], names: Names) -> tuple[ChangeLine, ...]:
    """Every changed field; a value that was not known says so."""
    return tuple(
        ChangeLine(
            names.said.say(f"life_field_{one.field}"),
            _words(one.field, one.old, names),
            _words(one.field, one.new, names),
        )
        for one in changed
    )


def _words(name: str, value: Value, names: Names) -> str:
    said = names.said
    match value:
        case None | "":
            return said.say("life_not_known")
        case bool():
            return said.say("life_yes" if value else "life_no")
        case int():
            return said.words.money(value) if name in _MONEY else said.words.number(value)
        case datetime():
            return said.words.moment(value)
        case date():
            return said.words.day(value)
        case _:
            return names.code(value) if name in _CODES else value
