"""Viết các thư mẫu ra thư mục: HTML, chữ thường, ảnh chụp, và một trang xem chung.
Writes sample letters into a folder: HTML, plain text, pictures, and one page that shows all of them."""

import base64
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from monitor.domain.cases import InlineImage
from monitor.domain.labels import Lang
from monitor.domain.vocabulary import MessageKind
from monitor.preview.browser import LOOKS, Look, heights_of, take_picture
from monitor.preview.samples import Sample, samples_of
from monitor.preview.words import kind_name, say

# Drawing waits more than it counts; more at once would only crowd two cores.
_AT_ONCE = 2


def chosen(kind: MessageKind | None, langs: Iterable[Lang]) -> tuple[Sample, ...]:
    """The samples of one kind or of all, language by language."""
    kinds = tuple(MessageKind) if kind is None else (kind,)
    return tuple(sample for lang in langs for one in kinds for sample in samples_of(one, lang))


class Gallery:
    """A folder that fills with letters; without a browser it has no pictures."""

    def __init__(self, folder: Path, browser: Path | None) -> None:
        self._folder = folder
        self._browser = browser
        self._shown: list[Sample] = []

    def add(self, sample: Sample) -> None:
        """Write one letter and its pictures; raises `BrowserFailed`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        page = self._folder / f"{sample.name}.html"
        page.write_text(with_images(sample.message.html, sample.message.images), encoding="utf-8")
        page.with_suffix(".txt").write_text(
            f"{sample.message.subject}\n\n{sample.message.text}", encoding="utf-8"
        )
        self._shown.append(sample)
        if self._browser is None:
            return
        heights = heights_of(self._browser, page)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            drawn = [
                pool.submit(
                    take_picture, self._browser, page, look, heights[look.width], self._picture(sample, look)
                )
                for look in LOOKS
            ]
            for one in drawn:
                one.result()

    def close(self, lang: Lang) -> Path:
        """Write the page that shows everything added; returns its path."""
        environment = Environment(
            loader=PackageLoader("monitor.preview"),
            autoescape=select_autoescape(enabled_extensions=("html.j2",)),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        page = self._folder / "index.html"
        page.write_text(
            environment.get_template("index.html.j2").render(
                samples=self._shown,
                looks=LOOKS if self._browser else (),
                lang=lang,
                say=say,
                kind_name=kind_name,
            ),
            encoding="utf-8",
        )
        return page

    def _picture(self, sample: Sample, look: Look) -> Path:
        return self._folder / f"{sample.name}-{look.name}.png"


def with_images(page: str, images: Iterable[InlineImage]) -> str:
    """A letter's HTML with the pictures that travel beside it put into it: a browser knows no `cid:`."""
    for image in images:
        data = base64.b64encode(image.png).decode("ascii")
        page = page.replace(f'"cid:{image.cid}"', f'"data:image/png;base64,{data}"')
    return page
