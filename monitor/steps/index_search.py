"""Giữ chỉ mục tìm kiếm đúng với các gói thầu đã công bố.
Keeps the search index true to what is published: what lacks an entry gets one, or all are written anew."""

from collections.abc import Callable, Iterable

from monitor.domain.province import Province
from monitor.domain.published import PublicPackage
from monitor.search.entries import entry_again, entry_of
from storage.store import Store, UnitOfWork

# Each batch is one commit, which waits for the disk.
_TOGETHER = 2000
_COMPLETE = "search_complete"
Progress = Callable[[int, int], None]


def index_published(work: UnitOfWork, packages: Iterable[PublicPackage], province: Province) -> int:
    """Index packages in the transaction that publishes them, after they were put."""
    return work.search.put(entry_of(package, province.codes_new) for package in packages)


def fill_search(store: Store, province: Province) -> int:
    """Index what was published before there was an index; how many packages. Later calls do nothing.

    1. batches of packages without an entry, each in one transaction; 2. only then the note that all are
    there: a kill on the way goes on where it stopped.
    """
    with store.read() as work:
        if work.meta.get(_COMPLETE):
            return 0
    return _fill(store, province, again=False)


def rebuild_search(store: Store, province: Province, on_progress: Progress) -> int:
    """Write every entry anew; how many. Searches meanwhile find what was there before."""
    with store.begin() as work:
        work.search.restore_words()
    return _fill(store, province, again=True, on_progress=on_progress)


def _fill(
    store: Store, province: Province, *, again: bool, on_progress: Progress = lambda done, total: None
) -> int:
    with store.read() as work:
        total = work.search.published()
    written, last = 0, ""
    while True:
        with store.begin() as work:
            keys = work.search.published_after(last, _TOGETHER, unknown=not again)
            if not keys:
                work.meta.set(_COMPLETE, True)
                return written
            shown = work.published.get(keys).values()
            written += work.search.put(
                (
                    entry_again(one.process, one.agency_id, province.codes_new)
                    for one in shown
                    if one.process is not None
                ),
                again=again,
            )
        last = keys[-1]
        on_progress(written, total)
