"""Thêm một nguồn: dán địa chỉ, xem nền tảng và những tin đầu tiên, chép khối TOML.
Adding a source: paste an address, see its platform and first items, copy the proposed TOML."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.access.permissions import Act
from monitor.domain.errors import SourceError
from monitor.domain.sources import Source
from monitor.domain.vocabulary import Channel
from monitor.web.desk.sources import SOURCES
from monitor.web.refusals import PageRefused
from monitor.web.site import Form, Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn
from monitor.web.wording import lang_of
from sources.http.client import PoliteClient
from sources.http.settings import ClientSettings
from sources.proposal import declaration, likely_channel, proposed_id
from sources.recognise import Recognised, Unkept, recognise

log = structlog.get_logger()

ADD = f"{SOURCES}/them"
_Adding = Annotated[SignedIn, staff(Act.ADD_SOURCES, back=ADD)]
_SHOWN = 8
_NOT_NATIONAL = (Channel.PORTAL, Channel.AGENCY_PAGE)


def routes(site: Site) -> APIRouter:
    """`/nguon-tin/them`; a POST asks the pasted address once, by the same guarded client as every look."""
    router = APIRouter()
    client = PoliteClient(Unkept(), _patient(site.office.client), site.clock)

    @router.get(ADD)
    def show(request: Request, here: _Adding) -> Response:
        return _page(site, request, here)

    @router.post(ADD)
    def ask(request: Request, here: _Adding, form: Form) -> Response:
        given = {name: str(form.get(name) or "").strip()[:2000] for name in _FIELDS}
        if not site.limits.pasted.allow(here.user.login, site.clock()):
            raise PageRefused("too many addresses", status=429, key="too_often")
        url = given["dia_chi"]
        if not url:
            return _page(site, request, here, given, refusal="add_no_address", status=422)
        log.info("source_tried", by=here.user.login, host=_host(url))
        try:
            found = recognise(client, url, site.clock(), allow_private=_is_demo(site, url))
        except SourceError as error:
            return _page(site, request, here, given, words=error.vi, status=422)
        return _page(site, request, here, given, found=found)

    return router


_FIELDS = ("dia_chi", "ten", "kenh", "don_vi")


def _host(url: str) -> str:
    """The host of what was pasted; empty for what is no address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _patient(settings: ClientSettings) -> ClientSettings:
    """Somebody waits for the answer: the pace stays, a try is made once and ends soon."""
    return replace(
        settings,
        retries=0,
        connect_seconds=min(settings.connect_seconds, 5.0),
        timeout_seconds=min(settings.timeout_seconds, 10.0),
        total_seconds=min(settings.total_seconds, 20.0),
        max_bytes=min(settings.max_bytes, 5_000_000),
        max_redirects=min(settings.max_redirects, 3),
    )


def _is_demo(site: Site, url: str) -> bool:
    """Only the demo's own servers on loopback, never an address of this machine otherwise."""
    if not site.office.synthetic:
        return False
    origins = {urlsplit(one.url)[:2] for one in site.office.sources if one.allow_private}
    try:
        return urlsplit(url)[:2] in origins
    except ValueError:
        return False


def _page(
    site: Site,
    request: Request,
    here: SignedIn,
    given: dict[str, str] | None = None,
    *,
    found: Recognised | None = None,
    refusal: str = "",
    words: str = "",
    status: int = 200,
) -> Response:
    standing = [agency for agency in site.office.agencies if not agency.successor_id]
    given = given or dict.fromkeys(_FIELDS, "")
    proposal = _proposed(site, found, given) if found and found.platform else None
    return site.pages.page(
        "desk/add_source.html.j2",
        lang_of(request),
        status=status,
        here=here,
        given=given,
        agencies=sorted(((one.id, one.name) for one in standing), key=lambda one: one[1]),
        channels=_NOT_NATIONAL,
        found=found,
        items=found.items[:_SHOWN] if found else (),
        proposed=declaration(proposal) if proposal else "",
        known=_known(site, found.url) if found else None,
        refusal=refusal,
        words_of_refusal=words,
        own=site.root + SOURCES,
        add=site.root + ADD,
    )


def _proposed(site: Site, found: Recognised, given: dict[str, str]) -> Source:
    sources = site.office.sources
    agencies = {agency.id: agency.name for agency in site.office.agencies}
    agency = given["don_vi"] if given["don_vi"] in agencies else ""
    wanted = {channel.value: channel for channel in _NOT_NATIONAL}
    channel = wanted.get(given["kenh"]) or likely_channel(found.url, sources)
    name = given["ten"][:160] or agencies.get(agency, "") or found.title or _host(found.url)
    return Source(
        proposed_id(found.url, {one.id for one in sources}),
        " ".join(name.split()),
        channel,
        found.platform,
        found.url,
        (agency,) if agency else (),
        allow_private=_is_demo(site, found.url),
    )


def _known(site: Site, url: str) -> Source | None:
    """The declared source of the same address, if there is one."""
    return next((one for one in site.office.sources if one.url.rstrip("/") == url.rstrip("/")), None)
