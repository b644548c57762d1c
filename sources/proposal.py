"""Khối TOML đề xuất cho một nguồn mới, để quản trị viên dán vào sources.toml.
The TOML block proposed for a new source, to be pasted by an administrator; nothing is written here."""

import json
import re
import unicodedata
from collections.abc import Collection
from urllib.parse import urlsplit

from monitor.domain.sources import Source
from monitor.domain.vocabulary import Channel
from sources.canonical import same_host

_LONGEST_ID = 60


def declaration(source: Source) -> str:
    """The `[[source]]` table of a source, as `sources.declared` reads it."""
    lines = [
        "[[source]]",
        f"id = {_text(source.id)}",
        f"name = {_text(source.name)}",
        f"channel = {_text(source.channel.value)}",
        f"platform = {_text(source.platform)}",
        f"url = {_text(source.url)}",
    ]
    if source.agency_ids:
        lines.append(f"agencies = [{', '.join(map(_text, source.agency_ids))}]")
    if source.every_minutes != Source.__dataclass_fields__["every_minutes"].default:
        lines.append(f"every_minutes = {source.every_minutes}")
    if source.allow_private:
        lines.append("allow_private = true")
    return "\n".join(lines) + "\n"


def proposed_id(url: str, taken: Collection[str]) -> str:
    """An id from the host of an address that no declared source has."""
    host = (urlsplit(url).hostname or "nguon").removeprefix("www.").removesuffix(".gov.vn")
    plain = unicodedata.normalize("NFKD", host).encode("ascii", "ignore").decode("ascii").lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_ID] or "nguon"
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def likely_channel(url: str, sources: Collection[Source]) -> Channel:
    """The channel of what is declared on the same host, else that of agencies' own pages."""
    for source in sources:
        if source.channel is not Channel.NATIONAL and same_host(source.url, url):
            return source.channel
    return Channel.AGENCY_PAGE


def _text(value: str) -> str:
    """A TOML basic string: JSON's escapes are a part of TOML's; DEL alone is not escaped by it."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
