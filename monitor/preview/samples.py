"""Tìm các thư mẫu: có mô-đun trong `monitor/preview/letters/` là có thư mẫu của loại ấy.
Sample letters are found by being in `monitor/preview/letters/`; one module for each kind of message."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

import monitor.preview.letters
from alerts.charts.draw import png_of
from alerts.charts.weeks import CHART, weeks_chart
from alerts.render import Letter
from alerts.words import Words
from monitor.domain.cases import InlineImage, Message, Recipient
from monitor.domain.digests import DigestData
from monitor.domain.labels import Lang
from monitor.domain.vocabulary import MessageKind, Reason
from monitor.preview.scene import NOW
from monitor.steps.letterhead import written


class SampleModule(Protocol):
    """What every module in `monitor/preview/letters/` offers."""

    KIND: MessageKind

    def samples(self, lang: Lang, /) -> Mapping[str, Letter]:
        """Letters by a short English name; the first is the usual one, the others are hard cases."""
        ...


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample letter, written out; `name` is that of its files."""

    name: str
    case: str
    lang: Lang
    message: Message


@cache
def sample_modules() -> Mapping[MessageKind, SampleModule]:
    """Every module of samples by its kind."""
    names = sorted(module.name for module in iter_modules(monitor.preview.letters.__path__))
    modules = [cast(SampleModule, import_module(f"monitor.preview.letters.{name}")) for name in names]
    return {module.KIND: module for module in modules}


def samples_of(kind: MessageKind, lang: Lang) -> tuple[Sample, ...]:
    """The samples of a kind, written out in a language; raises `KeyError` for a kind without any."""
    return tuple(
        _sample(kind, case, data, lang) for case, data in sample_modules()[kind].samples(lang).items()
    )


def _sample(kind: MessageKind, case: str, data: Letter, lang: Lang) -> Sample:
    reader = Recipient("xem-truoc", data.heading.reader, "xem-truoc@songmau.example", "outbox", lang)
    name = f"{kind}-{case}-{lang}"
    message = written(kind, Reason.FIRST, reader, name, data, NOW)
    return Sample(name, case, lang, replace(message, images=message.images or _images(data, lang)))


def _images(data: Letter, lang: Lang) -> tuple[InlineImage, ...]:
    """What travels beside the letter: only the inspectorate's digest has a picture."""
    if not isinstance(data, DigestData) or not data.weeks:
        return ()
    return (InlineImage(CHART, png_of(weeks_chart(data.weeks, Words(lang)))),)
