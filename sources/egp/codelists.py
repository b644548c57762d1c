"""Bảng mã của Mạng đấu thầu quốc gia và cách gọi tiếng Việt.
Code lists of the national network (egp-api §7), read from codelists.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from monitor.domain.labels import Lang

# Contract types are combined with underscores: TG_DGCD, TG_CD_DC (egp-api §7).
_COMBINED = frozenset({"contract_type"})


@cache
def code_lists(lang: Lang = "vi") -> Mapping[str, Mapping[str, str]]:
    """Every code list: list name → code → label (empty where the meaning is not known).

    The network speaks Vietnamese; a label without English is given in Vietnamese.
    """
    text = files("sources.egp").joinpath("codelists.toml").read_text(encoding="utf-8")
    return {
        name: {code: _said(label, lang) for code, label in table.items()}
        for name, table in tomllib.loads(text).items()
    }


def _said(label: Any, lang: Lang) -> str:
    return str(label[lang]) if isinstance(label, dict) else str(label)


def is_known(list_name: str, code: str) -> bool:
    """Whether the list has the code, combinations of its parts included where it allows them."""
    codes = code_lists()[list_name]
    if code in codes:
        return True
    return list_name in _COMBINED and all(part in codes for part in code.split("_"))


def label(list_name: str, code: str) -> str:
    """The Vietnamese label, or the code itself where none is known."""
    return code_lists()[list_name].get(code) or code


def code_of_label(list_name: str, text: str) -> str:
    """The code whose label the text is (case and outer space ignored), or the text when it is a code.

    Hand-over files write labels where the network writes codes; "" when neither is known.
    """
    wanted = text.strip()
    codes = code_lists()[list_name]
    if is_known(list_name, wanted):
        return wanted
    by_label = {words.casefold(): code for code, words in reversed(list(codes.items())) if words}
    return by_label.get(wanted.casefold(), "")
