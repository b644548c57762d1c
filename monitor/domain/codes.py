"""Mã số của Hệ thống mạng đấu thầu quốc gia.
Identifiers of the national network as they occur in any text (egp-api §6.1)."""

import re
from typing import Literal

CodeKind = Literal["PL", "IB", "BP", "PR"]

# Letters from another alphabet or of full width, which a reader sees as ours; dashes; what has no width.
_ALIKE = str.maketrans(
    dict(zip("ІВРΙΒΡ‐‑‒–—\ufffe", "IBPIBP------", strict=True))
    | {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("\xad\u200b\u200c\u200d\u2060\ufeff", "")
)
_ODD = re.compile("[ІВРΙΒΡ‐‑‒–—\ufffe！-～\xad\u200b\u200c\u200d\u2060\ufeff]")
# Ten digits that may be set apart by a dot, a hyphen, blanks or the end of a line. Every repetition is
# bounded, so that the time stays in proportion to the text. What stands in front is looked at second:
# the search for a first letter is fast.
_CODE = re.compile(
    r"([BIPbip](?<![A-Za-z0-9].)(?:(?<=[Ii])[Bb]|(?<=[Pp])[LlRr]|(?<=[Bb])[Pp]))\s{0,2}[.:_\-]?\s{0,3}"
    r"([0-9](?:[.\-]?\s{0,4}[0-9]){9})(?![0-9])"
)
_PIECES = re.compile(r"[0-9]+")
# Codes begin with their year, and there are none of before 2022; telephone and most tax numbers begin lower.
_YEAR = re.compile(r"2[2-9]|[3-9][0-9]")
_FEWEST_IN_A_PIECE = 3
_GOES_ON = re.compile(r"[.,]?[0-9]")

_OLD_NOTICE = re.compile(
    r"(20(?<![0-9]..)(?:1[0-9]|2[0-2])(?:0[1-9]|1[0-2])[0-9]{5})(?![0-9])(?!\s?(?i:đồng|đ\b|vn[dđ]\b))"
)
_OTHER_NUMBER = re.compile(
    r"(?:(?:tài\s?khoản|\bs?tk|điện\s?thoại|\b[sđ]?đt|hotline|\bfax|\btel|zalo|\bmst|số\s?thuế|cccd)(?:\s?số)?\W{0,3}"
    r"|(?:giá|tiền)(?:\s?gói\s?thầu)?\s?:\s?)$",
    re.IGNORECASE,
)
_LOOK_BACK = 24


def find_codes(*texts: str) -> tuple[str, ...]:
    """Every network code in the texts, upper case, without version suffix, in order, once each.

    Finds `PL/IB/BP/PR` + 10 digits, also where the code is broken over two lines or its digits are
    grouped, of full width or with invisible signs between; and the 11-digit notice numbers used before
    September 2022, unless they are said to be an account, a telephone or a sum.
    """
    found: dict[str, None] = {}
    for text in texts:
        plain = text.translate(_ALIKE) if not text.isascii() and _ODD.search(text) else text
        for match in _CODE.finditer(plain):
            if _is_code(plain, match):
                found[match[1].upper() + "".join(_PIECES.findall(match[2]))] = None
        for match in _OLD_NOTICE.finditer(plain):
            before = plain[max(0, match.start() - _LOOK_BACK) : match.start()]
            if match[1] not in found and not _OTHER_NUMBER.search(before):
                found[match[1]] = None
    return tuple(found)


def _is_code(text: str, match: re.Match[str]) -> bool:
    """Whether digits in pieces are one code, and not a shorter number with another one behind it.

    A row's number or a version behind a mistyped code has one or two digits; a sum goes on.
    """
    first, *others = _PIECES.findall(match[2])
    if not _YEAR.match(first):
        return False
    if not others:
        return True
    return min(map(len, others)) >= _FEWEST_IN_A_PIECE and not _GOES_ON.match(text, match.end())


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
