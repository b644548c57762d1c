"""Xem một địa chỉ đúng một lần: tải, niêm phong, lấy chữ.
Looks at one address once: fetched through the polite client, sealed like every look, its text read."""

from dataclasses import dataclass

from monitor.domain.errors import SourceUnreachable
from monitor.domain.ports import Fetcher
from monitor.domain.sources import Source
from sources.attachments.notes import said_of
from sources.attachments.parts import Limits
from sources.attachments.recognise import looks_like_page
from sources.attachments.text import read_text
from sources.content import refuse_unless_html
from sources.pages import looks_like_html
from sources.text import decode, plain
from sources.wording import refusal

_LONGEST = 3_000_000


@dataclass(frozen=True, slots=True)
class SeenAddress:
    """What stands at an address: `url` after redirects, its text, the capture that proves it.

    `unread` says in Vietnamese what of it could not be read; empty when all was.
    """

    url: str
    text: str
    capture_id: str
    unread: str = ""


def look_once(fetch: Fetcher, source: Source, limits: Limits | None = None) -> SeenAddress:
    """Fetch `source.url`; a page or a PDF, DOCX or XLSX file.

    Raises a `SourceError` that names its capture where there is one: refused by a guard or by robots.txt,
    unreachable, a gate, another status than 200. `StorageError` passes.
    """
    response = fetch.get(source, source.url)
    if response.status != 200:
        message = f"{response.url} answered {response.status}"
        raise refusal(SourceUnreachable, source, f"http_{response.status}", message, response.capture_id)
    if looks_like_page(response.body) or looks_like_html(decode(response.body[:4_000], response.headers)):
        text = plain(refuse_unless_html(source, response))
        return SeenAddress(response.url, text[:_LONGEST], response.capture_id)
    read = read_text(response.body, limits)
    return SeenAddress(response.url, read.text[:_LONGEST], response.capture_id, said_of(read))
