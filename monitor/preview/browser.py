"""Chụp ảnh thư bằng Chromium không cửa sổ, không mạng, có hạn giờ.
Pictures of a letter by headless Chromium: without a network, with a profile of its own and a time limit."""

import html
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.domain.errors import MonitorError

VARIABLE = "MONITOR_BROWSER"

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_SECONDS = 60
# Chromium draws no larger picture in one piece.
_HIGHEST = 16_000
_QUIET = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_DARK = "--blink-settings=preferredColorScheme=0"
_HEIGHT = re.compile(r'data-height-(\d+)="(\d+)"')
# The height a letter takes at a width: windows have a least width, frames have none.
_FRAME = (
    '<iframe style="width:{width}px;height:10px;border:0" data-width="{width}" srcdoc="{letter}"></iframe>'
)
_MEASURE = """<!doctype html><meta charset="utf-8"><body>{frames}
<script>addEventListener("load", () => {{
for (const frame of document.querySelectorAll("iframe"))
document.body.setAttribute(
"data-height-" + frame.dataset.width, frame.contentDocument.documentElement.scrollHeight);
}})</script></body>"""


class BrowserFailed(MonitorError):
    """The browser made no picture."""


@dataclass(frozen=True, slots=True)
class Look:
    """One way a letter is looked at; `width` in pixels."""

    name: str
    width: int
    dark: bool


LOOKS = (
    Look("wide_light", 640, False),
    Look("wide_dark", 640, True),
    Look("narrow_light", 390, False),
    Look("narrow_dark", 390, True),
)
_WIDTHS = tuple(sorted({look.width for look in LOOKS}))


def find_browser() -> Path | None:
    """The browser that `MONITOR_BROWSER` names, else a Chromium on the PATH; `None` when there is none.

    Raises `BrowserFailed` when the variable names no program.
    """
    given = os.environ.get(VARIABLE, "")
    if given:
        found = shutil.which(given)
        if found is None:
            raise BrowserFailed(
                f"{VARIABLE} names no program: {given}",
                vi=f"Biến {VARIABLE} chỉ tới {given}, không phải chương trình. Hãy sửa hoặc bỏ biến.",
            )
        return Path(found)
    return next((Path(path) for name in _NAMES if (path := shutil.which(name))), None)


def heights_of(browser: Path, page: Path) -> dict[int, int]:
    """How high (pixels) a letter is at each width it is looked at; raises `BrowserFailed`."""
    letter = html.escape(page.read_text(encoding="utf-8"), quote=True)
    frames = "".join(_FRAME.format(width=width, letter=letter) for width in _WIDTHS)
    with tempfile.TemporaryDirectory(prefix="monitor-preview-") as folder:
        measure = Path(folder) / "measure.html"
        measure.write_text(_MEASURE.format(frames=frames), encoding="utf-8")
        shown = _run(browser, ["--dump-dom", measure.as_uri()])
    found = {int(width): min(int(height), _HIGHEST) for width, height in _HEIGHT.findall(shown)}
    if set(found) != set(_WIDTHS):
        raise _failed(page, "không đo được chiều cao của thư")
    return found


def take_picture(browser: Path, page: Path, look: Look, height: int, picture: Path) -> None:
    """Write `picture` (PNG) of a page; raises `BrowserFailed`."""
    flags = [_DARK] if look.dark else []
    picture.unlink(missing_ok=True)
    _run(
        browser,
        [
            *flags,
            f"--window-size={look.width},{height}",
            f"--screenshot={picture.resolve()}",
            page.resolve().as_uri(),
        ],
    )
    if not picture.is_file():
        raise _failed(page, "trình duyệt không viết ra ảnh")


def _run(browser: Path, arguments: Sequence[str]) -> str:
    # A container runs everything as root, where Chromium's sandbox does not start.
    rooted = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="monitor-browser-", ignore_cleanup_errors=True) as profile:
        command = [str(browser), *_QUIET, *rooted, f"--user-data-dir={profile}", *arguments]
        # A session of its own: the browser's helpers end with it.
        with subprocess.Popen(  # noqa: S603 the operator's own browser
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        ) as process:
            try:
                shown, _ = process.communicate(timeout=_SECONDS)
            except subprocess.TimeoutExpired as error:
                os.killpg(process.pid, signal.SIGKILL)
                raise BrowserFailed(
                    f"{browser} took longer than {_SECONDS} s",
                    vi=f"Trình duyệt {browser} chạy quá {_SECONDS} giây nên đã bị dừng. Hãy chạy lại.",
                ) from error
    return shown.decode("utf-8", "replace")


def _failed(page: Path, why: str) -> BrowserFailed:
    return BrowserFailed(
        f"no picture of {page}: {why}",
        vi=f"Không chụp được {page.name}: {why}. Hãy thử trình duyệt khác bằng biến {VARIABLE}.",
    )
