"""Lệnh xem và điều khiển các nguồn.
`monitor source list|pause|resume|trust|distrust`: what only a person may decide about a source."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.markup import escape

from monitor.cli.setup import SETTINGS_FILE, ByOption, SettingsOption
from monitor.cli.source_tables import SourceFacts, sources_table
from monitor.config import load_settings
from monitor.console import open_console
from monitor.domain.errors import MonitorError
from monitor.domain.sources import Source
from monitor.domain.times import VIETNAM
from monitor.rules.flood import CONFIRMATIONS, CONFIRMED_FOR, confirmations_of
from monitor.steps import source_decisions as decisions
from monitor.steps.audit import by_hand
from monitor.wiring import open_store, utc_now
from sources.profile import load_profile
from storage.store import UnitOfWork

app = typer.Typer(help="Các nguồn được theo dõi.", no_args_is_help=True)

ReasonOption = Annotated[str, typer.Option("--reason", help="Lý do, để người sau đọc lại.")]
SourceArgument = Annotated[str, typer.Argument(metavar="SOURCE", help="Mã nguồn, xem ở: monitor source list")]


class UnknownSourceError(MonitorError):
    """The province's profile declares no such source."""


@app.command("list")
def list_sources(settings: SettingsOption = SETTINGS_FILE) -> None:
    """Mọi nguồn đã khai báo: lần xem cuối, tạm dừng, kết luận đang giữ lại."""
    loaded, now = load_settings(settings), utc_now()
    sources = load_profile(loaded.general.province).sources
    with open_store(loaded) as store, store.read() as work:
        facts = SourceFacts(
            latest=work.looks.latest(),
            paused=work.sources.paused(),
            withheld=decisions.held_back(work, sources),
            confirmations=confirmations_of(work.meta.get(CONFIRMATIONS)),
        )
    console = open_console()
    console.print(sources_table(sources, facts, now))
    if any(facts.withheld.values()):
        console.print(
            "Kết luận bị [bold]giữ lại[/] vì quá nhiều tin vắng cùng lúc ở một nguồn. Hãy mở trang ấy xem: "
            "nếu đúng là chưa đăng, [bold]monitor source trust MÃ --by … --reason …[/]; "
            "nếu trang hỏng hoặc là bản cũ, [bold]monitor source pause MÃ --by … --reason …[/]"
        )


@app.command()
def pause(
    number: SourceArgument, by: ByOption, reason: ReasonOption, settings: SettingsOption = SETTINGS_FILE
) -> None:
    """Ngừng xem một nguồn và không kết luận gì từ chỗ vắng của nó."""
    with _deciding(settings, number, by, reason) as (work, source, _):
        before = work.sources.paused().get(source.id)
        decisions.pause(work, source, by.strip(), reason, by_hand(by), utc_now())
    told = f" (thay lần tạm dừng của {escape(before.by)})" if before else ""
    open_console().print(
        f"Đã tạm dừng “{escape(source.name)}”{told}. Mở lại bằng: monitor source resume {number}"
    )


@app.command()
def resume(number: SourceArgument, by: ByOption, settings: SettingsOption = SETTINGS_FILE) -> None:
    """Xem lại một nguồn đã tạm dừng."""
    with _deciding(settings, number, by) as (work, source, _):
        decisions.resume(work, source, by.strip(), by_hand(by), utc_now())
    told = "Vòng chạy tới sẽ xem lại." if source.enabled else "Nguồn vẫn đang tắt trong hồ sơ tỉnh."
    open_console().print(f"Đã mở lại “{escape(source.name)}”. {told}")


@app.command()
def trust(
    number: SourceArgument, by: ByOption, reason: ReasonOption, settings: SettingsOption = SETTINGS_FILE
) -> None:
    """Xác nhận đã tự mở nguồn xem: nhiều tin vắng cùng lúc là thật, không phải nguồn bị mù."""
    now = utc_now()
    with _deciding(settings, number, by, reason) as (work, source, sources):
        held = decisions.held_back(work, sources)[source.id]
        decisions.trust(work, source, by.strip(), reason, held, by_hand(by), now)
    until = f"{(now + CONFIRMED_FOR).astimezone(VIETNAM):%d/%m/%Y}"
    open_console().print(
        f"Đã ghi: {escape(by.strip())} xác nhận “{escape(source.name)}” đến {until}. "
        f"{held} kết luận đang giữ lại sẽ được xét ở vòng chạy tới. "
        f"Rút lại bằng: monitor source distrust {number} --by …"
    )


@app.command()
def distrust(number: SourceArgument, by: ByOption, settings: SettingsOption = SETTINGS_FILE) -> None:
    """Rút lại một xác nhận: kết luận lại bị giữ khi quá nhiều tin vắng cùng lúc."""
    with _deciding(settings, number, by) as (work, source, _):
        decisions.distrust(work, source, by.strip(), by_hand(by), utc_now())
    open_console().print(f"Đã rút xác nhận của “{escape(source.name)}”.")


@contextmanager
def _deciding(
    settings: SettingsOption, number: str, by: str, reason: str | None = None
) -> Iterator[tuple[UnitOfWork, Source, Sequence[Source]]]:
    """One transaction about one declared source; refuses a decision without a name or a reason."""
    for word, said in (("--by", by), ("--reason", reason)):
        if said is not None and not said.strip():
            raise decisions.SourceDecisionRefused(
                f"{word} is empty",
                vi=f"{word} đang để trống: hãy ghi rõ để người sau biết ai quyết và vì sao.",
            )
    loaded = load_settings(settings)
    sources = load_profile(loaded.general.province).sources
    source = next((source for source in sources if source.id == number), None)
    if source is None:
        raise UnknownSourceError(
            f"no source {number}",
            vi=f"Không có nguồn {number}. Các nguồn đã khai báo: {', '.join(one.id for one in sources)}",
        )
    with open_store(loaded) as store, store.begin() as work:
        yield work, source, sources
