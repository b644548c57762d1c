"""Nhận một tệp đơn vị gửi kèm trả lời vào hồ sơ.
Takes a file of an agency's answer into the case."""

from datetime import datetime
from hashlib import sha256

from monitor.desk.files import check_file
from monitor.domain.cases import Case
from monitor.domain.desk import AnswerFile
from storage.store import UnitOfWork


def keep_answer_file(work: UnitOfWork, case: Case, name: str, data: bytes, now: datetime) -> AnswerFile:
    """Check and store a file at `now` (UTC); the same bytes again change nothing.

    Raises `FileRefused` with a Vietnamese sentence that says what to send instead.
    """
    held = work.answer_files.of(case.id)
    digest = sha256(data).hexdigest()
    known = next((file for file in held if file.digest == digest), None)
    if known is not None:
        return known
    kind, shown = check_file(name, data, len(held), sum(file.size for file in held))
    file = AnswerFile(case.id, digest, shown, kind, len(data), now)
    work.answer_files.add(file, data)
    return file
