"""Ghi lại, sau mỗi lần kết luận, nguồn nào còn kết luận phải chờ, để thư và trang web nói như nhau.
Keeps with each judging what waits for which source: letters and pages tell the same sources as not seen."""

from monitor.digest.sight import Waiting
from storage.store import UnitOfWork

_KEY = "waiting_for_sources"


def note_waiting(work: UnitOfWork, waiting: Waiting) -> None:
    """Keep it until the next judging."""
    kept = {
        "by_source": dict(waiting.by_source),
        "duties": waiting.duties,
        "unwatched": waiting.unwatched,
    }
    work.meta.set(_KEY, kept)


def waiting_now(work: UnitOfWork) -> Waiting:
    """What waited after the last judging; nothing while none was ever noted."""
    kept = work.meta.get(_KEY)
    return Waiting() if kept is None else Waiting(**kept)
