"""Đọc bộ lọc từ địa chỉ: giá trị không đọc được thì bỏ ra và nêu tên.
Reading filters from an address: a value that cannot be read is left out, and its name is told."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any


class AddressReader:
    """Reads the values of one address; `unread` names those that could not be."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self._query = query
        self.unread: list[str] = []

    def read(self, name: str, how: Callable[[str], Any]) -> Any:
        """What `how` makes of a value; `None` for none, and for one on which it raises `ValueError`."""
        text = self._query.get(name, "").strip()
        if not text:
            return None
        with suppress(ValueError):
            return how(text)
        self.unread.append(name)
        return None
