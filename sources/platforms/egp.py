"""Mạng đấu thầu quốc gia (muasamcong).
The national e-procurement network; the work is done in `sources/egp/`."""

from datetime import datetime, timedelta

from monitor.domain.ports import Fetcher, LookReport
from monitor.domain.sources import Source, SourceMemory
from monitor.domain.times import Window
from sources.egp.look import look_at
from sources.egp.settings import EgpSettings, Query
from sources.settings import read_settings

NAME = "egp"
Settings = EgpSettings

# A province publishes some hundreds of rows in a month: little to hold, and few pages to ask again.
STRETCH = timedelta(days=30)


def look(source: Source, fetch: Fetcher, memory: SourceMemory, window: Window, now: datetime) -> LookReport:
    """Look at one national search (`settings.query`); times UTC; never raises a `SourceError`."""
    return look_at(source, fetch, memory, window, now)


def stretch(source: Source) -> timedelta | None:
    """The longest span that one look of a back-fill takes in; `None` for what is open: it has no span."""
    return None if read_settings(source, Settings).query is Query.OPEN_NOTICES else STRETCH
