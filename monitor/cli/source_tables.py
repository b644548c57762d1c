"""Bảng của `monitor source list`.
One line per declared source: seen when and how, paused or trusted by whom, what waits for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.markup import escape
from rich.table import Table

from monitor.domain.bookkeeping import Pause
from monitor.domain.labels import label
from monitor.domain.sources import Look, Source
from monitor.domain.times import VIETNAM
from monitor.rules.flood import CONFIRMED_FOR, Confirmation


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What the store knows, by source id; `withheld` counts conclusions that the flood guard holds back."""

    latest: Mapping[str, Look]
    paused: Mapping[str, Pause]
    withheld: Mapping[str, int]
    confirmations: Sequence[Confirmation]


def sources_table(sources: Sequence[Source], facts: SourceFacts, now: datetime) -> Table:
    """Every declared source, disabled ones with their reason."""
    table = Table(title=f"{len(sources)} nguồn", title_justify="left")
    for column in ("Mã", "Nguồn", "Kênh", "Lượt gần nhất", "Kết cục", "Tình trạng"):
        table.add_column(column, overflow="fold")
    table.add_column("Giữ lại", justify="right")
    for source in sources:
        look = facts.latest.get(source.id)
        table.add_row(
            source.id,
            escape(source.name),
            label(source.channel),
            f"{look.started_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if look else "–",
            _outcome(look),
            escape(_standing(source, facts, now)),
            str(facts.withheld[source.id]) if facts.withheld.get(source.id) else "–",
        )
    return table


def _outcome(look: Look | None) -> str:
    if look is None:
        return "chưa xem"
    return label(look.outcome) + (f" ({escape(look.reason)})" if look.reason else "")


def _standing(source: Source, facts: SourceFacts, now: datetime) -> str:
    told = "đang theo dõi" if source.enabled else f"tắt: {source.disabled_reason or 'không nêu lý do'}"
    if (pause := facts.paused.get(source.id)) is not None:
        told = f"tạm dừng từ {_day(pause.at)}, {pause.by}: {pause.reason}"
    for one in facts.confirmations:
        if one.source_id == source.id and one.holds(now):
            told += f"; được {one.by} xác nhận đến {_day(one.at + CONFIRMED_FOR)}: {one.reason}"
    return told


def _day(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y}"
