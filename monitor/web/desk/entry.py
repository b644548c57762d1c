"""Vào một hồ sơ: có hồ sơ ấy không, người này được thấy không.
Entering a case: whether it exists, and whether this person may see it; otherwise it is not there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from monitor.domain.cases import Case
from monitor.domain.errors import StorageError
from monitor.web.refusals import PageRefused
from monitor.web.site import Site
from monitor.web.staff.gate import own_agency
from monitor.web.view import SignedIn
from storage.store import UnitOfWork

log = structlog.get_logger()

_NUMBER = re.compile(r"[A-Z]{2}-\d{4}-\d{4,9}")


def case_seen(work: UnitOfWork, here: SignedIn, number: str) -> Case:
    """The case of a number. Raises `PageRefused` (404), the same for none and for another agency's."""
    case = work.cases.get(number) if _NUMBER.fullmatch(number) else None
    if case is None:
        raise PageRefused("no such case", status=404, key="nothing_here")
    own_agency(here, case.agency_id)
    return case


@contextmanager
def proving() -> Iterator[None]:
    """Around whatever hands out evidence: raises `PageRefused` (503) when it cannot be proved."""
    try:
        yield
    except StorageError as error:
        log.error("evidence_refused", error=str(error))
        raise PageRefused(str(error), status=503, key="unproven") from error


def captures_folder(site: Site) -> Path:
    """Where the archive lies. Raises `StorageError` on a machine that has none."""
    if site.office.captures is None:
        raise StorageError(
            "no archive here", vi="Máy này không có thư mục bản lưu. Hãy chạy trang web trên máy giữ bản lưu."
        )
    return site.office.captures
