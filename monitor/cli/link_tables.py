"""Bảng các cặp đối chiếu: đang chờ, của một mã, đã quyết định.
Tables of pairs: those that wait, those of one plan or package, those that people decided."""

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from monitor.desk.links import stake_of
from monitor.domain.labels import label
from monitor.domain.rooms import WaitingPair
from monitor.domain.times import VIETNAM
from monitor.reconcile.explain import ORIGIN_VI
from monitor.reconcile.review import STAKE_VI, pair_name
from storage.store import UnitOfWork


def waiting_pairs(pairs: Sequence[WaitingPair], most: int) -> Table:
    """The pairs that wait, in their order."""
    table = _table(
        f"{len(pairs)} cặp chờ xem", "Cặp", "Điểm", "Tin đăng", "Thông tin phải đăng", "Hạn", "Hệ quả"
    )
    for pair in pairs[:most]:
        table.add_row(
            pair_name(pair.sighting_id, pair.disclosure_id),
            f"{pair.score:.0%}",
            escape(f"{pair.seen_title} ({pair.source_id})"),
            escape(f"{label(pair.kind)}: {pair.title}"),
            f"{pair.due_at.astimezone(VIETNAM):%d/%m/%Y}" if pair.due_at else "",
            STAKE_VI[stake_of(pair)],
        )
    return table


def links_of(work: UnitOfWork, subject_key: str, most: int) -> Table:
    """Every pair of one plan or package, those that the machine linked by itself too."""
    found = work.reviews.of_subject(subject_key)
    table = _table(
        f"{len(found)} cặp của {subject_key}", "Cặp", "Kết luận", "Do", "Thông tin phải đăng", "Tin đăng"
    )
    for link, title, kind in found[:most]:
        table.add_row(
            pair_name(link.sighting_id, link.disclosure_id),
            label(link.state),
            escape(link.decided_by) or ORIGIN_VI[link.origin],
            label(kind),
            escape(title),
        )
    return table


def decisions(work: UnitOfWork, most: int) -> Table:
    """The last decisions of people, the newest first, undone ones too."""
    found = work.links.decision_history()
    titles = {one.id: one.title for one in work.sightings.get(one.link.sighting_id for one in found[-most:])}
    table = _table(f"{len(found)} quyết định", "Cặp", "Lúc", "Người quyết định", "Quyết định", "Tin đăng")
    for one in reversed(found[-most:]):
        undone = f" (đã hoàn tác bởi {one.undone_by})" if one.undone_at else ""
        table.add_row(
            pair_name(one.link.sighting_id, one.link.disclosure_id),
            f"{one.link.decided_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
            escape(one.link.decided_by),
            escape(label(one.link.state) + undone),
            escape(titles.get(one.link.sighting_id, one.link.sighting_id)),
        )
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        # A name that is cut can be typed by nobody.
        table.add_column(column, no_wrap=column == "Cặp")
    return table
