"""Cookie của phiên: tên khóa vào máy chủ khi có TLS, không cho kịch bản đọc.
The session's cookie: bound to this host behind TLS, out of the reach of scripts, gone at logout."""

from starlette.requests import Request
from starlette.responses import Response

from monitor.web.site import Site

SESSION = "phien"
# Who is not logged in: binds the forms of the login, of subscribers and agencies. Gone with the browser.
BEFORE = "truoc-phien"
# What a round to the OpenID provider must bring back.
ROUND = "vong-openid"
_SECONDS = {ROUND: 600}


def session_id(site: Site, request: Request) -> str:
    """The id that the browser brought; empty for none."""
    return request.cookies.get(_name(site, SESSION), "")


def browser_id(site: Site, request: Request) -> str:
    """What this browser's forms are bound to: its session, else the id given before; empty for neither."""
    return session_id(site, request) or request.cookies.get(_name(site, BEFORE), "")


def before_line(site: Site, value: str) -> str:
    """The header that gives a browser its first id."""
    return give(site, Response(), value, BEFORE).headers["set-cookie"]


def round_value(site: Site, request: Request) -> str:
    """The round that this browser began; empty for none."""
    return request.cookies.get(_name(site, ROUND), "")


def give(site: Site, response: Response, value: str, name: str = SESSION) -> Response:
    """Set the cookie until the browser closes; the server ends the session by itself before that."""
    response.set_cookie(
        _name(site, name),
        value,
        max_age=_SECONDS.get(name),
        path="/",
        secure=site.tls,
        httponly=True,
        # Lax, not Strict: links in our letters lead to the desk, and the provider leads back to us.
        samesite="lax",
    )
    return response


def take_away(site: Site, response: Response, name: str = SESSION) -> Response:
    """Let the browser forget the cookie."""
    response.delete_cookie(_name(site, name), path="/", secure=site.tls, httponly=True, samesite="lax")
    return response


def _name(site: Site, name: str) -> str:
    return f"__Host-{name}" if site.tls else name
