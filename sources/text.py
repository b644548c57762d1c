"""Chữ: giải mã, chuẩn hoá, bỏ thẻ.
Text as portals write it, made comparable: decoding, entities, NFC, white space (portals §4)."""

import codecs
import html
import re
import unicodedata
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# WHATWG: pages that declare these mean windows-1252, and servers add them without looking.
_LATIN = frozenset({"iso8859-1", "iso8859-15", "cp1252", "ascii"})
# Only character encodings: Python's codec table also holds zip, hex, rot13 and escape codecs.
_REFUSED_CODECS = frozenset(
    {"idna", "punycode", "utf-7", "raw-unicode-escape", "unicode-escape", "undefined", "mbcs", "oem"}
)

# Control characters, lone surrogates and non-characters; then what has no width.
_DROPPED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
    r"\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e]"
)
_MAX_UNESCAPE = 2

_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)", re.IGNORECASE)
_WHOLE_TAG = re.compile(r"<[^<>]*>?")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"}
_CLOSED_BY_BROWSERS = {"p", "li", "dd", "dt", "td", "th", "tr", "tbody", "thead", "tfoot", "option"}
_NEVER_NESTED = _VOID | _CLOSED_BY_BROWSERS | {"track", "wbr"}
# Lexbor's time grows with the square of the depth: 40,000 levels take seconds, a million hours.
_DEEPEST = 1_500


def clean(text: str) -> str:
    """One line of comparable text (portals §3.5, §4).

    Entities are unescaped until stable, twice at most (IMS pages escape attributes twice); NFC;
    `Ð`/`ð` (eth) become `Đ`/`đ`; NBSP and every other white space fold to one blank; zero-width
    and control characters and lone surrogates go.
    """
    # True of nearly all that is read. What is dropped or folded, a single blank aside, is not printable.
    if text.isprintable() and "&" not in text and "  " not in text and (text.isascii() or _is_composed(text)):
        return text.strip()
    for _ in range(_MAX_UNESCAPE):
        unescaped = html.unescape(text)
        if unescaped == text:
            break
        text = unescaped
    text = unicodedata.normalize("NFC", _DROPPED.sub("", text))
    return " ".join(text.replace("Ð", "Đ").replace("ð", "đ").split())


def _is_composed(text: str) -> bool:
    return "Ð" not in text and "ð" not in text and unicodedata.is_normalized("NFC", text)


def plain(markup: str) -> str:
    """The visible text of an HTML fragment, as `clean` writes it; script and style are left out."""
    if "<" not in markup:
        return clean(markup)
    if nested_too_deep(markup):
        return clean(_WHOLE_TAG.sub(" ", markup))
    tree = LexborHTMLParser(markup)
    tree.strip_tags(["script", "style", "noscript", "template", "iframe", "object"])
    root = tree.body or tree.root
    return clean(root.text(separator=" ")) if root is not None else ""


def nested_too_deep(markup: str) -> bool:
    """Whether HTML nests so deeply that a parser's time grows with its square (an attack).

    A rough count of open elements: tags that browsers close by themselves are left out, and an end
    tag without a start cannot pay for later nesting.
    """
    if markup.count("<") <= _DEEPEST:
        return False
    depth = 0
    for tag in _TAG.finditer(markup):
        closing, name = tag.groups()
        if name.lower() in _NEVER_NESTED:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > _DEEPEST:
            return True
    return False


def decode(body: bytes, headers: Mapping[str, str]) -> str:
    """Bytes to text: BOM, declared charset, UTF-8, windows-1258, windows-1252 (portals §4).

    `headers` have lower-case names. A byte order mark is believed before the header because it is
    part of the document; a declared Latin charset only after strict UTF-8 failed, because servers
    send it by default. Never raises: the last resort replaces what it cannot read.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, errors="replace")
    declared = _declared(body, headers)
    for encoding in (*(name for name in declared if name not in _LATIN), "utf-8"):
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    # One bad byte in a long UTF-8 page must not turn every Vietnamese letter into two others.
    text = body.decode("utf-8", errors="replace")
    if text.count("\ufffd") * 50 < sum(1 for letter in text if letter > "\x7f"):
        return text
    if any(name in _LATIN for name in declared):
        return body.decode("cp1252", errors="replace")
    try:
        return unicodedata.normalize("NFC", body.decode("cp1258"))
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _declared(body: bytes, headers: Mapping[str, str]) -> list[str]:
    names: list[str] = []
    header = _HEADER_CHARSET.search(headers.get("content-type", ""))
    if header:
        names.append(header.group(1))
    for pattern in (_XML_CHARSET, _META_CHARSET):
        found = pattern.search(body[:4096])
        if found:
            names.append(found.group(1).decode("ascii"))
    return [known for name in names if (known := _known_codec(name))]


def _known_codec(name: str) -> str:
    try:
        known = codecs.lookup(name)
    except LookupError:
        return ""
    is_text: bool = getattr(known, "_is_text_encoding", False)
    return known.name if is_text and known.name not in _REFUSED_CODECS else ""
