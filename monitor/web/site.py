"""Những gì mọi trang cần có: văn phòng, đồng hồ, mẫu trang, hạn mức.
What every page works with; made once by `monitor.web.app.create_app`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from fastapi import Depends, Request
from starlette.datastructures import FormData

from monitor.access.openid import Provider
from monitor.access.sealing import Vault
from monitor.access.sessions import Spans
from monitor.config import OpenData
from monitor.domain.labels import Lang
from monitor.domain.subscriptions import Subscription, Want
from monitor.steps.forget import ERASED
from monitor.steps.letterhead import names_of
from monitor.subscriptions.asked import asked_words
from monitor.web.limits import Limits
from monitor.web.refusals import PageRefused
from monitor.web.rendering import Pages
from monitor.wiring import Office
from storage.store import UnitOfWork

Clock = Callable[[], datetime]

_SECRET = re.compile(r"[A-Za-z0-9_-]{10,120}")
FIELDS = 120


@dataclass(frozen=True, slots=True)
class Site:
    """`authority` names the feeds (RFC 4151), `root` is the path before every address of ours.

    Without `event_key` the provider's reports are refused; without `provider` nobody logs in by OpenID.
    `published` says which conclusions the public may read. `vault` opens the second factors.
    """

    office: Office
    clock: Clock
    pages: Pages
    authority: str
    root: str = ""
    event_key: EllipticCurvePublicKey | None = None
    limits: Limits = field(default_factory=Limits)
    spans: Spans = field(default_factory=Spans)
    provider: Provider | None = None
    published: OpenData = field(default_factory=OpenData)
    vault: Vault = field(default_factory=Vault.of_this_run)

    @property
    def tls(self) -> bool:
        """Whether browsers reach us by TLS: cookies are bound to it then."""
        return self.office.web_url.startswith("https:")

    def names(self, lang: Lang) -> Mapping[str, str]:
        """Words for the codes and ids that may occur in a subscription or a tender."""
        return names_of(self.office, lang)

    def asked(self, want: Want, lang: Lang) -> tuple[str, ...]:
        """A want read back in words."""
        return asked_words(want, lang, self.names(lang))


def refuse_flooding(site: Site, one: Subscription) -> None:
    """Each press has us post to a machine that a stranger may have named. Raises `PageRefused` (429)."""
    host = urlsplit(one.address).hostname or ""
    if not site.limits.machines.allow(host, site.clock()):
        raise PageRefused("too often", status=429, key="too_often")


def owned(work: UnitOfWork, secret: str) -> Subscription:
    """The subscription of a secret. Raises `PageRefused` (404), the same for whatever is not one.

    What cannot be a secret is looked for all the same: an answer without a look would come sooner.
    """
    one = work.subscriptions.by_secret(secret if _SECRET.fullmatch(secret) else "-")
    if one is None or one.address.startswith(ERASED):
        raise PageRefused("no such secret", status=404, key="not_found")
    return one


def site_of(request: Request) -> Site:
    """The site that this request came to."""
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


async def _form(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=FIELDS)


Form = Annotated[FormData, Depends(_form)]
