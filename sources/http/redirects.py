"""Chuyển hướng được theo từng bước.
The next question after a redirect; each hop is checked like a first request."""

from urllib.parse import urljoin, urlsplit

from sources.http.exchange import Ask

REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Given to one host, not to the next: credentials and what describes the first host's document.
_FOR_ONE_HOST = frozenset({"authorization", "cookie", "if-none-match", "if-modified-since", "origin"})


class InsecureRedirect(Exception):
    """From https to http on another host: whoever sits between could answer in its place."""


def next_ask(ask: Ask, status: int, location: str) -> Ask:
    """Where a redirect leads; a POST becomes a GET except for 307 and 308 on the same host.

    Raises `ValueError` for an address that cannot be read and `InsecureRedirect`. The same host
    may step down to http: half of the portals do (portals §6.1), and the hop is in `redirects`.
    """
    url = urljoin(ask.url, _as_sent(location))
    here, there = urlsplit(ask.url), urlsplit(url)
    same_host = (here.hostname or "").lower() == (there.hostname or "").lower()
    if here.scheme == "https" and there.scheme == "http" and not same_host:
        raise InsecureRedirect(f"{ask.url} to {url}")
    headers = dict(ask.headers)
    if not same_host:
        headers = {name: value for name, value in headers.items() if name.lower() not in _FOR_ONE_HOST}
    if ask.method == "POST" and status in (307, 308) and same_host:
        return Ask("POST", url, headers, ask.json, ask.form)
    return Ask("GET", url, {k: v for k, v in headers.items() if k.lower() != "content-type"})


def _as_sent(location: str) -> str:
    """Header bytes are read as Latin-1; Vietnamese portals send raw UTF-8 in them."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location
