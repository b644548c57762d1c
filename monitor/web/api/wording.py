"""Câu chữ của dữ liệu mở, tiếng Việt và tiếng Anh cạnh nhau.
The sentences of the open-data service, Vietnamese and English side by side."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("monitor.web.api").joinpath("texts.toml").read_text(encoding="utf-8"))


def vi(key: str) -> str:
    """The Vietnamese text. Raises `KeyError` for an unknown one."""
    return _texts()[key]["vi"]


def en(key: str) -> str:
    """The English text."""
    return _texts()[key]["en"]


def both(key: str) -> str:
    """Both, for descriptions that have one place for words."""
    return f"{vi(key)} / {en(key)}"


def described(key: str) -> str:
    """Both, each a paragraph of its own."""
    return f"{vi(key)}\n\n{en(key)}"
