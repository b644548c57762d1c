"""Lệnh `monitor demo`: cho người mới thấy trọn một vòng.
`monitor demo`: what a newcomer sees, with progress bars, tables and the planted truth."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.console import open_console
from monitor.demo.letters import Shown, letters_that_matter
from monitor.demo.open_house import opened_house, reserved
from monitor.demo.outages import default_outages
from monitor.demo.play import Listener, moments, playing, some_days_a_week
from monitor.demo.screen import Screen
from monitor.demo.world import build_world
from monitor.domain.errors import ConfigError
from monitor.domain.labels import Lang
from monitor.domain.sources import Look, Source
from monitor.domain.times import VIETNAM
from monitor.logs import log_to
from monitor.wiring import Line

_MARK = ".demo-world"


def demo(
    *, seed: int, packages: int, lang: str, folder: Path, keep: bool, with_outages: bool, once: bool
) -> None:
    """Play the demo world into `folder`, print what was planted against what was found, serve its pages.

    The pages are served until Ctrl-C; `once` ends before. Ctrl-C on the way ends it too, unless somebody
    waits for the result (`once`). Raises `ConfigError` for an unknown language or a folder that is not a
    demo's.
    """
    language = _lang(lang)
    prepare(folder, keep)
    log_to(None)
    screen = Screen(open_console(), language)
    try:
        _play_and_serve(screen, language, seed, packages, folder, with_outages=with_outages, once=once)
    except KeyboardInterrupt:
        if once:
            raise
    if not once:
        screen.farewell(folder)


def _play_and_serve(
    screen: Screen, lang: Lang, seed: int, packages: int, folder: Path, *, with_outages: bool, once: bool
) -> None:
    world = build_world(seed, packages)
    outages = default_outages(world) if with_outages else ()
    screen.opening(world, outages)
    with ExitStack() as stack:
        house = stack.enter_context(reserved(folder))
        with _progress(screen, len(moments(world))) as listen:
            played, line, clock = stack.enter_context(
                playing(
                    folder,
                    world,
                    outages,
                    lang=lang,
                    web_url=house.url,
                    concluding=some_days_a_week,
                    opened=screen.opened,
                    listen=listen,
                )
            )
        screen.closing(played, _shown(line, folder))
        if not once:
            with opened_house(house, line, clock, lang, screen.stumbled) as doors:
                screen.doors(doors, clock.now, folder / "outbox")


@contextmanager
def _progress(screen: Screen, steps: int) -> Iterator[Listener]:
    """Two bars: the simulated days, and the looks at sources."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=screen.console,
    ) as progress:
        days = progress.add_task(screen.words("Thời gian mô phỏng", "Simulated time"), total=steps)
        looks = progress.add_task(screen.words("Lượt kiểm tra", "Looks"), total=None)

        def listen(now: datetime, source: Source | None, look: Look | None) -> None:
            if source is None or look is None:
                day = f"{now.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
                progress.update(days, advance=1, description=day)
                return
            progress.update(looks, advance=1, description=f"{source.name}: {screen.label(look.outcome)}")
            screen.noticed(now, source, look, progress)

        yield listen


def _shown(line: Line, folder: Path) -> tuple[Shown, ...]:
    with line.store.read() as work:
        return letters_that_matter(work, folder / "outbox")


def prepare(folder: Path, keep: bool) -> None:
    """Make the folder ready: emptied unless `keep`; a folder that is not a demo's is never emptied."""
    mark = folder / _MARK
    if folder.exists() and any(folder.iterdir()) and not mark.exists():
        raise ConfigError(
            f"{folder} is not a demo folder",
            vi=f"Thư mục {folder} đang chứa thứ khác; không xóa. Hãy chọn thư mục khác bằng --data.",
        )
    if folder.exists() and not keep:
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text("Dữ liệu tổng hợp của thế giới mẫu; xóa được.\n", encoding="utf-8")


def _lang(given: str) -> Lang:
    match given:
        case "vi":
            return "vi"
        case "en":
            return "en"
        case _:
            raise ConfigError(
                f"unknown language {given}", vi=f"Không có ngôn ngữ {given}; hãy dùng vi hoặc en."
            )
