"""Lệnh hỏi một tin đăng là của gói thầu nào trong kho, không chờ vòng sau.
`monitor link find`: which stored package an article is about; only the names to search by are stored."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.cli.past import day_of
from monitor.cli.setup import SETTINGS_FILE, SettingsOption
from monitor.cli.sources import UnknownSourceError
from monitor.config import load_settings
from monitor.console import open_console
from monitor.domain.sources import Sighting, Source
from monitor.domain.times import Moment, start_of_day
from monitor.domain.vocabulary import Channel, Precision
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.explain import explain
from monitor.steps.recognise import Recogniser
from monitor.wiring import open_store, utc_now
from sources.profile import load_profile


def find(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="Tiêu đề của tin đăng.")],
    body: Annotated[str, typer.Option(help="Nội dung của tin đăng.")] = "",
    source: Annotated[str, typer.Option(help="Mã nguồn đăng tin, xem ở: monitor source list")] = "",
    day: Annotated[str, typer.Option(help="Ngày đăng, như 2026-09-05 hoặc 05/09/2026.")] = "",
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Một tin đăng là của gói thầu nào trong kho; không ghi đối chiếu nào."""
    loaded = load_settings(settings)
    profile, now = load_profile(loaded.general.province), utc_now()
    published = Moment(start_of_day(day_of(day)), Precision.DAY, "file") if day else None
    channel = _channel(profile.sources, source) if source else Channel.PORTAL
    sighting = Sighting(f"{source}|", source, channel, "", "", title, published, now, body=body)
    with open_store(loaded) as store:
        shows = {one.id: one.agency_ids for one in profile.sources}
        recogniser = Recogniser(store, AgencyResolver(profile.agencies), shows)
        _take_in(recogniser)
        found = recogniser.find(sighting, now)
    console = open_console()
    for link in found.links:
        told = explain(link, sighting, found.disclosures[link.disclosure_id])
        console.print(escape(told), highlight=False)
        console.print()
    if not found.links:
        console.print("Không có gói thầu nào trong kho đủ giống tin này.")


def _channel(sources: tuple[Source, ...], number: str) -> Channel:
    for source in sources:
        if source.id == number:
            return source.channel
    raise UnknownSourceError(
        f"no source {number}",
        vi=f"Không có nguồn {number}. Các nguồn đã khai báo: {', '.join(one.id for one in sources)}",
    )


def _take_in(recogniser: Recogniser) -> None:
    """The first time every name in the store is taken in, which takes minutes for a large province."""
    columns = (TextColumn("Đang đọc tên gói thầu"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=open_console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        recogniser.take_in(lambda done, whole: progress.update(task, completed=done, total=whole))
