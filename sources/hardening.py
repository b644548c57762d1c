"""Đọc XML và JSON từ bên ngoài một cách an toàn.
XML and JSON from strangers: no entities, no bombs, bounded depth, never a RecursionError."""

import json
import math
import re
from typing import Any, NoReturn
from xml.parsers import expat

MAX_XML_DEPTH = 100
MAX_LOOSE_DEPTH = 3_000
MAX_JSON_DEPTH = 64
_JUNK = 65_536

_ROOT = re.compile(r"<([A-Za-z_][\w:.-]*)")
_START = re.compile(r"<\?xml\b|<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Each pattern also matches what is never closed, so that hostile input costs linear time.
_TAG = re.compile(r"</?[A-Za-z_][^<>]*>")
_CDATA_OR_COMMENT = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_LEVELS_REMOVED = 8
_NOT_MARKS = bytes(letter for letter in range(256) if letter not in b'"[]{}')
_BAD_ESCAPE = re.compile(r"\\u(?:0000|d[89a-f])", re.IGNORECASE)
_BAD_LETTER = re.compile("[\x00\ud800-\udfff]")


class XmlRefused(ValueError):
    """`reason` is `not_xml`, `xml_entities`, `xml_too_deep` or `truncated`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class JsonRefused(ValueError):
    """`reason` is `bad_json`, `json_too_deep` or `truncated`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def harden_xml(text: str) -> bytes:
    """A document as UTF-8 bytes without prolog tricks; raises `XmlRefused`.

    Working on decoded text closes the way around through UTF-16 or UTF-7 entity declarations.
    """
    text = _CONTROL.sub("", text)
    start = _START.search(text, 0, _JUNK)
    if not start:
        raise XmlRefused("not_xml")
    root = _after_prolog(text, start.start())
    name = _ROOT.match(text, root)
    if not name:
        raise XmlRefused("not_xml")
    if f"</{name.group(1)}" not in text[root:] and not _is_empty_element(text, root):
        raise XmlRefused("truncated")
    document = text[root:]
    _check_depth(document)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + document.encode("utf-8")


def read_json(text: str) -> Any:
    """A JSON value; raises `JsonRefused`. Strings are free of NUL and lone surrogates."""
    text = text.lstrip("\ufeff").strip()
    _refuse_too_deep(text)
    try:
        value = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        depth = _json_depth(text)
        cut = text[:1] in ("{", "[") and (depth > 0 or error.pos >= len(text))
        raise JsonRefused("truncated" if cut else "bad_json") from error
    except ValueError as error:
        # Python refuses integers of more than 4300 digits.
        raise JsonRefused("bad_json") from error
    return _scrub(value) if "\\" in text and _BAD_ESCAPE.search(text) else value


def _json_depth(text: str) -> int:
    """How many brackets outside strings stay open at the end; refuses what nests too deeply on the way."""
    depth = 0
    for token in _BRACKETS.finditer(text):
        mark = token.group()
        depth += 1 if mark in "[{" else -1 if mark in "]}" else 0
        if depth > MAX_JSON_DEPTH:
            raise JsonRefused("json_too_deep")
    return depth


def _refuse_too_deep(text: str) -> None:
    """Exact where it matters: only what may be too deep is walked bracket by bracket."""
    skeleton = _skeleton(text)
    if len(skeleton) > MAX_JSON_DEPTH - _LEVELS_REMOVED:
        _json_depth(text)


def _skeleton(text: str) -> str:
    """Brackets, and the quotes around those inside strings, without the innermost few levels.

    Hardly anything is left of an honest document. Two quotes that meet change nothing for what stands
    around them; an escape outside a string, which is left out here, is no JSON, and the parser stops
    at it before it nests any deeper.
    """
    if "\\" in text:
        text = _ESCAPE.sub("", text)
    marks = text.encode("utf-8", "replace").translate(None, _NOT_MARKS).replace(b'""', b"")
    for _ in range(_LEVELS_REMOVED // 2):
        marks = marks.replace(b"[]", b"").replace(b"{}", b"")
    return marks.decode("ascii")


def _after_prolog(text: str, at: int) -> int:
    """Where the root element begins; declarations on the way are checked and passed over."""
    while True:
        at += len(text[at:]) - len(text[at:].lstrip()) if text[at : at + 1].isspace() else 0
        if text.startswith("<?", at):
            end = text.find("?>", at) + 2
        elif text.startswith("<!--", at):
            end = text.find("-->", at) + 3
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            end = text.find(">", at) + 1
            if "[" in text[at:end]:
                raise XmlRefused("xml_entities")
        elif text[at : at + 8].upper() == "<!ENTITY":
            raise XmlRefused("xml_entities")
        else:
            return at
        if end <= at:
            raise XmlRefused("truncated")
        at = end


def _is_empty_element(text: str, root: int) -> bool:
    return text[root : text.find(">", root) + 1].endswith("/>")


def _check_depth(document: str) -> None:
    """Strictly for well-formed XML, roughly (unclosed tags count) for the rest."""
    depth, deepest = 0, 0

    def opened(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)
        if depth > MAX_XML_DEPTH:
            raise XmlRefused("xml_too_deep")

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def entities(*_arguments: object) -> NoReturn:
        raise XmlRefused("xml_entities")

    parser = expat.ParserCreate()
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.EntityDeclHandler = entities
    parser.StartDoctypeDeclHandler = entities
    try:
        parser.Parse(document.encode("utf-8"), True)
    except expat.ExpatError:
        _check_loose_depth(document)


def _check_loose_depth(document: str) -> None:
    depth = 0
    for tag in _TAG.finditer(_CDATA_OR_COMMENT.sub("", document)):
        mark = tag.group()
        depth += 0 if mark.endswith("/>") else -1 if mark.startswith("</") else 1
        if depth > MAX_LOOSE_DEPTH:
            raise XmlRefused("xml_too_deep")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is beyond any number")
    return number


def _scrub(value: Any) -> Any:
    """Bounded by `MAX_JSON_DEPTH`; PostgreSQL stores neither NUL nor lone surrogates."""
    if isinstance(value, str):
        return _BAD_LETTER.sub("", value)
    if isinstance(value, list):
        return [_scrub(item) for item in value]
    if isinstance(value, dict):
        return {_scrub(key): _scrub(item) for key, item in value.items()}
    return value
