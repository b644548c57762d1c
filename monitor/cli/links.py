"""Lệnh xem và quyết định đối chiếu.
`monitor link list|explain|find|accept|refuse|add|undo`: a person's decision wins over the machine."""

from typing import Annotated

import typer
from rich.markup import escape

from monitor.cli.link_find import find
from monitor.cli.link_tables import decisions, links_of, waiting_pairs
from monitor.cli.setup import SETTINGS_FILE, ByOption, SettingsOption
from monitor.config import load_settings
from monitor.console import open_console
from monitor.desk.links import in_order
from monitor.domain.errors import MonitorError
from monitor.domain.judgement import Link
from monitor.domain.labels import label
from monitor.domain.staff import Deed
from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import LinkOrigin, LinkState
from monitor.reconcile.explain import explain as in_words
from monitor.reconcile.explain import standing_in_words
from monitor.reconcile.review import Review, pair_name
from monitor.steps.attachments import attachment_notes
from monitor.steps.audit import audit, by_hand
from monitor.steps.pairs_by_hand import decide_pair, pair_between
from monitor.wiring import open_store, utc_now
from storage.store import UnitOfWork

app = typer.Typer(help="Đối chiếu tin đăng với thông tin phải đăng.", no_args_is_help=True)
app.command("find")(find)

PairArgument = Annotated[str, typer.Argument(metavar="PAIR", help="Mã cặp, xem ở: monitor link list")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Lý do.")]


class CarriedDecisionError(MonitorError):
    """The decision was taken on another showing of the same article: there it is taken back."""


class UnknownPairError(MonitorError):
    """No link in force, and no decision, has that name."""


@app.command("list")
def list_links(
    most: Annotated[int, typer.Option(min=1, help="Nhiều nhất bao nhiêu cặp.")] = 30,
    of: Annotated[str, typer.Option(help="Mọi cặp của một mã (PL…, IB…), cả cặp máy đã tự nối.")] = "",
    *,
    decided: Annotated[bool, typer.Option("--decided", help="Các quyết định gần đây của người.")] = False,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Các cặp chờ người xem, cặp đang giữ lại kết luận nằm trên."""
    console = open_console()
    with open_store(load_settings(settings)) as store, store.read() as work:
        if of:
            table = links_of(work, of, most)
        elif decided:
            table = decisions(work, most)
        else:
            table = waiting_pairs(in_order(work.reviews.waiting()), most)
    if not table.row_count:
        console.print("Không có cặp nào." if of or decided else "Không có cặp nào chờ người xem.")
        return
    console.print(table)
    console.print("Xem lý do: monitor link explain PAIR · quyết định: monitor link accept|refuse PAIR --by …")


@app.command()
def explain(pair: PairArgument, settings: SettingsOption = SETTINGS_FILE) -> None:
    """Vì sao máy nối, ngờ hoặc một người đã quyết định cặp này."""
    console = open_console()
    with open_store(load_settings(settings)) as store, store.read() as work:
        link = _find(work, pair)
        sighting = next(iter(work.sightings.get([link.sighting_id])), None)
        disclosure = work.judgements.disclosure(link.disclosure_id)
        past = [one for one in work.links.decision_history() if _named(one.link) == pair]
        if sighting is not None and disclosure is not None:
            console.print(escape(in_words(link, sighting, disclosure)), highlight=False)
            for address, note in attachment_notes(sighting):
                console.print(escape(f"Tệp đính kèm {address}: {note}."), highlight=False, soft_wrap=True)
            judged = work.judgements.duty(f"{disclosure.id}@{sighting.channel.value}")
            duty, verdict = (judged.duty, judged.verdict) if judged else (None, None)
            if link.state is LinkState.NEEDS_REVIEW:
                review = Review(link, sighting, disclosure, duty, verdict)
                console.print(f"Nếu không phải: {review.if_refused}.")
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
        if link.origin is LinkOrigin.CARRIED:
            raise _taken_elsewhere(work, link)
        standing = work.links.undo(link.sighting_id, link.disclosure_id, by, now := utc_now())
        audit(work, by_hand(by), Deed.LINK_UNDONE, pair, now)
    open_console().print(f"{pair}: đã hoàn tác, hiện là: {escape(standing_in_words(standing))}.")


@app.command()
def add(
    sighting: Annotated[str, typer.Argument(metavar="ITEM", help="Mã tin đăng, như cong-tinh|12345.")],
    act: Annotated[
        str, typer.Argument(metavar="ACT", help="Mã thông tin phải đăng, như IB2600000001/notice.")
    ],
    by: ByOption,
    reason: ReasonOption = "",
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Nối một tin với thông tin phải đăng mà máy bỏ sót."""
    with open_store(load_settings(settings)) as store, store.begin() as work:
        link = pair_between(work, sighting, act)
        if link is None:
            raise _side_missing(work, sighting, act)
        told = _write(work, link, LinkState.LINKED, by, reason)
    open_console().print(told)


def _side_missing(work: UnitOfWork, sighting: str, act: str) -> UnknownPairError:
    if work.sightings.get([sighting]):
        missing, vi = (
            f"act {act}",
            f"thông tin phải đăng {act}. Mã gồm số và loại tin, như IB2600000001/notice.",
        )
    else:
        missing, vi = f"item {sighting}", f"tin đăng {sighting}. Mã gồm nguồn và khóa, như cong-tinh|12345."
    return UnknownPairError(f"no {missing} in the store", vi=f"Trong kho không có {vi}")


def _decide(pair: str, state: LinkState, by: str, reason: str, settings: SettingsOption) -> None:
    with open_store(load_settings(settings)) as store, store.begin() as work:
        told = _write(work, _find(work, pair), state, by, reason)
    open_console().print(told)


def _write(work: UnitOfWork, link: Link, state: LinkState, by: str, reason: str) -> str:
    """Let the decision stand; what to say of it once it is stored."""
    pair, now = _named(link), utc_now()
    deed = decide_pair(work, link, state, by, now, reason)
    audit(work, by_hand(by), deed, pair, now, reason=reason)
    return f"{pair}: {label(state)}, do {escape(by)} quyết định; có hiệu lực từ vòng sau."


def _find(work: UnitOfWork, pair: str) -> Link:
    link = work.reviews.find(lambda sighting_id, disclosure_id: pair_name(sighting_id, disclosure_id) == pair)
    if link is None:
        raise UnknownPairError(
            f"no pair {pair}", vi=f"Không có cặp {pair}. Xem các cặp chờ quyết định bằng: monitor link list"
        )
    return link


def _taken_elsewhere(work: UnitOfWork, carried: Link) -> CarriedDecisionError:
    names = [
        _named(link)
        for link in work.links.decisions()
        if (link.disclosure_id, link.decided_at) == (carried.disclosure_id, carried.decided_at)
    ]
    where = " hoặc ".join(f"monitor link undo {name}" for name in names) or "monitor link list --decided"
    return CarriedDecisionError(
        f"{_named(carried)} follows a decision on another pair",
        vi=f"Cặp này theo quyết định của {carried.decided_by} về cùng bài ấy ở nơi khác. "
        f"Hoàn tác ở đó ({where}), hoặc quyết định riêng cho cặp này bằng accept hay refuse.",
    )


def _named(link: Link) -> str:
    return pair_name(link.sighting_id, link.disclosure_id)
