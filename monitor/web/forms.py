"""Biểu mẫu có phải của chính trang này, mở bằng chính trình duyệt này không.
Whether a form is ours, opened in the browser that sends it: its token is drawn from that browser's cookie."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from monitor.access.secrets import form_token, same
from monitor.web.guards import refuse_other_sites
from monitor.web.refusals import PageRefused
from monitor.web.site import Form, Site, site_of
from monitor.web.staff.cookies import browser_id


def is_own_form(site: Site, request: Request, form: FormData) -> bool:
    """Whether it carries the token of the browser that sends it; for pages that show again what was typed."""
    raw = browser_id(site, request)
    return bool(raw) and _carries(request, form, form_token(raw))


def refuse_strange_form(site: Site, request: Request, form: FormData) -> None:
    """Raise `PageRefused` (403) for a form that another site, or another browser, had us write."""
    refuse_other_sites(request, site.office.web_url)
    raw = browser_id(site, request)
    if not raw:
        raise PageRefused("no cookie", status=403, key="no_cookie")
    refuse_foreign_form(request, form, form_token(raw))


def refuse_foreign_form(request: Request, form: FormData, token: str) -> None:
    """Raise `PageRefused` (403) for a form that was not written for this session."""
    if not _carries(request, form, token):
        raise PageRefused("no form token", status=403, key="stale_form")


def _own_form(request: Request, form: Form) -> FormData:
    refuse_strange_form(site_of(request), request, form)
    return form


OwnForm = Annotated[FormData, Depends(_own_form)]


def _carries(request: Request, form: FormData, token: str) -> bool:
    given = form.get("csrf") or request.headers.get("x-form-token", "")
    return isinstance(given, str) and same(given, token)
