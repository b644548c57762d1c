"""Nguồn tin Atom, JSON Feed và lịch đóng thầu tại địa chỉ riêng của đăng ký.
A subscription as Atom, JSON Feed and calendar at an address that only reads; asked again, 304.

People paste these addresses into readers and shared calendars. So they do not hold the secret that opens
the page of the subscription, and nothing that is served there does. They once stood under that secret:
readers that still ask there are sent on for good."""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from alerts.feeds import atom, calendar, jsonfeed
from alerts.feeds.assemble import feed_data
from alerts.feeds.etag import already_has, etag
from monitor.access.secrets import feed_token, same
from monitor.domain.feeds import FeedData, FeedPlaces
from monitor.domain.letters import Sight
from monitor.domain.subscriptions import Subscription, TenderEvent
from monitor.domain.vocabulary import SubscriptionState
from monitor.steps.calendars import closing_history
from monitor.steps.forget import ERASED
from monitor.steps.letterhead import FEED_FORMS, FEEDS, feeds_path, links_of, network_sight, paged
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site, owned
from monitor.web.wording import PageWords
from storage.store import UnitOfWork

_NEWEST = 200


def routes(site: Site) -> APIRouter:
    """`tin.atom`, `tin.json` and `lich.ics` under `/tin/rieng/{number}/{token}`, and where they were."""
    router = APIRouter(dependencies=[PUBLIC])
    writers = (
        (atom.atom, atom.CONTENT_TYPE),
        (jsonfeed.json_feed, jsonfeed.CONTENT_TYPE),
        (calendar.calendar, calendar.CONTENT_TYPE),
    )
    for name, (write, kind) in zip(FEED_FORMS, writers, strict=True):
        _add(router, site, name, write, kind)
        _send_on(router, site, name)
    return router


def _add(router: APIRouter, site: Site, name: str, write: Callable[[FeedData], bytes], kind: str) -> None:
    @router.api_route(f"{FEEDS}/{{number}}/{{token}}/{name}", methods=["GET", "HEAD"])
    def feed(request: Request, number: str, token: str) -> Response:
        now = site.clock()
        with site.office.store.read() as work:
            one = _read_by(work, number, token)
            if one.state is SubscriptionState.ENDED:
                raise PageRefused("feed of an ended subscription", status=410, key="ended_feed")
            matched = tuple(match.event for match in work.subscriptions.newest(one.id, _NEWEST))
            closes = write is calendar.calendar
            history = closing_history(site.office, work, one, now) if closes else ()
            body = write(_data(site, work, one, matched, history, now))
        headers = {"ETag": etag(body), "Cache-Control": "private, max-age=300", "Content-Type": kind}
        if already_has(request.headers.get("if-none-match", ""), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers)


def _send_on(router: APIRouter, site: Site, name: str) -> None:
    @router.api_route(f"/dang-ky/{{secret}}/{name}", methods=["GET", "HEAD"])
    def moved(secret: str) -> Response:
        with site.office.store.read() as work:
            one = owned(work, secret)
        return RedirectResponse(f"{site.root}{feeds_path(one.id, one.secret)}/{name}", 301)


def _read_by(work: UnitOfWork, number: str, token: str) -> Subscription:
    """The subscription whose feeds the token opens. Raises `PageRefused` (404), the same for all else."""
    one = work.subscriptions.get(number)
    opened = same(token, feed_token(one.secret if one else "-", number))
    if one is None or not opened or one.address.startswith(ERASED):
        raise PageRefused("no such feed", status=404, key="not_found")
    return one


def _data(
    site: Site,
    work: UnitOfWork,
    one: Subscription,
    matched: tuple[TenderEvent, ...],
    history: tuple[TenderEvent, ...],
    now: datetime,
) -> FeedData:
    links = links_of(one.id, one.secret, site.office.web_url)
    home = f"{site.office.web_url}/dang-ky" if site.office.web_url else ""
    said = PageWords(one.lang)
    asked = "; ".join(site.asked(one.want, one.lang))
    return feed_data(
        one,
        paged(matched, site.office.web_url),
        paged(history, site.office.web_url),
        now,
        authority=site.authority,
        title=said.say("feed_title", asked=asked) if asked else "",
        author=site.office.sender.name or site.office.province.inspectorate.name,
        places=FeedPlaces(home, links.feed, links.json, links.calendar),
        older=work.subscriptions.count_matches(one.id) - len(matched),
        blind_since=blind_since(network_sight(site.office, work, now)),
    )


def blind_since(sight: Sight) -> datetime | None:
    """Since when the network could not be seen whole, while it cannot and once was; also for open feeds."""
    seen = [source.seen_whole_at for source in sight.blind if source.seen_whole_at is not None]
    return min(seen, default=None)
