"""Màn hình: đủ rộng cho bảng cả khi ghi ra tệp.
The console everything is printed on; wide enough for tables when it is not a terminal."""

from rich.console import Console

_WIDTH_OF_FILES = 160


def open_console(*, stderr: bool = False) -> Console:
    """A Rich console; output that is piped or written to a file is not squeezed into 80 columns."""
    console = Console(stderr=stderr)
    return console if console.is_terminal else Console(stderr=stderr, width=_WIDTH_OF_FILES)
