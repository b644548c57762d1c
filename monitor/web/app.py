"""Ứng dụng web: mỗi phòng một tệp, chung một hàng rào, cửa nào cũng ghi ai được vào.
The web application: one small router per room, one fence around all, a gate on every route."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from fastapi import FastAPI

from alerts.events.sendgrid import load_key
from alerts.feeds.identity import feed_tag
from monitor.access.openid import Provider
from monitor.access.sealing import Vault
from monitor.access.sessions import Spans
from monitor.config import OpenData
from monitor.web import assets
from monitor.web.api.app import PATH, IndexAddress, open_data
from monitor.web.guards import BoundedBody, UnderPath
from monitor.web.headers import SafeHeaders
from monitor.web.limits import Limits
from monitor.web.proxies import Network, TrustedProxies
from monitor.web.refusals import add_refusals
from monitor.web.rendering import Pages
from monitor.web.rooms import opened, refuse_undeclared
from monitor.web.site import Clock, Site
from monitor.web.staff.cookies import before_line, browser_id
from monitor.web.staff.errors import add_redirections
from monitor.web.staff.gate import signed_in
from monitor.web.view import Viewing
from monitor.wiring import Office

# The year of the first edition; who moves to another domain later sets the authority.
_YEAR = 2026


def create_app(
    office: Office,
    clock: Clock,
    *,
    authority: str = "",
    event_key: str = "",
    spans: Spans | None = None,
    provider: Provider | None = None,
    published: OpenData | None = None,
    vault: Vault | None = None,
    limits: Limits | None = None,
    trusted_proxies: Sequence[Network] = (),
) -> FastAPI:
    """The application; `clock` gives aware UTC instants.

    `authority` (`<domain>,<year>`) names the feeds for ever; empty takes the host of the web address.
    `spans` say how long logins last, `provider` who else may vouch for the staff, `published` what is
    open data. Without a `vault` second factors are good until the end of this run only;
    without `limits` nobody else shares them. Only `trusted_proxies` are believed when they tell who asks.
    Raises `ConfigError` for an `event_key` or an authority that cannot be read, `RouteUndeclared` for
    a route that does not say who may come in.
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
        spans=spans or Spans(),
        provider=provider,
        published=published or OpenData(),
        vault=vault or Vault.of_this_run(),
        limits=limits or Limits(),
    )
    app = opened(site, assets.routes(loaded))
    app.state.site = site
    refuse_undeclared(app)
    app.mount(PATH, open_data(office, clock, site.published, site.limits.data))
    add_refusals(app, pages)
    add_redirections(app)
    app.add_middleware(BoundedBody)
    app.add_middleware(
        Viewing,
        find=lambda request: signed_in(site, request),
        known=lambda request: browser_id(site, request),
        giving=lambda value: before_line(site, value),
    )
    app.add_middleware(IndexAddress, root=address.path)
    app.add_middleware(UnderPath, path=address.path)
    app.add_middleware(TrustedProxies, trusted=trusted_proxies)
    app.add_middleware(SafeHeaders, tls=address.scheme == "https", root=address.path)
    return app
