"""Cột lọc bên trái: từng nhóm, từng giá trị với số hồ sơ nếu bấm vào.
The rail of filters: each value with how many cases it would show, as a link that also takes it away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote_plus

from monitor.desk.clock import Awaited
from monitor.desk.filters import NOBODY, Facet, Filters, Span
from monitor.desk.index import PERIODS, Count, Ranged, Selection
from monitor.domain.vocabulary import CaseState, Channel, Severity, VerdictKind
from monitor.web.wording import PageWords

_LONG = 8
# Nobody reads down a list of hundreds: the rest is found by its name, or in the list of agencies.
_MOST = 24
_PLACE = "\0"
_INSIDE = (Facet.AWAITED, Facet.OWNER, Facet.SEVERITY, Facet.AGENCY)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: `query` is where it leads, without the question mark."""

    words: str
    cases: int
    query: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and its lines; those of `more` are folded, `beyond` counts values that are not written."""

    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()
    beyond: int = 0


def rail(
    selection: Selection,
    agencies: Mapping[str, str],
    people: Mapping[str, str],
    said: PageWords,
    *,
    inside: bool = True,
) -> tuple[Group, ...]:
    """Every group that has something to choose from; `inside` shows those of the inspectorate too."""
    words = _words(agencies, people, said)
    groups = [
        _facet(selection, facet, said.say(f"desk_facet_{facet.name.lower()}"), words[facet])
        for facet in Facet
        if inside or facet not in _INSIDE
    ]
    groups += [_ages(selection, said), _periods(selection, said)]
    return tuple(group for group in groups if group.choices)


def chips(
    asked: Filters, agencies: Mapping[str, str], people: Mapping[str, str], said: PageWords
) -> tuple[Choice, ...]:
    """What is asked for now, each with the address without it."""
    words = _words(agencies, people, said)
    found = [
        Choice(", ".join(map(words[facet], given)), 0, asked.with_facet(facet).query(), asked=True)
        for facet, given in asked.facets
    ]
    found += [
        Choice(_span(span, days, said), 0, asked.with_span(span, None).query(), asked=True)
        for span, days in asked.spans
    ]
    if asked.age != (None, None):
        first, last = asked.age
        told = _age(str(first or 0), "" if last is None else str(last), said)
        found.append(
            Choice(said.say("desk_chip_age", age=told), 0, asked.with_age(None, None).query(), asked=True)
        )
    return tuple(found)


def _facet(selection: Selection, facet: Facet, title: str, words: Callable[[str], str]) -> Group:
    asked = selection.asked
    without = asked.with_facet(facet).query()
    # Written out once for all values of the facet: there may be a hundred agencies.
    pattern = asked.with_facet(facet, _PLACE).query()

    def query(one: Count) -> str:
        return without if one.asked else pattern.replace(quote_plus(_PLACE), quote_plus(one.value, safe=","))

    counts = selection.counts(facet)
    choices = tuple(Choice(words(one.value), one.cases, query(one), one.asked) for one in counts[:_MOST])
    return Group(title, choices[:_LONG], choices[_LONG:], len(counts[_MOST:]))


def _ages(selection: Selection, said: PageWords) -> Group:
    asked = selection.asked

    def query(one: Ranged) -> str:
        ends = (int(one.first), int(one.last) if one.last else None)
        return (asked.with_age(None, None) if one.asked else asked.with_age(*ends)).query()

    choices = (
        Choice(_age(one.first, one.last, said), one.cases, query(one), one.asked) for one in selection.ages()
    )
    return Group(said.say("desk_facet_age"), tuple(one for one in choices if one.cases or one.asked))


def _periods(selection: Selection, said: PageWords) -> Group:
    asked = selection.asked

    def query(one: Ranged) -> str:
        days = (date.fromisoformat(one.first), date.fromisoformat(one.last))
        return (asked.with_span(Span.OPENED, None) if one.asked else asked.opened_within(days)).query()

    choices = tuple(
        Choice(said.say("desk_last_days", n=length), one.cases, query(one), one.asked)
        for length, one in zip(PERIODS, selection.periods(), strict=True)
    )
    return Group(said.say("desk_facet_opened"), choices)


def _words(
    agencies: Mapping[str, str], people: Mapping[str, str], said: PageWords
) -> Mapping[Facet, Callable[[str], str]]:
    return {
        Facet.VERDICT: lambda value: said.say(f"desk_verdict_{VerdictKind(value)}"),
        Facet.CHANNEL: lambda value: said.words.label(Channel(value)),
        Facet.AWAITED: lambda value: said.say(f"desk_awaited_{Awaited(value).name.lower()}"),
        Facet.STATE: lambda value: _capital(said.words.label(CaseState(value))),
        Facet.SEVERITY: lambda value: _capital(said.words.label(Severity(value))),
        Facet.OWNER: lambda value: said.say("desk_nobody") if value == NOBODY else people.get(value, value),
        Facet.AGENCY: lambda value: agencies.get(value, value) or said.say("desk_no_agency"),
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _age(first: str, last: str, said: PageWords) -> str:
    return (
        said.say("desk_age_between", first=first, last=last)
        if last
        else said.say("desk_age_from", first=first)
    )


def _span(span: Span, days: tuple[date | None, date | None], said: PageWords) -> str:
    first, last = (said.words.day(day) if day else "…" for day in days)
    return said.say(f"desk_span_{span.name.lower()}", first=first, last=last)
