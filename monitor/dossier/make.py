"""Lập gói hồ sơ: bản in, nhật ký, bản lưu, tệp của đơn vị, mã băm.
Makes the dossier of a case: print, log, captures, the agency's files, digests."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.domain.cases import Case
from monitor.domain.judgement import Finding
from monitor.domain.sources import Capture
from monitor.dossier.pack import packed
from monitor.dossier.printed import printed
from monitor.dossier.verify import CAPTURES, INDEX
from monitor.dossier.words import guide, printed_words
from monitor.web.desk.casefile import CaseFile
from monitor.wiring import Office
from storage.codec import encode
from storage.extract import extract
from storage.store import UnitOfWork


def dossier(
    work: UnitOfWork, file: CaseFile, office: Office, folder: Path, owner: str, now: datetime
) -> bytes:
    """The ZIP of a case at `now` (UTC); `folder` is the archive's.

    1. Every capture the case rests on is copied byte for byte, proved by its digest.
    2. The log, the print, the agency's files and a guide are laid beside it.
    3. All are named in SHA256SUMS and packed; the same case at the same instant gives the same bytes.
    Raises `StorageError` for a capture that cannot be proved.
    """
    case = file.case
    captures = sorted(file.captures.values(), key=lambda one: (one.warc_file, one.warc_offset))
    warc, offsets = extract(folder, captures)
    files = {
        "ho-so.pdf": printed(printed_words(file, captures, office, owner, now), now),
        "nhat-ky.json": _log(case, [ground.finding for ground in file.grounds]),
        INDEX: _json([_row(one, offsets[one.id]) for one in captures]),
        CAPTURES: warc,
        "README.txt": guide(case, now),
    }
    for sent in work.answer_files.of(case.id):
        body = work.answer_files.body(case.id, sent.digest)
        if body is not None:
            files[f"tep/{sent.digest[:12]}.{sent.kind}"] = body
    return packed(case.id, files, now)


def _log(case: Case, findings: list[Finding]) -> bytes:
    return _json(
        {
            "ho_so": json.loads(encode(Case, case)),
            "phat_hien": [json.loads(encode(Finding, one)) for one in findings],
        }
    )


def _row(capture: Capture, offset: int) -> dict[str, Any]:
    return {
        "id": capture.id,
        "url": capture.url,
        "fetched_at": capture.fetched_at.isoformat(),
        "status": capture.status,
        "content_type": capture.content_type,
        "size": capture.size,
        "sha256": capture.digest.removeprefix("sha256:"),
        "chain": capture.chain,
        "offset": offset,
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
