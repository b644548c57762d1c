"""Lỗi của cơ sở dữ liệu và đĩa, nói bằng lời người vận hành hiểu.
Database and disk errors translated at the edge into `StorageError`."""

import errno
import sqlite3

import psycopg

from monitor.domain.errors import StorageError

_UNDONE = "Phần đang ghi dở đã được hủy, những gì đã ghi trước đó vẫn còn nguyên."

_SQLITE = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_CANTOPEN: "unreachable",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "not_a_database",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_CONSTRAINT: "constraint",
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html; longest prefix wins.
_POSTGRES = {
    "53100": "full",
    "55P03": "locked",
    "40P01": "locked",
    "40001": "locked",
    "25006": "read_only",
    "42501": "read_only",
    "XX001": "corrupt",
    "XX002": "corrupt",
    "54": "too_long",
    "23": "constraint",
    "58": "disk",
    "08": "unreachable",
    "28": "unreachable",
    "3D": "unreachable",
    "57P": "unreachable",
}

_SENTENCES = {
    "full": f"Đĩa đã đầy nên không ghi được vào kho. {_UNDONE} Hãy giải phóng dung lượng đĩa rồi chạy lại.",
    "locked": f"Kho đang bị một tiến trình khác giữ quá lâu. {_UNDONE} "
    "Hãy đợi tiến trình đó xong (hoặc dừng nó) rồi chạy lại.",
    "read_only": f"Kho chỉ cho đọc, không cho ghi. {_UNDONE} "
    "Hãy cấp quyền ghi cho tài khoản chạy chương trình rồi chạy lại.",
    "unreachable": "Không mở được kho dữ liệu. Hãy kiểm tra đường dẫn, máy chủ, tài khoản và mật khẩu "
    "trong phần [database] của tệp cài đặt rồi chạy lại.",
    "corrupt": "Kho dữ liệu bị hỏng. Đừng ghi thêm; hãy giữ lại tệp hiện có, "
    "khôi phục từ bản sao lưu gần nhất rồi chạy lại.",
    "not_a_database": "Tệp được nêu trong [database] không phải là kho dữ liệu của chương trình. "
    "Hãy sửa đường dẫn, hoặc khôi phục kho từ bản sao lưu.",
    "disk": f"Đĩa báo lỗi khi đọc hoặc ghi kho. {_UNDONE} Hãy kiểm tra đĩa rồi chạy lại.",
    "constraint": f"Dữ liệu trái với ràng buộc của kho nên không được ghi. {_UNDONE} "
    "Đây là lỗi chương trình: hãy gửi nhật ký cho đội kỹ thuật.",
    "too_long": f"Một khóa hoặc một dòng quá dài so với giới hạn của kho nên không được ghi. {_UNDONE} "
    "Nguồn vừa đọc có địa chỉ hoặc mã bất thường: hãy xem nhật ký và gửi cho đội kỹ thuật.",
    "other": f"Kho dữ liệu từ chối thao tác. {_UNDONE} Hãy xem nhật ký rồi chạy lại.",
}


def storage_error(error: BaseException) -> StorageError:
    """A `StorageError` for an error of SQLAlchemy, a driver or the file system."""
    cause = getattr(error, "orig", None) or error
    word = _word(cause)
    return StorageError(f"{word}: {cause}", vi=_SENTENCES[word])


def file_error(error: OSError, what: str) -> StorageError:
    """A `StorageError` for a file of ours; `what` names it in Vietnamese."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    reason = "đĩa đã đầy" if full else f"hệ điều hành báo: {error.strerror or error}"
    remedy = "Hãy giải phóng dung lượng đĩa" if full else "Hãy kiểm tra đĩa và quyền ghi"
    return StorageError(
        f"{what}: {error}",
        vi=f"Không ghi được {what}: {reason}. "
        f"Những gì đã ghi trước đó vẫn còn nguyên. {remedy} rồi chạy lại.",
    )


def _word(cause: BaseException) -> str:
    if isinstance(cause, sqlite3.Error):
        # The low byte is the primary code, the rest the detail (https://sqlite.org/rescode.html).
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF, "other")
    if isinstance(cause, psycopg.Error):
        state = cause.sqlstate or ("08000" if isinstance(cause, psycopg.OperationalError) else "")
        return next((word for prefix, word in _POSTGRES.items() if state.startswith(prefix)), "other")
    return "other"
