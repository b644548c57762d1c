"""Mạng đấu thầu quốc gia (muasamcong).
The national e-procurement network; the work is done in `sources/egp/`."""

from datetime import datetime

from monitor.domain.ports import Fetcher, LookReport
from monitor.domain.sources import Source, SourceMemory
from monitor.domain.times import Window
from sources.egp.look import look_at
from sources.egp.settings import EgpSettings

NAME = "egp"
Settings = EgpSettings


def look(source: Source, fetch: Fetcher, memory: SourceMemory, window: Window, now: datetime) -> LookReport:
    """Look at one national search (`settings.query`); times UTC; never raises a `SourceError`."""
    return look_at(source, fetch, memory, window, now)
