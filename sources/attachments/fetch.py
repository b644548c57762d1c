"""Tải và đọc một tệp đính kèm qua bộ tải trang lịch sự.
Asks the one polite client for an attachment and reads it; nothing here fails a look."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from monitor.domain.errors import SourceBlocked, SourceChanged, SourceError, SourceGate
from monitor.domain.ports import Fetcher, Response
from monitor.domain.sources import Source
from sources.attachments.parts import Limits
from sources.attachments.recognise import looks_like_page
from sources.attachments.record import AttachmentRecord, record_of, unread
from sources.attachments.text import read_text
from sources.canonical import file_name, same_host
from sources.gates import find_gate
from sources.text import clean, decode

_LONGEST_NAME = 80
_OFFERED = re.compile(
    r"filename\*\s*=\s*utf-8''([^;\s]+)|filename\s*=\s*(?:\"([^\"]*)\"|([^;\s]+))", re.IGNORECASE
)
# About the one address, not about the source.
_NOT_ASKED = frozenset(("url_refused", "address_refused", "insecure_redirect"))
# The site is not to be asked now; says nothing of the file.
_LATER = frozenset(("http_429", "circuit_open"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one file; `stop`: the source's other files are left for a later look."""

    record: AttachmentRecord
    stop: bool = False


def read_attachment(
    fetch: Fetcher, source: Source, address: str, limits: Limits, now: datetime, tries: int = 0
) -> Asked:
    """Fetch one file, archived before it is read; `tries` were made in earlier looks.

    Only http(s) addresses that the client's guard and the site's robots.txt allow. Where a source
    may lead to private addresses, only its own host: a page must not send us round an inner network.
    Raises `StorageError` only.
    """
    at = now.isoformat()
    if source.allow_private and not same_host(source.url, address):
        return Asked(unread("not_asked", at, tries + 1))
    try:
        response = fetch.get(source, address)
    except SourceError as error:
        return _refused(error, at, tries)
    if response.status in (404, 410):
        return Asked(unread("gone", at, tries + 1, response.capture_id))
    if response.status != 200:
        return Asked(unread("unreachable", at, tries + 1, response.capture_id))
    if looks_like_page(response.body) and find_gate(decode(response.body, response.headers)):
        return Asked(unread("gate", at, tries + 1, response.capture_id), stop=True)
    read = read_text(response.body, limits)
    if read.note == "not_started":
        return Asked(unread(read.note, at, tries, response.capture_id), stop=True)
    return Asked(record_of(read, _name(address, response), at, response.capture_id))


def _refused(error: SourceError, at: str, tries: int) -> Asked:
    if error.reason == "robots":
        return Asked(unread("robots", at, tries + 1))
    if error.reason in _NOT_ASKED:
        return Asked(unread("not_asked", at, tries + 1, error.capture_id))
    if isinstance(error, SourceChanged):
        word = "too_large" if error.reason == "too_large" else "damaged"
        return Asked(unread(word, at, tries + 1, error.capture_id))
    counted = tries + (error.reason not in _LATER)
    if isinstance(error, SourceBlocked):
        word = "gate" if isinstance(error, SourceGate) else "refused"
        return Asked(unread(word, at, counted, error.capture_id), stop=True)
    return Asked(unread("unreachable", at, counted, error.capture_id), stop=True)


def _name(address: str, response: Response) -> str:
    """What people would call the file: the name the site gives it, else the end of its address."""
    name = clean(_offered(response.headers.get("content-disposition", "")) or file_name(address))
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _offered(header: str) -> str:
    """The name in `Content-Disposition`; many sites write it in plain UTF-8, which arrives as Latin-1."""
    found = _OFFERED.findall(header)
    encoded = next((one for one, _, _ in found if one), "")
    if encoded:
        return unquote(encoded)
    plain = next((quoted or bare for _, quoted, bare in found), "")
    try:
        return plain.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return plain
