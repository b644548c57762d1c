"""Cột lọc của trang tìm kiếm: từng giá trị với số gói nếu bấm vào.
The rail of the search page: each value with how many packages it would show, as a link that toggles it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from monitor.search.index import Count, Selection
from monitor.search.query import CHOSEN, Closing, Facet, Query
from monitor.web.public.words import Names

_LONG = {Facet.BUYER: 8, Facet.METHOD: 6, Facet.PLACE: 6}
_MOST_BUYERS = 60
# As people narrow a search: how far it is before what it is about.
_ORDER = (
    Facet.STATUS,
    Facet.CLOSING,
    Facet.FIELD,
    Facet.METHOD,
    Facet.PRICE,
    Facet.PLACE,
    Facet.BUYER,
    Facet.HOLDS,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: `query` is where it leads, without the question mark."""

    words: str
    packages: int
    query: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and its lines; those of `more` are folded. `name` is the facet's in the address.

    `of_all` is how many values there are, where not all of them are written.
    """

    name: str
    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()
    of_all: int = 0


def rail(found: Selection, names: Names, say: Callable[..., str]) -> tuple[Group, ...]:
    """Every group that has something to choose from."""
    groups = (_group(found, facet, names, say) for facet in _ORDER)
    return tuple(group for group in groups if group.choices or group.name == Facet.PRICE.value)


def chips(asked: Query, names: Names, say: Callable[..., str]) -> tuple[Choice, ...]:
    """What is asked for now, each with the address without it."""
    first = replace(asked, page=1)
    told = [
        Choice(names.of(facet, value), 0, first.toggled(facet, value).address(), asked=True)
        for facet in CHOSEN
        for value in asked.of(facet)
    ]
    if asked.price != (None, None):
        told.append(
            Choice(names.price(asked.price), 0, replace(first, price=(None, None)).address(), asked=True)
        )
    if asked.closing:
        words = say(f"find_closing_{asked.closing.name.lower()}")
        told.append(Choice(words, 0, replace(first, closing=None).address(), asked=True))
    return tuple(told)


def _group(found: Selection, facet: Facet, names: Names, say: Callable[..., str]) -> Group:
    title = say(f"find_facet_{facet.name.lower()}")
    if facet is Facet.PRICE:
        return Group(facet.value, title, _prices(found, names))
    if facet is Facet.CLOSING:
        return Group(facet.value, title, _closings(found, say))
    counts = found.counts(facet)
    choices = [
        Choice(names.of(facet, one.value), one.packages, _toggled(found.asked, facet, one), one.asked)
        for one in sorted(counts[:_MOST_BUYERS], key=lambda one: not one.asked)
    ]
    long = _LONG.get(facet, len(choices))
    of_all = len(counts) if len(counts) > len(choices) else 0
    return Group(facet.value, title, tuple(choices[:long]), tuple(choices[long:]), of_all)


def _toggled(asked: Query, facet: Facet, one: Count) -> str:
    return asked.toggled(facet, one.value).address()


def _prices(found: Selection, names: Names) -> tuple[Choice, ...]:
    first = replace(found.asked, page=1)
    return tuple(
        Choice(
            names.price(one.span),
            one.packages,
            replace(first, price=(None, None) if one.asked else one.span).address(),
            one.asked,
        )
        for one in found.prices()
        if one.packages or one.asked
    )


def _closings(found: Selection, say: Callable[..., str]) -> tuple[Choice, ...]:
    first = replace(found.asked, page=1)
    return tuple(
        Choice(
            say(f"find_closing_{Closing(one.value).name.lower()}"),
            one.packages,
            replace(first, closing=None if one.asked else Closing(one.value)).address(),
            one.asked,
        )
        for one in found.closings()
        if one.packages or one.asked
    )
