"""Mã số của Hệ thống mạng đấu thầu quốc gia.
Identifiers of the national network as they occur in any text (egp-api §6.1)."""

import re
from typing import Literal

CodeKind = Literal["PL", "IB", "BP", "PR"]

_CODE = re.compile(r"(?<![A-Z0-9])(PL|IB|BP|PR)[\s.\-]?(\d{10})(?:\s?-\s?(\d{2}))?(?!\d)", re.IGNORECASE)
# Every code has ten digits in a row; most texts have not, which is found out much faster.
_LONG_NUMBER = re.compile(r"\d{10}")
_OLD_NOTICE = re.compile(r"(?<!\d)(20(?:1\d|2[0-2])(?:0[1-9]|1[0-2])\d{5})(?:\s?-\s?\d{2})?(?!\d)")


def find_codes(*texts: str) -> tuple[str, ...]:
    """Every network code in the texts, upper case, without version suffix, in order, once each.

    Finds `PL/IB/BP/PR` + 10 digits (a space, dot or hyphen between is tolerated) and the
    11-digit notice numbers used before September 2022.
    """
    found: dict[str, None] = {}
    for text in filter(_LONG_NUMBER.search, texts):
        for kind, digits, _version in _CODE.findall(text):
            found[kind.upper() + digits] = None
        for number in _OLD_NOTICE.findall(text):
            found[number] = None
    return tuple(found)


def code_kind(code: str) -> CodeKind:
    """Which kind of record a code from `find_codes` names; old 11-digit numbers are notices."""
    match code[:2]:
        case "PL":
            return "PL"
        case "BP":
            return "BP"
        case "PR":
            return "PR"
        case _:
            return "IB"
