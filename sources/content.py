"""Nội dung trả về là gì, xét theo chính nội dung.
What an answer really is, decided from its bytes and never from the status (DESIGN §2, portals §0.4)."""

from typing import Any

from monitor.domain.errors import SourceBlocked, SourceChanged, SourceError, SourcePartial, SourceUnreachable
from monitor.domain.ports import Response
from monitor.domain.sources import Source
from sources.gates import find_gate
from sources.hardening import JsonRefused, XmlRefused, harden_xml, read_json
from sources.pages import html_problem, looks_like_html, looks_like_xml
from sources.text import decode, nested_too_deep
from sources.wording import refusal

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
)
_SHORTEST_NUMBER_PAGE = 40


def refuse_unless_html(source: Source, response: Response, *, fragment: bool = False) -> str:
    """The decoded page; raises when the body is anything else than a whole page of content.

    `fragment` is for answers that are meant to be a piece of a page (portals §2, IMS time lines):
    they need no closing tag and may be empty. Raises `SourceGate`, `SourceBlocked`,
    `SourceUnreachable`, `SourcePartial` or `SourceChanged` with a reason word of `sources/wording.py`.
    """
    text = _text(source, response, "html", may_be_empty=fragment)
    start = text.lstrip("\ufeff \t\r\n")[:300]
    if start[:1] in "{[" and start and not looks_like_html(text):
        raise _refused(SourceChanged, source, response, "json_instead_of_html")
    if looks_like_xml(start) and not looks_like_html(text):
        raise _refused(SourceChanged, source, response, "xml_instead_of_html")
    if fragment:
        if nested_too_deep(text):
            raise _refused(SourceChanged, source, response, "html_too_deep")
        return text
    if "<" not in text:
        raise _refused(SourceChanged, source, response, "not_html")
    problem = html_problem(text, response.url)
    if problem:
        raise _refused(problem.kind, source, response, problem.reason)
    return text


def refuse_unless_xml(source: Source, response: Response) -> bytes:
    """The XML document as clean UTF-8 bytes, safe for any parser; raises when it is not one.

    Junk before `<?xml`, BOM, control characters and a document type without own declarations are
    removed; entity declarations, too deep nesting and a missing end tag are refused. It may still
    be ill-formed (bare `&`): the parser decides how lenient to be.
    """
    text = _text(source, response, "xml")
    if looks_like_html(text) and not looks_like_xml(text):
        raise _refused(SourceChanged, source, response, "html_instead_of_xml")
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        raise _refused(SourceChanged, source, response, "json_instead_of_xml")
    try:
        return harden_xml(text)
    except XmlRefused as error:
        kind = SourcePartial if error.reason == "truncated" else SourceChanged
        raise _refused(kind, source, response, error.reason) from error


def refuse_unless_json(source: Source, response: Response) -> Any:
    """The parsed JSON value (object, array, string, true, false or null); raises when it is not JSON.

    A bare number means that the national network blocks us (egp-api §1). `NaN`, nesting deeper
    than 64 and cut-off documents are refused; NUL and lone surrogates are removed from strings.
    """
    text = _text(source, response, "json")
    if looks_like_html(text):
        raise _refused(SourceChanged, source, response, "html_instead_of_json")
    if looks_like_xml(text):
        raise _refused(SourceChanged, source, response, "xml_instead_of_json")
    try:
        return read_json(text)
    except JsonRefused as error:
        kind = SourcePartial if error.reason == "truncated" else SourceChanged
        raise _refused(kind, source, response, error.reason) from error


def _text(source: Source, response: Response, wanted: str, *, may_be_empty: bool = False) -> str:
    """Decoded body after the checks that hold for every kind of content."""
    body = response.body
    if not body.strip() and not may_be_empty:
        raise _refused(SourcePartial, source, response, "empty_body")
    for magic, what in _MAGIC:
        if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(magic):
            raise _refused(SourceChanged, source, response, f"{what}_instead_of_{wanted}")
    text = decode(body, response.headers)
    gate = find_gate(text)
    if gate:
        raise _refused(gate.kind, source, response, gate.reason)
    if _is_bare_number(text):
        raise _refused(SourceBlocked, source, response, "bare_number")
    if "is temporarily unavailable" in text and len(text) < 4000:
        raise _refused(SourceUnreachable, source, response, "temporarily_unavailable")
    if text.count("\x00") * 10 > len(text):
        raise _refused(SourceChanged, source, response, f"binary_instead_of_{wanted}")
    return text


def _is_bare_number(text: str) -> bool:
    stripped = text.strip()
    if not stripped or len(stripped) > _SHORTEST_NUMBER_PAGE:
        return False
    return stripped.lstrip("+-").replace(".", "", 1).isdigit()


def _refused(kind: type[SourceError], source: Source, response: Response, reason: str) -> SourceError:
    message = f"{response.url} answered {response.status} with {reason.replace('_', ' ')}"
    return refusal(kind, source, reason, message, response.capture_id)
