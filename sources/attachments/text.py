"""Lấy chữ của một tệp đính kèm mà không tin tệp ấy.
Bytes of an attachment to text, in a process of its own that can be stopped at any moment."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import IO, Any

from monitor.domain.errors import StorageError
from sources.attachments.notes import known
from sources.attachments.parts import KINDS, AttachmentText, Limits, Part
from sources.hardening import JsonRefused, read_json

_COMMAND = (sys.executable, "-s", "-P", "-m", "sources.attachments.sealed")
_ROOT = Path(__file__).resolve().parents[2]
# Beside the look-ups of many sources, so that a few greedy files do not take the machine.
_SEATS = BoundedSemaphore(2)
_SLOW = frozenset((-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGALRM))
_LONGEST_PLACE = 120
# Nothing else of ours is passed on: keys stand in the environment.
_ENVIRONMENT = {
    "PYTHONPATH": str(_ROOT),
    "LANG": "C.UTF-8",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def read_text(body: bytes, limits: Limits | None = None) -> AttachmentText:
    """The text of a PDF, DOCX or XLSX file, as far as it can be had within the limits.

    Whatever the file does (bomb, hang, crash) ends in a note, with the pages told before that. The note
    `not_started` is no fault of the file: the reader is not whole here (a library is missing).
    Raises `StorageError` when this machine cannot start the reading process at all.
    """
    limits = limits or Limits()
    if len(body) > limits.input_bytes:
        return AttachmentText(note="too_large")
    try:
        with _SEATS, TemporaryFile() as given, TemporaryFile() as told:
            given.write(body)
            given.seek(0)
            code = _run(given, told, limits)
            told.seek(0)
            lines = told.read(limits.output_bytes).split(b"\n")[:-1]
    except OSError as error:
        raise StorageError(
            f"the reader of attachments did not start: {error}",
            vi="Không mở được tiến trình đọc tệp đính kèm (đĩa tạm đầy hoặc hết bộ nhớ). "
            "Hãy giải phóng chỗ trống rồi chạy lại.",
        ) from error
    return _gathered(lines, code)


def _run(given: IO[bytes], told: IO[bytes], limits: Limits) -> int:
    """The exit code; the process and all it might have started are gone when this returns."""
    process = subprocess.Popen(  # noqa: S603 - our own module, and nothing of the file on its command line
        [*_COMMAND, json.dumps(asdict(limits))],
        stdin=given,
        stdout=told,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env=_ENVIRONMENT,
        start_new_session=True,
    )
    try:
        # The process ends itself in time; this is for one that does not.
        return process.wait(limits.seconds + 5)
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _gathered(lines: list[bytes], code: int) -> AttachmentText:
    """The reading process may have been taken over by the file: its words are trusted no more."""
    kind, note, cut = "", "", False
    ready = ended = False
    parts: list[Part] = []
    for line in map(_line, lines):
        ready = ready or "ready" in line
        if line.get("kind") in KINDS:
            kind = str(line["kind"])
        if "text" in line:
            part = Part(
                str(line.get("place", ""))[:_LONGEST_PLACE], str(line["text"]), bool(line.get("unread"))
            )
            cut = cut or bool(line.get("cut"))
            parts += [part] if part.place or part.text else []
        elif "note" in line:
            note = str(line["note"])
            ended = not note or known(note)
    if not ready:
        return AttachmentText(note="not_started")
    if not ended:
        note = "too_slow" if code in _SLOW else "crashed"
    return AttachmentText(kind, tuple(parts), note, truncated=cut or bool(note and parts))


def _line(line: bytes) -> Mapping[str, Any]:
    try:
        said = read_json(line.decode("utf-8", "replace"))
    except JsonRefused:
        return {}
    return said if isinstance(said, dict) else {}
