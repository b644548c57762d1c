"""Bỏ dữ liệu cá nhân trước khi giữ lại bất cứ gì.
Personal data is dropped or masked before a record is built."""

import re
from typing import Any

# A 12-digit "tax code" is the citizen number of a household business (egp-api §6.1).
_CITIZEN_CODE = re.compile(r"(?<![A-Za-z0-9])(vn)(\d{9})(\d{3})(?!\d)", re.IGNORECASE)
_BARE_CITIZEN_NUMBER = re.compile(r"\d{9}(\d{3})")
_DIGIT = re.compile(r"\d")
_TWELVE_DIGITS = re.compile(r"\d{12}")


def mask_citizen_number(text: str) -> str:
    """Hide all but the last three digits of citizen numbers used as organisation codes.

    `vn` + 12 digits is masked wherever it stands; twelve bare digits only when they are the whole
    text, so that numbers inside sentences stay readable.
    """
    # Asked of every value of every answer. Twelve digits in a row have one at every twelfth place,
    # and almost no text has even that.
    if len(text) < 12 or not _DIGIT.search(text[11::12]) or not _TWELVE_DIGITS.search(text):
        return text
    bare = _BARE_CITIZEN_NUMBER.fullmatch(text.strip())
    if bare:
        return f"*********{bare[1]}"
    return _CITIZEN_CODE.sub(r"\1*********\3", text)


def masked(value: Any) -> Any:
    """The same JSON value with every citizen number in it masked; the argument is not changed."""
    if isinstance(value, str):
        return mask_citizen_number(value)
    if isinstance(value, list):
        return [masked(item) for item in value]
    if isinstance(value, dict):
        return {key: masked(item) for key, item in value.items()}
    return value
