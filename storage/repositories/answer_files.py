"""Tệp đơn vị gửi kèm trả lời: cất theo mã băm, không bao giờ mở tại chỗ.
Files of agencies' answers, stored by the digest of their bytes."""

from sqlmodel import Session, col, select

from monitor.domain.desk import AnswerFile
from storage.bulk import insert_new
from storage.tables.desk import AnswerFileRow, FileBodyRow


class AnswerFiles:
    """One row per case and file; the bytes once."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, file: AnswerFile, body: bytes) -> None:
        """Store a file of a case; the same bytes again change nothing."""
        insert_new(self._session, FileBodyRow, [{"digest": file.digest, "body": body}])
        row = {
            "case_id": file.case_id,
            "digest": file.digest,
            "name": file.name,
            "kind": file.kind,
            "size": file.size,
            "at": file.at,
        }
        insert_new(self._session, AnswerFileRow, [row])

    def of(self, case_id: str) -> tuple[AnswerFile, ...]:
        """The files of a case, oldest first."""
        rows = self._session.exec(
            select(AnswerFileRow)
            .where(col(AnswerFileRow.case_id) == case_id)
            .order_by(col(AnswerFileRow.at), col(AnswerFileRow.digest))
        )
        return tuple(
            AnswerFile(row.case_id, row.digest, row.name, row.kind, row.size, row.at) for row in rows
        )

    def body(self, case_id: str, digest: str) -> bytes | None:
        """The bytes of a file of this case; `None` when the case has no such file."""
        return self._session.exec(
            select(FileBodyRow.body)
            .join(AnswerFileRow, col(AnswerFileRow.digest) == col(FileBodyRow.digest))
            .where(col(AnswerFileRow.case_id) == case_id, col(AnswerFileRow.digest) == digest)
        ).first()
