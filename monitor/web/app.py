"""Ứng dụng web: mỗi phòng một tệp trong `pages/`, chung một hàng rào.
The web application: one small router per room, one fence around all of them."""

from urllib.parse import urlsplit

from fastapi import FastAPI

from alerts.events.sendgrid import load_key
from alerts.feeds.identity import feed_tag
from monitor.web import assets
from monitor.web.guards import BoundedBody, UnderPath
from monitor.web.headers import SafeHeaders
from monitor.web.pages import answer, ask, feeds, mail_reports, manage, stop
from monitor.web.refusals import add_refusals
from monitor.web.rendering import Pages
from monitor.web.site import Clock, Site
from monitor.wiring import Office

_ROOMS = (answer.routes, ask.routes, stop.routes, feeds.routes, manage.routes, mail_reports.routes)
# The year of the first edition; who moves to another domain later sets the authority.
_YEAR = 2026


def create_app(office: Office, clock: Clock, *, authority: str = "", event_key: str = "") -> FastAPI:
    """The application; `clock` gives aware UTC instants.

    `authority` (`<domain>,<year>`) names the feeds for ever; empty takes the host of the web address.
    Raises `ConfigError` for an `event_key` or an authority that cannot be read.
    """
    address = urlsplit(office.web_url)
    loaded = assets.load_assets()
    pages = Pages(office, address.path, loaded)
    authority = authority or f"{address.hostname or 'localhost'},{_YEAR}"
    feed_tag(authority, "")
    site = Site(
        office,
        clock,
        pages,
        authority,
        address.path,
        load_key(event_key) if event_key else None,
    )
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(assets.routes(loaded))
    for routes in _ROOMS:
        app.include_router(routes(site))
    add_refusals(app, pages)
    app.add_middleware(BoundedBody)
    app.add_middleware(UnderPath, path=address.path)
    app.add_middleware(SafeHeaders, tls=address.scheme == "https")
    return app
