"""Tên loại thư và câu chữ của trang xem trước.
What kinds of letters are called, and the words of the preview page, from `texts.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from alerts.words import Words
from monitor.domain.labels import Lang
from monitor.domain.vocabulary import MessageKind


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """The catalogue: key → `vi`, `en`."""
    return tomllib.loads(files("monitor.preview").joinpath("texts.toml").read_text(encoding="utf-8"))


def say(key: str, lang: Lang = "vi") -> str:
    """A text of the catalogue; raises `KeyError` for an unknown one."""
    return Words(lang).filled(texts()[key])


def kind_name(kind: MessageKind, lang: Lang = "vi") -> str:
    """What a kind of letter is called."""
    return say(f"kind_{kind}", lang)
