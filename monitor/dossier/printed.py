"""Bản in của hồ sơ (PDF) bằng Typst, phông chữ kèm theo, không dùng phông của máy.
The printed dossier (PDF) by Typst, with the fonts that come along and none of the machine's."""

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import as_file, files
from typing import Any

import typst

from monitor.domain.errors import MonitorError


class NotPrinted(MonitorError):
    """The printed dossier could not be made."""


def printed(data: Mapping[str, Any], at: datetime) -> bytes:
    """The PDF of a dossier's words; the same words at the same instant give the same bytes."""
    with as_file(files("monitor.dossier") / "data") as folder:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        try:
            made = typst.Compiler(folder / "dossier.typ", root=folder, font_paths=fonts).compile(
                format="pdf",
                # The font has no arrow.
                sys_inputs={"ho-so": json.dumps(data, ensure_ascii=False).replace("→", "–")},
                timestamp=int(at.timestamp()),
            )
        except typst.TypstError as error:
            raise NotPrinted(
                str(error), vi="Không dựng được bản in của hồ sơ. Hãy báo người vận hành."
            ) from error
    if not isinstance(made, bytes):
        raise NotPrinted("no single document", vi="Không dựng được bản in của hồ sơ. Hãy báo người vận hành.")
    return made
