"""Danh sách đứng sau con số trong một thư gửi người đăng ký.
The list behind the number of a subscriber's letter: exactly the tenders that it told of."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from alerts.harmless import harmless_letter
from monitor.digest.bids import lines_of
from monitor.steps.letterhead import paged
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site, owned
from monitor.web.wording import lang_of


def routes(site: Site) -> APIRouter:
    """`/dang-ky/{secret}/tin/{letter}`; a letter is named by what stands for its key outside."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.get("/dang-ky/{secret}/tin/{letter}")
    def told(request: Request, secret: str, letter: str) -> Response:
        now = site.clock()
        with site.office.store.read() as work:
            one = owned(work, secret)
            posting = work.postings.known_by(letter)
            key = posting.delivery.message.key if posting else ""
            events = work.subscriptions.told_by(one.id, key) if key else ()
        if posting is None or not events:
            raise PageRefused("no letter of this subscription", status=404, key="not_found")
        lines = lines_of(map(harmless_letter, paged(events, site.office.web_url)), now)
        lang = lang_of(request, one.lang)
        return site.pages.page(
            "told.html.j2",
            lang,
            one=one,
            lines=lines,
            written_at=posting.delivery.message.created_at,
            names=site.names(lang),
            now=now,
            own=f"{site.root}/dang-ky/{secret}",
        )

    return router
