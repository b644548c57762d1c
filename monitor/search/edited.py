"""Một tin đăng bị sửa trên cổng hay trang đơn vị: những gì nay đọc khác.
An item that was edited on a portal or agency page: what reads otherwise now."""

from collections.abc import Iterator
from datetime import datetime

from monitor.domain.bookkeeping import SightingRevision
from monitor.domain.times import VIETNAM
from monitor.reconcile.labelled import Labelled, read_labelled
from monitor.search.differences import Changed, Value

# What is told of an item beside what records have.
TOLD_OF_ITEMS = ("url", "published", "award", "winner", "body")
_AROUND, _EXCERPT = 40, 200


def edited(before: SightingRevision, after: SightingRevision) -> tuple[Changed, ...]:
    """The fields that differ; a value that is not said any more is found in the text of the body."""
    told = (
        ("name", before.title, after.title),
        ("url", before.url, after.url),
        ("published", _day(before.published), _day(after.published)),
    )
    fields = tuple(Changed(*one) for one in told if one[1] != one[2] and one[2])
    return (*fields, *_of_body(" ".join(before.body.split()), " ".join(after.body.split())))


def _of_body(before: str, after: str) -> tuple[Changed, ...]:
    """What stands under a label where that is all that changed there, else the place of the first change."""
    if before == after or not after:
        return ()
    old, new = dict(_labelled(read_labelled(before))), dict(_labelled(read_labelled(after)))
    found = tuple(Changed(name, old[name], new[name]) for name in new if old[name] != new[name] and new[name])
    return found or (Changed("body", *_excerpts(before, after)),)


def _labelled(said: Labelled) -> Iterator[tuple[str, Value]]:
    yield "price", said.price
    yield "total", said.total
    yield "tender_period_end", said.closing.at if said.closing else None
    yield "buyer_name", "; ".join(said.buyers)
    yield "procurement_method_details", said.method
    yield "award", said.award
    yield "winner", "; ".join(said.winners)


def _excerpts(before: str, after: str) -> tuple[str, str]:
    """Both texts from a little before the first letter that differs."""
    same = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None)
    start = max(0, (min(len(before), len(after)) if same is None else same) - _AROUND)
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    end = start + _EXCERPT
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"


def _day(at: datetime | None) -> Value:
    """A day without its hour is shown as a day."""
    if at is None:
        return None
    local = at.astimezone(VIETNAM)
    return at if local.hour or local.minute or local.second else local.date()
