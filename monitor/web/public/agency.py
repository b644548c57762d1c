"""Trang của một đơn vị trên bảng công khai: chỉ số, xu hướng, việc còn mở và lời của đơn vị.
One agency's page on the public board: measures, trend, open items and its own replies beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.board.items import OpenItem, open_item, public_states
from monitor.board.periods import LAST
from monitor.board.standing import NOTHING, on_channel
from monitor.digest.ranking import FEW
from monitor.domain.board import BoardCount, BoardLine, BoardTable, Measures
from monitor.domain.vocabulary import Channel
from monitor.web.public.board import BOARD, shared
from monitor.web.public.drawing import months_drawn
from monitor.web.public.standings import Latest, months_of
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site
from monitor.web.wording import PageWords, lang_of
from storage.store import UnitOfWork

MOST_ITEMS = 50


@dataclass(frozen=True, slots=True)
class _Items:
    """The open items shown, and how many more there are."""

    shown: tuple[OpenItem, ...]
    more: int


def routes(site: Site) -> APIRouter:
    """`/bang/<agency id>`."""
    router = APIRouter(dependencies=[PUBLIC])
    names = {agency.id: agency.name for agency in site.office.agencies}
    latest = Latest(site)

    @router.get(f"{BOARD}/{{agency_id}}")
    def show(request: Request, agency_id: str) -> Response:
        if agency_id not in names:
            raise PageRefused("no such agency on the board", status=404, key="not_found")
        said = PageWords(lang_of(request))
        with site.office.store.read() as work:
            found = latest.standings(work)
            if found is None:
                return site.pages.page("public/no_board.html.j2", said.lang)
            count = work.board.of(agency_id).get(LAST)
            months = months_of(work, found.counted, agency_id)
            items = _items(site, work, agency_id)
        line = _line(found.table, agency_id) or BoardLine(agency_id, names[agency_id], None, NOTHING)
        return site.pages.page(
            "public/agency.html.j2",
            said.lang,
            **shared(site, said, found),
            line=line,
            stands=_stands(found.table, line, said),
            channels=_channels(count),
            months=months,
            chart=months_drawn(months, said),
            items=items,
            publish=site.published.publish,
            file=agency_id,
        )

    return router


def _items(site: Site, work: UnitOfWork, agency_id: str) -> _Items:
    states = public_states(site.published.publish)
    if not states:
        return _Items((), 0)
    cases = [case for case in work.board.cases_of(agency_id, states) if case.open_fingerprints]
    shown = cases[:MOST_ITEMS]
    known = work.findings.named(name for case in shown for name in case.open_fingerprints)
    items = tuple(item for case in shown if (item := open_item(case, known)) is not None)
    return _Items(items, len(cases) - len(shown))


def _line(table: BoardTable, agency_id: str) -> BoardLine | None:
    return next((line for line in table.lines if line.agency_id == agency_id), None)


def _stands(table: BoardTable, line: BoardLine, said: PageWords) -> Mapping[str, Any]:
    """Where the agency stands, in words, and the colour of its tag."""
    if line.place is not None:
        return {"words": said.say("board_rank_of", place=line.place, n=len(table.ranked)), "tag": "neutral"}
    if line in table.few:
        return {"words": said.say("board_stands_few", n=FEW), "tag": "neutral"}
    if line in table.unseen:
        return {"words": said.say("board_stands_unseen"), "tag": "blind"}
    return {"words": said.say("board_stands_nothing"), "tag": "neutral"}


def _channels(count: BoardCount | None) -> tuple[tuple[Channel, Measures, int], ...]:
    """Each channel on which something fell due: its measures, and how many were not seen."""
    found = count.channels if count else {}
    return tuple(
        (channel, on_channel(found[channel]), found[channel].missing)
        for channel in Channel
        if channel in found
    )
