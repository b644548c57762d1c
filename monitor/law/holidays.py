"""Bảng ngày nghỉ, ngày làm bù và văn bản quyết định của từng năm.
The days off and make-up Saturdays of each year, with the decision behind each (law.md §5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, Self

from pydantic import Field, model_validator

from monitor.domain.vocabulary import Confidence
from monitor.law.datafile import Row, check_periods, read_data, wrong

Status = Literal["ok", "pending"]

_SATURDAY = 5


class DayOff(Row):
    """A weekday on which the state sector does not work; no `decision`: the source of its year.

    In a year that is still `pending` that source is a proposal: there each day names its own.
    """

    day: date
    reason: str = Field(min_length=1)
    decision: str = ""


class Swap(Row):
    """A weekday off in exchange for a Saturday at work; `decision` is the text that ordered it."""

    rest: date
    makeup: date
    decision: str = Field(min_length=1)
    status: Status


class Span(Row):
    """Both days included."""

    start: date = Field(alias="from")
    end: date = Field(alias="to")

    def days(self) -> Iterator[date]:
        return (self.start + timedelta(days=step) for step in range((self.end - self.start).days + 1))


class Proposal(Row):
    """A holiday whose days are not decided: one of `proposals` will be."""

    reason: str = Field(min_length=1)
    proposals: tuple[Span, ...] = Field(min_length=1)


class HolidayYear(Row):
    """One year. `status` pending means that some of its days are still to be decided."""

    year: int = Field(ge=1990, le=2200)
    status: Status
    mark: Confidence
    source: str = Field(min_length=1)
    days_off: tuple[DayOff, ...]
    swaps: tuple[Swap, ...] = ()
    pending: tuple[Proposal, ...] = ()

    @model_validator(mode="after")
    def _days_make_sense(self) -> Self:
        off = [row.day for row in self.days_off] + [swap.rest for swap in self.swaps]
        makeup = [swap.makeup for swap in self.swaps]
        for day in off + makeup:
            if day.year != self.year:
                raise ValueError(f"{day} is not in {self.year} (ngày này không thuộc năm {self.year})")
            if off.count(day) + makeup.count(day) > 1:
                raise ValueError(f"{day} stands twice (ngày này được ghi hai lần)")
        if free := [str(day) for day in off if day.weekday() >= _SATURDAY]:
            raise ValueError(f"{', '.join(free)} is a weekend, not a day off (là ngày cuối tuần, không ghi)")
        if busy := [str(day) for day in makeup if day.weekday() != _SATURDAY]:
            raise ValueError(f"{', '.join(busy)} is no Saturday to make up (ngày làm bù phải là thứ Bảy)")
        bare = [str(row.day) for row in self.days_off if not row.decision.strip()]
        if self.status == "pending" and bare:
            raise ValueError(
                f"{', '.join(bare)} names no decision in a year still pending"
                " (năm còn chờ quyết định thì mỗi ngày nghỉ phải ghi văn bản ở decision)"
            )
        return self

    def proposed_off(self) -> Iterator[tuple[date, str]]:
        """Weekdays that may still become days off, with their reason."""
        for swap in self.swaps:
            if swap.status == "pending":
                yield swap.rest, f"hoán đổi với thứ Bảy {swap.makeup:%d/%m}"
        for proposal in self.pending:
            for span in proposal.proposals:
                yield from ((day, proposal.reason) for day in span.days() if day.weekday() < _SATURDAY)

    def proposed_makeup(self) -> Iterator[tuple[date, str]]:
        """Saturdays that may still become working days, with their reason."""
        for swap in self.swaps:
            if swap.status == "pending":
                yield swap.makeup, f"đề xuất làm bù cho ngày {swap.rest:%d/%m}"


class HolidayBook(Row):
    """Every year we know, without a gap between the first and the last."""

    years: tuple[HolidayYear, ...] = Field(min_length=1)


SHIPPED = files("monitor.law.data") / "holidays.yaml"


def load_holidays(path: Traversable | None = None) -> HolidayBook:
    """The shipped book, or the one at `path`; raises `ConfigError` naming file and row."""
    path = path or SHIPPED
    return _checked(str(path), read_data(path, HolidayBook))


def with_own_years(book: HolidayBook, path: Traversable) -> HolidayBook:
    """The book with each year that stands in the operator's own file in the place of its own.

    Raises `ConfigError` naming that file and the row, also where the years no longer join.
    """
    own = read_data(path, HolidayBook)
    given = [row.year for row in own.years]
    kept = [row for row in book.years if row.year not in given]
    years = tuple(sorted((*kept, *own.years), key=lambda row: row.year))
    return _checked(str(path), HolidayBook(years=years))


def _checked(name: str, book: HolidayBook) -> HolidayBook:
    """Every year once, and none left out between the first and the last."""
    periods = [(f"year {row.year}", date(row.year, 1, 1), date(row.year, 12, 31)) for row in book.years]
    if len({start for _name, start, _end in periods}) < len(periods):
        raise wrong(name, "years", "a year stands twice")
    check_periods(name, [(year, start, end) for year, start, end in periods], set())
    return book


@dataclass(frozen=True, slots=True)
class ListedDay:
    """One day of the book for people to read: what it is, by which decision, and how settled."""

    day: date
    kind: Literal["nghỉ", "làm bù"]
    reason: str
    decision: str
    status: Status


def listed(book: HolidayBook) -> tuple[ListedDay, ...]:
    """Every day off and every make-up Saturday with its decision, the proposed ones marked so."""
    days: list[ListedDay] = []
    for year in book.years:
        days += (ListedDay(r.day, "nghỉ", r.reason, r.decision or year.source, "ok") for r in year.days_off)
        for swap in year.swaps:
            why, for_what = f"hoán đổi với {swap.makeup:%d/%m}", f"làm bù cho {swap.rest:%d/%m}"
            days.append(ListedDay(swap.rest, "nghỉ", why, swap.decision, swap.status))
            days.append(ListedDay(swap.makeup, "làm bù", for_what, swap.decision, swap.status))
        swapped = {swap.rest for swap in year.swaps}
        proposed = {day: why for day, why in year.proposed_off() if day not in swapped}
        days += (ListedDay(day, "nghỉ", why, year.source, "pending") for day, why in proposed.items())
    return tuple(sorted(days, key=lambda listed_day: (listed_day.day, listed_day.kind)))
