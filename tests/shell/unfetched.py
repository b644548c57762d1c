"""Dây chuyền không tải gì: mọi thứ cần biết đã nằm sẵn trong kho.
A line that fetches nothing: all there is to know was put into its store."""

from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from monitor.config import General, Settings
from monitor.domain.ports import Fetcher
from monitor.domain.procurement import Agency
from monitor.domain.province import Inspectorate, Province
from monitor.domain.sources import Look, Source
from monitor.domain.times import Window
from monitor.domain.vocabulary import Outcome
from monitor.reconcile.agencies import AgencyResolver
from monitor.wiring import CaptureTray, Line, calendar_as_set, lawbook_at
from storage.store import Store


def unfetched(
    folder: Path, agency: Agency, sources: tuple[Source, ...], watched_since: datetime, now: datetime
) -> Line:
    """A line of a new store, whose every source was seen whole from the first day of 2026 to `now` (UTC)."""
    store = Store(f"sqlite:///{folder / 'monitor.db'}")
    store.create()
    with store.begin() as work:
        for source in sources:
            window = Window(datetime(2026, 1, 1, tzinfo=UTC), now)
            work.looks.add(Look(f"l-{source.id}", source.id, now, now, Outcome.COMPLETE, window))
        lawbook = lawbook_at(work, now)
    return Line(
        store=store,
        tray=CaptureTray(),
        fetch=cast(Fetcher, None),
        province=Province("song-mau", "Tỉnh Sông Mẫu", (), (), Inspectorate("Thanh tra")),
        agencies=(agency,),
        sources=sources,
        resolver=AgencyResolver((agency,)),
        lawbook=lawbook,
        calendar=calendar_as_set(Settings(general=General(province="song-mau", data_dir=folder))),
        recipients=(),
        digest_readers=(),
        watched_since=watched_since,
        workers=1,
    )
