"""Các bảng của `monitor status`.
What was last seen where, what is due, what is wrong."""

from datetime import datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from monitor.cli.rule_tables import flood_line
from monitor.cli.status_mail import print_mail
from monitor.config import Settings
from monitor.domain.labels import label
from monitor.domain.sources import Look, Source
from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import CaseState, VerdictKind
from monitor.rules.patterns.flooding import COUNTS, counts_of
from monitor.steps.audit import head
from sources.profile import load_profile
from storage.store import UnitOfWork


def print_status(console: Console, work: UnitOfWork, settings: Settings, last: str, now: datetime) -> None:
    """Print everything `monitor status` shows; reads only."""
    profile = load_profile(settings.general.province)
    when = _clock(datetime.fromisoformat(last)) if last else "chưa chạy lần nào"
    console.print(f"[bold]{profile.province.name}[/] · vòng gần nhất: {when}")
    latest = work.looks.latest()
    paused = work.sources.paused()
    enabled = [source for source in profile.sources if source.enabled]
    console.print(_sources_table(work, enabled, latest, set(paused)))
    disabled = len(profile.sources) - len(enabled)
    if disabled:
        console.print(f"[dim]{disabled} nguồn đang tắt; lý do ghi trong hồ sơ tỉnh.[/]")
    console.print(_verdict_line(work))
    console.print(_case_line(work))
    for count, floods in counts_of(work.meta.get(COUNTS)):
        if floods:
            console.print(f"[yellow]{flood_line(count)}[/]")
    print_mail(console, work, settings, now)
    newest = head(work)
    if newest.number:
        told = f"Nhật ký: {newest.number} dòng · đầu chuỗi {newest.number}:{newest.hash[:16]}"
        console.print(told, highlight=False)
    oddities = work.oddities.all()
    if oddities:
        console.print(f"[yellow]{len(oddities)} giá trị lạ đã gặp[/] (giữ nguyên, cần người xem):")
        for oddity in oddities[:10]:
            console.print(
                f"  · {oddity.source_id}: {escape(oddity.where)} = {escape(oddity.value)}", highlight=False
            )


def _clock(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def _sources_table(
    work: UnitOfWork, sources: list[Source], latest: dict[str, Look], paused: set[str]
) -> Table:
    table = Table(title="Nguồn", title_justify="left")
    for column in ("Nguồn", "Kênh", "Lượt gần nhất", "Kết cục", "Không thấy từ", "Tin"):
        table.add_column(column)
    for source in sources:
        look = latest.get(source.id)
        failing = work.looks.failing_since(source.id)
        outcome = "tạm dừng" if source.id in paused else (label(look.outcome) if look else "chưa xem")
        table.add_row(
            escape(source.name),
            label(source.channel),
            _clock(look.started_at) if look else "–",
            outcome + (f" ({look.reason})" if look and look.reason else ""),
            _clock(failing) if failing else "–",
            str(look.items) if look else "–",
        )
    return table


def _verdict_line(work: UnitOfWork) -> str:
    counts = work.judgements.counts()
    words = [f"{label(kind)} {counts.get(kind, 0)}" for kind in VerdictKind]
    return "Nghĩa vụ: " + " · ".join(words)


def _case_line(work: UnitOfWork) -> str:
    cases = work.cases.list()
    words = [f"{label(state)} {sum(case.state is state for case in cases)}" for state in CaseState]
    return "Hồ sơ: " + " · ".join(words)
