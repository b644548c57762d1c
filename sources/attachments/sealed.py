"""Tiến trình riêng, bị khóa, đọc một tệp lạ.
The process that opens a stranger's file: sealed first, then it reads, and tells line by line.

Run as `python -m sources.attachments.sealed LIMITS`: the file comes on standard input, the answer is
JSON lines on standard output. What was told before a crash or a hang is kept by the caller.
"""

import codecs
import json
import resource
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from sources.attachments.ocr import open_reader
from sources.attachments.parts import DOCX, PDF, Limits, Part, Unreadable
from sources.attachments.read_docx import docx_parts
from sources.attachments.read_pdf import ReadImage, pdf_parts
from sources.attachments.read_xlsx import xlsx_parts
from sources.attachments.recognise import recognise

# No module can be loaded once sealed, and Python loads each of these at its first use.
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp437", "cp1252", "cp1258")


def seal(limits: Limits) -> None:
    """From here on: no new file or socket, no other process, bounded time, memory and output.

    Without a free file descriptor nothing can be opened or connected to, whatever else the reader
    is talked into; the alarm ends this process even when the caller was killed.
    """
    for what, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.output_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)


def read_here(body: bytes, limits: Limits, read_image: ReadImage | None = None) -> Iterator[dict[str, Any]]:
    """The lines to tell: the kind, each part, and at the end a note (empty when all went well)."""
    note = ""
    left = limits.letters
    try:
        kind = recognise(body)
        yield {"kind": kind}
        for part in _parts(kind, body, limits, read_image):
            yield asdict(replace(part, text=part.text[:left]))
            left -= len(part.text)
            if left < 0:
                raise Unreadable("too_much_text")
    except Unreadable as refusal:
        note = refusal.word
    except MemoryError:
        note = "too_much_memory"
    yield {"note": note}


def _parts(kind: str, body: bytes, limits: Limits, read_image: ReadImage | None) -> Iterator[Part]:
    if kind == PDF:
        return pdf_parts(body, limits, read_image)
    return docx_parts(body, limits) if kind == DOCX else xlsx_parts(body, limits)


def main() -> None:
    """Read standard input within the limits of the one argument."""
    limits = Limits(**json.loads(sys.argv[1]))
    body = sys.stdin.buffer.read()
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)
    read_image = open_reader() if limits.ocr else None
    seal(limits)
    # From here on it is the file's doing when nothing more comes.
    _tell({"ready": True})
    for line in read_here(body, limits, read_image):
        _tell(line)


def _tell(line: dict[str, Any]) -> None:
    """At once: what was told outlives whatever comes next."""
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
