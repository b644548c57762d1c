"""Danh sách trong ô CSV: viết ra rồi đọc lại được đúng như cũ.
Lists in CSV cells: whatever Python writes is read back the same."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sources.imports.literal import read_list

_scalars = st.none() | st.booleans() | st.text() | st.integers(0, 10**15)
_lists = st.lists(_scalars | st.lists(_scalars | st.lists(_scalars, max_size=3), max_size=4), max_size=5)


@given(_lists)
def test_what_was_written_is_read_back(value: list[Any]) -> None:
    assert read_list(repr(value)) == value
