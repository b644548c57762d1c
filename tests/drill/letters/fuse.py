"""Chỗ dừng đột ngột: ở bất kỳ câu lệnh nào của kho, ngay trước hoặc ngay sau khi ghi xong.
A process that dies: at any statement of the store, just before a commit or just after one."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from storage.store import Store, UnitOfWork


class Killed(BaseException):
    """Nothing may catch it: the process is gone."""


class Fuse:
    """Burns down by one at every statement and at both sides of a commit; at its end all stops."""

    def __init__(self) -> None:
        self._left: int | None = None
        self.passed = 0

    def light(self, length: int) -> None:
        """Stop at the `length`-th point from now; 0 is the next one."""
        self._left = length

    def put_out(self) -> None:
        """Nothing stops any more."""
        self._left = None

    def burn(self) -> None:
        """One point passed; raises `Killed` at the last."""
        self.passed += 1
        if self._left is None:
            return
        self._left -= 1
        if self._left < 0:
            self._left = None
            raise Killed


class FusedStore(Store):
    """The real store with a fuse. `commits` says what really happened before a kill."""

    def __init__(self, url: str, fuse: Fuse) -> None:
        super().__init__(url)
        self.commits = 0
        self._fuse = fuse
        event.listen(self._engine, "before_cursor_execute", lambda *_: fuse.burn())

    def reopen(self) -> None:
        """As a new process finds it: every connection is fresh."""
        self._engine.dispose()

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        with super().begin() as work:
            yield work
            self._fuse.burn()
        self.commits += 1
        self._fuse.burn()
