"""Bộ lọc và số đếm của hàng việc: số ghi bên cạnh đúng bằng số hồ sơ khi bấm vào.
Filters and counts of the queue: the number beside a value is what a click shows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.desk.clock import DeskRules
from monitor.desk.filters import Facet, Filters, Span, read_filters
from monitor.desk.index import AGES, PERIODS, DeskIndex
from monitor.desk.rows import queue_row
from monitor.digest.addresses import DeskAddresses
from monitor.digest.past_states import closed_in, is_open_at, opened_in
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case, CaseEvent
from monitor.domain.desk import FindingFacts
from monitor.domain.times import Window, end_of_day, start_of_day, vietnam_day
from monitor.domain.vocabulary import CaseState, Channel, DisclosureKind, Severity, VerdictKind
from tests.storage.samples import NOW, Samples

SAMPLES, RULES = Samples(), DeskRules()
TODAY = vietnam_day(NOW)
STEP_OF = {
    CaseState.ACKNOWLEDGED: CaseStep.ACKNOWLEDGED,
    CaseState.EXPLANATION_ASKED: CaseStep.EXPLANATION_ASKED,
    CaseState.RESOLVED: CaseStep.RESOLVED,
    CaseState.EXCUSED: CaseStep.EXCUSED,
    CaseState.CONFIRMED: CaseStep.CONFIRMED,
}
TITLES = ("Xây dựng cầu An Mẫu", "Mua sắm máy tính", "Sửa chữa trường An Mẫu")


@st.composite
def _cases(draw: st.DrawFn) -> list[tuple[Case, tuple[FindingFacts, ...]]]:
    made = []
    for number in range(draw(st.integers(0, 14))):
        opened = NOW - timedelta(days=draw(st.integers(0, 100)), hours=draw(st.integers(0, 20)))
        state = draw(st.sampled_from(list(CaseState)))
        events = [CaseEvent(opened, "máy", CaseStep.OPENED, "IB2600000001")]
        if state in STEP_OF:
            moved = opened + (NOW - opened) * draw(st.floats(0, 1))
            events.append(CaseEvent(moved, "Người A", STEP_OF[state]))
        facts = tuple(
            FindingFacts(
                f"f{number}-{n}",
                draw(st.sampled_from(list(Channel))),
                DisclosureKind.NOTICE,
                draw(st.sampled_from([VerdictKind.MISSING, VerdictKind.LATE])),
                draw(st.sampled_from(list(Severity)[:2])),
                NOW - timedelta(days=draw(st.integers(0, 30))),
                draw(st.integers(0, 9)),
            )
            for n in range(draw(st.integers(1, 3)))
        )
        names = tuple(one.fingerprint for one in facts)
        case = SAMPLES.case(
            number,
            state=state,
            opened_at=opened,
            events=tuple(events),
            agency_id=draw(st.sampled_from(["a", "b", "c"])),
            owner=draw(st.sampled_from(["", "an", "binh"])),
            severity=draw(st.sampled_from(list(Severity)[:2])),
            title=draw(st.sampled_from(TITLES)),
            fingerprints=names,
            open_fingerprints=names,
        )
        made.append((case, facts))
    return made


def _index(made: list[tuple[Case, tuple[FindingFacts, ...]]]) -> DeskIndex:
    known = {one.fingerprint: one for _, facts in made for one in facts}
    return DeskIndex((queue_row(case, known, RULES, NOW) for case, _ in made), RULES.calendar, TODAY)


_DAYS = st.dates(TODAY - timedelta(days=110), TODAY)
_ENDS = st.tuples(st.none() | _DAYS, st.none() | _DAYS).filter(any)
_VALUES = {
    Facet.VERDICT: ["missing", "late"],
    Facet.CHANNEL: [one.value for one in Channel],
    Facet.STATE: [one.value for one in CaseState],
    Facet.SEVERITY: ["high", "medium"],
    Facet.OWNER: ["an", "binh", "-"],
    Facet.AGENCY: ["a", "b", "khong-co"],
}


@st.composite
def _filters(draw: st.DrawFn) -> Filters:
    asked = Filters(text=draw(st.sampled_from(["", "an mau", "HS-2026", "máy TÍNH", "zzz"])))
    for facet in draw(st.lists(st.sampled_from(list(_VALUES)), max_size=3, unique=True)):
        words = draw(st.lists(st.sampled_from(_VALUES[facet]), min_size=1, max_size=2, unique=True))
        asked = asked.with_facet(facet, *words)
    for span in draw(st.lists(st.sampled_from(list(Span)), max_size=1)):
        asked = asked.with_span(span, draw(_ENDS))
    ages = draw(st.tuples(st.none() | st.integers(0, 60), st.none() | st.integers(0, 60)))
    return replace(asked, age=ages, open_on=draw(st.none() | _DAYS))


@settings(max_examples=120)
@given(made=_cases(), asked=_filters(), agency=st.sampled_from(["", "a"]))
def test_the_number_beside_a_value_is_what_a_click_shows(
    made: list[tuple[Case, tuple[FindingFacts, ...]]], asked: Filters, agency: str
) -> None:
    index = _index(made)
    selection = index.select(asked, agency)
    for facet in Facet:
        for one in selection.counts(facet):
            assert index.select(asked.with_facet(facet, one.value), agency).total == one.cases
    for band, age in zip(selection.ages(), AGES, strict=True):
        assert index.select(asked.with_age(*age), agency).total == band.cases
    for band, length in zip(selection.periods(), PERIODS, strict=True):
        clicked = index.select(asked.opened_within(index.last_days(length)), agency)
        assert clicked.total == band.cases


@settings(max_examples=120)
@given(made=_cases(), asked=_filters())
def test_a_page_shows_exactly_the_cases_that_satisfy_every_filter(
    made: list[tuple[Case, tuple[FindingFacts, ...]]], asked: Filters
) -> None:
    selection = _index(made).select(asked)
    fitting = {case.id for case, facts in made if _fits(case, facts, asked)}
    assert set(selection.ids()) == fitting
    assert selection.total == len(fitting)
    pages = [row.case.id for number in range(1, 5) for row in selection.page(number, 4)]
    assert pages == list(selection.ids())[:16]


def _fits(case: Case, facts: tuple[FindingFacts, ...], asked: Filters) -> bool:
    """The same filters, said case by case."""
    spans = dict(asked.spans)
    states = asked.of(Facet.STATE) or tuple(s.value for s in CaseState if s.is_open or asked.looks_back)
    values: dict[Facet, set[str]] = {
        Facet.VERDICT: {one.verdict.value for one in facts},
        Facet.CHANNEL: {one.channel.value for one in facts},
        Facet.SEVERITY: {case.severity.value},
        Facet.OWNER: {case.owner or "-"},
        Facet.AGENCY: {case.agency_id},
    }
    if any(asked.of(facet) and not values[facet] & set(asked.of(facet)) for facet in values):
        return False
    if Span.CLOSED not in spans and case.state.value not in states:
        return False
    if asked.open_on and not is_open_at(case, end_of_day(asked.open_on)):
        return False
    age = RULES.calendar.working_days_after(vietnam_day(case.opened_at), asked.open_on or TODAY)
    first, last = asked.age
    if not (first or 0) <= age <= (10**9 if last is None else last):
        return False
    needle = asked.text.lower().replace("máy tính", "may tinh")
    told = f"{case.id} {case.title} {case.agency_name}".lower()
    plain = told.replace("ẫ", "a").replace("á", "a").replace("í", "i")
    plain = plain.replace("mâu", "mau")
    return all(word in plain for word in needle.split()) and all(
        _in_span(case, span, days, asked) for span, days in spans.items()
    )


def _in_span(case: Case, span: Span, days: tuple[date | None, date | None], asked: Filters) -> bool:
    period = Window(start_of_day(days[0] or date(2000, 1, 1)), end_of_day(days[1] or date(2200, 1, 1)))
    if span is Span.OPENED:
        return opened_in(case, period)
    if span is Span.FRESH:
        return opened_in(case, period) and is_open_at(case, period.end)
    states = tuple(map(CaseState, asked.of(Facet.STATE))) or tuple(s for s in CaseState if not s.is_open)
    return closed_in(case, period, *states)


@given(asked=_filters())
def test_what_stands_in_the_address_bar_is_read_back_as_it_was(asked: Filters) -> None:
    read, unread = read_filters(dict(parse_qsl(asked.query())))
    assert (read.query(), unread) == (asked.query(), ())


@given(
    query=st.dictionaries(
        st.sampled_from([*Facet, "mo-tu", "tuoi-tu", "con-mo", "tim", "trang"]), st.text(max_size=30)
    )
)
def test_whatever_is_typed_into_the_address_bar_is_read_or_named(query: dict[str, str]) -> None:
    asked, unread = read_filters(query)
    assert set(unread) <= set(query)
    assert read_filters(dict(parse_qsl(asked.query())))[1] == ()


WEEK = Window(start_of_day(date(2026, 2, 23)), end_of_day(date(2026, 3, 1)))
ADDRESSES = DeskAddresses("https://x.test")
CASES: list[tuple[str, Callable[[Case], bool]]] = [
    (ADDRESSES.cases_new(WEEK), lambda c: opened_in(c, WEEK) and is_open_at(c, WEEK.end)),
    (ADDRESSES.cases_opened(WEEK), lambda c: opened_in(c, WEEK)),
    (ADDRESSES.cases_open(WEEK), lambda c: is_open_at(c, WEEK.end)),
    (
        ADDRESSES.cases_open(WEEK, 3, 10),
        lambda c: (
            is_open_at(c, WEEK.end)
            and 3 <= RULES.calendar.working_days_after(vietnam_day(c.opened_at), date(2026, 3, 1)) <= 10
        ),
    ),
    (
        ADDRESSES.cases_open(WEEK, severity=Severity.HIGH),
        lambda c: is_open_at(c, WEEK.end) and c.severity is Severity.HIGH,
    ),
    (ADDRESSES.cases_closed(WEEK, CaseState.RESOLVED), lambda c: closed_in(c, WEEK, CaseState.RESOLVED)),
    (
        ADDRESSES.cases_closed(WEEK, CaseState.EXCUSED, CaseState.CONFIRMED),
        lambda c: closed_in(c, WEEK, CaseState.EXCUSED, CaseState.CONFIRMED),
    ),
]


@pytest.mark.parametrize(("address", "counted"), CASES)
@settings(max_examples=40)
@given(made=_cases())
def test_the_list_behind_a_number_of_the_digest_holds_what_was_counted(
    address: str, counted: Callable[[Case], bool], made: list[tuple[Case, tuple[FindingFacts, ...]]]
) -> None:
    asked, unread = read_filters(dict(parse_qsl(address.partition("?")[2])))
    assert unread == ()
    assert set(_index(made).select(asked).ids()) == {case.id for case, _ in made if counted(case)}
