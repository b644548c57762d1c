"""Hàng việc của thanh tra: danh sách hồ sơ, bộ lọc, dải chưa nhìn thấy.
The inspector's queue: cases in the order in which they need a person, filters in the address bar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.access.permissions import Act
from monitor.desk.filters import Filters, read_filters
from monitor.desk.index import Selection
from monitor.desk.rows import QueueRow
from monitor.domain.vocabulary import CaseState
from monitor.web.ahead import reading
from monitor.web.desk.board import Board
from monitor.web.desk.lines import QueueLine, for_agency, queue_lines
from monitor.web.desk.listing import around
from monitor.web.desk.owners import owners
from monitor.web.desk.places import DESK
from monitor.web.desk.rail import chips, rail
from monitor.web.desk.strip import Strip
from monitor.web.rooms import Nav
from monitor.web.site import Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords, lang_of
from storage.store import UnitOfWork

NAV = Nav(DESK, "desk_queue", Act.SEE_CASES, 10)
PAGE = 25
# What an address says to come back with every box of the page ticked.
_EVERY = {"chon": "tat-ca"}
_SAVED = {"1": "desk_view_saved", "0": "desk_view_dropped"}
_PROBLEMS = {"khong-chon": "desk_bulk_none", "ten": "desk_view_unnamed", "nhieu": "desk_view_many"}
_Here = Annotated[SignedIn, staff(Act.SEE_CASES)]


@dataclass(frozen=True, slots=True)
class _Queue:
    """What the room keeps between requests."""

    site: Site
    board: Board
    strip: Strip


def routes(site: Site) -> APIRouter:
    """`/ban-lam-viec`, and the same list at the addresses that digests name."""
    queue = _Queue(site, Board(site.office.desk), Strip(site.office))
    router = APIRouter(lifespan=reading(lambda: _read_ahead(queue)))

    @router.get(DESK)
    @router.get(f"{DESK}/ho-so")
    def show(request: Request, here: _Here) -> Response:
        return _page(queue, request, here)

    return router


def _read_ahead(queue: _Queue) -> None:
    with queue.site.office.store.read() as work:
        queue.board.index(work, queue.site.clock())


def _page(queue: _Queue, request: Request, here: SignedIn) -> Response:
    said = PageWords(lang_of(request))
    asked, unread = read_filters(request.query_params)
    return queue.site.pages.page(
        "desk/queue.html.j2",
        said.lang,
        **_list(queue, request, here, asked, said),
        here=here,
        inside=not here.agency_id,
        asked=asked,
        unread=unread,
        asked_fields=[pair for pair in parse_qsl(asked.query()) if pair[0] != "tim"],
        told=_told(request, said),
        may_handle=here.may(Act.HANDLE_CASES),
        may_assign=here.may(Act.ASSIGN_CASES),
        every_marked=_EVERY.items() <= dict(request.query_params).items(),
        desk=queue.site.root + DESK,
        lists=around(queue.site, here, said, DESK)["lists"],
    )


def _list(queue: _Queue, request: Request, here: SignedIn, asked: Filters, said: PageWords) -> dict[str, Any]:
    """The rows of the page that is asked for, and everything that is counted around them."""
    site, now = queue.site, queue.site.clock()
    with site.office.store.read() as work:
        selection = queue.board.index(work, now).select(asked, here.agency_id)
        pages = max(1, -(-selection.total // PAGE))
        number = min(_number(request.query_params.get("trang", "")), pages)
        rows = selection.page(number, PAGE)
        people = work.users.names()
        lines = _shown(work, rows, people, said)
        givable = [(user.login, user.name) for user in owners(work, here)]
        sight, views = queue.strip.sight(work, now), work.desk.views(here.user.login)
    agencies = {agency.id: agency.name for agency in site.office.agencies}
    agencies |= {row.case.agency_id: row.case.agency_name for row in rows}
    return {
        "lines": for_agency(lines, said) if here.agency_id else lines,
        "sight": sight,
        "views": views,
        "owners": givable,
        "total": selection.total,
        "groups": rail(selection, agencies, people, said, inside=not here.agency_id),
        "chips": chips(asked, agencies, people, said),
        "fresh": [row.case.id for row in rows if row.case.state is CaseState.NEW],
        **_pages(selection, number, pages),
    }


def _shown(
    work: UnitOfWork, rows: tuple[QueueRow, ...], people: Mapping[str, str], said: PageWords
) -> tuple[QueueLine, ...]:
    findings = work.findings.named(row.facts[0].fingerprint for row in rows if row.facts)
    disclosures = work.desk.disclosures(one.disclosure_id for one in findings.values())
    return queue_lines(rows, findings, disclosures, people, said)


def _pages(selection: Selection, number: int, pages: int) -> Mapping[str, Any]:
    query = selection.asked.query
    here = {"trang": str(number)} if number > 1 else {}
    return {
        "mark_all": query(**here, **_EVERY),
        "mark_none": query(**here),
        "number": number,
        "pages": pages,
        "before": query(trang=str(number - 1)) if number > 1 else "",
        "after": query(trang=str(number + 1)) if number < pages else "",
        "first": (number - 1) * PAGE + 1,
    }


def _told(request: Request, said: PageWords) -> Mapping[str, str]:
    """What came of the act that led back here, and what was wrong with it."""
    asked = request.query_params
    done, left = _count(asked.get("xong", "")), _count(asked.get("con", ""))
    parts = [said.say("desk_bulk_done", n=done)] if "xong" in asked else []
    parts += [said.say("desk_bulk_left", n=left)] if left else []
    parts += [said.say(_SAVED[asked["luu"]])] if asked.get("luu") in _SAVED else []
    problem = _PROBLEMS.get(asked.get("loi", ""))
    return {"done": " ".join(parts), "problem": said.say(problem) if problem else ""}


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
