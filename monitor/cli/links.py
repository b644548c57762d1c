"""Lệnh xem và quyết định đối chiếu.
`monitor link list|explain|find|accept|refuse|undo`: a person's decision wins over the machine."""

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from monitor.cli.link_find import find
from monitor.cli.setup import SETTINGS_FILE, ByOption, SettingsOption
from monitor.config import load_settings
from monitor.console import open_console
from monitor.domain.errors import MonitorError
from monitor.domain.judgement import Link
from monitor.domain.labels import label
from monitor.domain.staff import Deed
from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import LinkOrigin, LinkState
from monitor.reconcile.explain import explain as in_words
from monitor.reconcile.review import STAKE_VI, Review, in_order, pair_name
from monitor.steps.audit import audit, by_hand
from monitor.wiring import open_store, utc_now
from storage.store import UnitOfWork

app = typer.Typer(help="Đối chiếu tin đăng với thông tin phải đăng.", no_args_is_help=True)
app.command("find")(find)

PairArgument = Annotated[str, typer.Argument(metavar="PAIR", help="Mã cặp, xem ở: monitor link list")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Lý do.")]


class UnknownPairError(MonitorError):
    """No link in force, and no decision, has that name."""


@app.command("list")
def list_links(
    most: Annotated[int, typer.Option(min=1, help="Nhiều nhất bao nhiêu cặp.")] = 30,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Các cặp chờ người xem, cặp đang giữ lại kết luận nằm trên."""
    console = open_console()
    with open_store(load_settings(settings)) as store, store.read() as work:
        reviews = in_order(_reviews(work, work.links.to_review()))
    if not reviews:
        console.print("Không có cặp nào chờ người xem.")
        return
    table = Table(title=f"{len(reviews)} cặp chờ xem", title_justify="left")
    for column in ("Cặp", "Điểm", "Tin đăng", "Thông tin phải đăng", "Hạn", "Hệ quả"):
        table.add_column(column)
    for review in reviews[:most]:
        due = review.duty.due_at if review.duty else None
        table.add_row(
            pair_name(review.link.sighting_id, review.link.disclosure_id),
            f"{review.link.score:.0%}",
            escape(f"{review.sighting.title} ({review.sighting.source_id})"),
            escape(f"{label(review.disclosure.kind)}: {review.disclosure.title}"),
            f"{due.astimezone(VIETNAM):%d/%m/%Y}" if due else "",
            STAKE_VI[review.stake],
        )
    console.print(table)
    console.print("Xem lý do: monitor link explain PAIR · quyết định: monitor link accept|refuse PAIR --by …")


@app.command()
def explain(pair: PairArgument, settings: SettingsOption = SETTINGS_FILE) -> None:
    """Vì sao máy nối, ngờ hoặc một người đã quyết định cặp này."""
    console = open_console()
    with open_store(load_settings(settings)) as store, store.read() as work:
        link = _find(work, pair)
        for review in _reviews(work, [link]):
            console.print(escape(in_words(link, review.sighting, review.disclosure)), highlight=False)
            console.print(f"Nếu không phải: {review.if_refused}.")
        past = [
            decision
            for decision in work.links.decision_history()
            if pair_name(decision.link.sighting_id, decision.link.disclosure_id) == pair
        ]
    for decision in past:
        when = f"{decision.link.decided_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
        undone = f" (đã hoàn tác bởi {decision.undone_by})" if decision.undone_at else ""
        console.print(
            f"{when} · {escape(decision.link.decided_by)}: {label(decision.link.state)}{escape(undone)}"
        )


@app.command()
def accept(
    pair: PairArgument, by: ByOption, reason: ReasonOption = "", settings: SettingsOption = SETTINGS_FILE
) -> None:
    """Đúng là cùng một gói thầu."""
    _decide(pair, LinkState.LINKED, by, reason, settings)


@app.command()
def refuse(
    pair: PairArgument, by: ByOption, reason: ReasonOption = "", settings: SettingsOption = SETTINGS_FILE
) -> None:
    """Không phải cùng một gói thầu."""
    _decide(pair, LinkState.REFUSED, by, reason, settings)


@app.command()
def undo(pair: PairArgument, by: ByOption, settings: SettingsOption = SETTINGS_FILE) -> None:
    """Hoàn tác quyết định gần nhất về cặp này."""
    with open_store(load_settings(settings)) as store, store.begin() as work:
        link = _find(work, pair)
        standing = work.links.undo(link.sighting_id, link.disclosure_id, by, now := utc_now())
        audit(work, by_hand(by), Deed.LINK_UNDONE, pair, now)
    state = label(standing.state) if standing else "máy sẽ đối chiếu lại ở vòng sau"
    open_console().print(f"{pair}: đã hoàn tác, hiện là: {state}.")


def _decide(pair: str, state: LinkState, by: str, reason: str, settings: SettingsOption) -> None:
    with open_store(load_settings(settings)) as store, store.begin() as work:
        link, now = _find(work, pair), utc_now()
        reasons = (*link.reasons, f"{by}: {reason}") if reason else link.reasons
        work.links.decide(
            Link(
                link.sighting_id,
                link.disclosure_id,
                state,
                LinkOrigin.PERSON,
                link.score,
                reasons,
                now,
                by,
            )
        )
        deed = Deed.LINK_ACCEPTED if state is LinkState.LINKED else Deed.LINK_REFUSED
        audit(work, by_hand(by), deed, pair, now, reason=reason)
    open_console().print(f"{pair}: {label(state)}, do {escape(by)} quyết định; có hiệu lực từ vòng sau.")


def _find(work: UnitOfWork, pair: str) -> Link:
    decided = (decision.link for decision in work.links.decision_history())
    for link in (*work.links.all(), *decided):
        if pair_name(link.sighting_id, link.disclosure_id) == pair:
            return link
    raise UnknownPairError(
        f"no pair {pair}", vi=f"Không có cặp {pair}. Xem các cặp chờ quyết định bằng: monitor link list"
    )


def _reviews(work: UnitOfWork, links: Iterable[Link]) -> Iterable[Review]:
    links = tuple(links)
    sightings = {s.id: s for s in work.sightings.get({link.sighting_id for link in links})}
    for link in links:
        sighting = sightings.get(link.sighting_id)
        disclosure = work.judgements.disclosure(link.disclosure_id)
        if sighting is None or disclosure is None:
            continue
        judged = work.judgements.duty(f"{disclosure.id}@{sighting.channel.value}")
        yield Review(
            link,
            sighting,
            disclosure,
            judged.duty if judged else None,
            judged.verdict if judged else None,
        )
