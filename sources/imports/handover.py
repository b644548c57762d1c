"""Nhập một tệp bàn giao: nhận ra loại tệp theo nội dung rồi đọc.
Reads a hand-over file, recognised by its content and never by its name."""

import hashlib
from datetime import datetime
from pathlib import Path

from sources.hardening import JsonRefused, read_json
from sources.imports.handed import Handover, RejectedRow, refused
from sources.imports.network_json import read_network_json
from sources.imports.plan_csv import looks_like_plan_csv, read_plan_csv
from sources.imports.template_reader import read_template

__all__ = ["MAX_BYTES", "Handover", "RejectedRow", "read_handover"]

MAX_BYTES = 60_000_000
_USE_TEMPLATE = "Hãy điền vào tệp mẫu (monitor import --template) rồi nhập lại."
_UNREADABLE = (
    (b"%PDF", "đây là tệp PDF, không có dữ liệu dạng bảng.", "a PDF"),
    (
        b"\xd0\xcf\x11\xe0",
        "đây là tệp Excel cũ (.xls) hoặc tệp có mật khẩu.",
        "an old or encrypted Office file",
    ),
    (b"\x1f\x8b", "đây là tệp nén gzip; hãy giải nén trước.", "gzip"),
    (b"<", "đây là trang web hoặc XML, không phải dữ liệu bàn giao.", "markup"),
    (b"\xff\xfe", "tệp dùng bảng mã UTF-16; hãy lưu lại dạng CSV UTF-8.", "UTF-16"),
    (b"\xfe\xff", "tệp dùng bảng mã UTF-16; hãy lưu lại dạng CSV UTF-8.", "UTF-16"),
)


def read_handover(path: Path, now: datetime) -> Handover:
    """The records of a hand-over file; the same file gives the same records every time.

    Recognised are: the plan CSV of 2023, raw answers of the national network, normalised notices
    (both JSON), and our XLSX template. `now` (UTC) is when the sightings in it are first seen.
    Raises `ImportRefused` with a Vietnamese sentence that says what to do.
    """
    body = _read(path)
    digest = "sha256:" + hashlib.sha256(body).hexdigest()
    if body.startswith(b"PK\x03\x04"):
        return read_template(path.name, body, digest, now)
    return _read_text(path.name, body, digest)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except OSError as error:
        what = f"không mở được tệp ({error.strerror or error}). Hãy kiểm tra đường dẫn và quyền đọc."
        raise refused(path.name, what, f"cannot be opened: {error}") from error
    if len(body) > MAX_BYTES:
        what = f"tệp lớn hơn {MAX_BYTES // 1_000_000} MB. Hãy chia thành nhiều tệp."
        raise refused(path.name, what, f"larger than {MAX_BYTES} bytes")
    if not body.strip():
        raise refused(path.name, f"tệp trống. {_USE_TEMPLATE}", "empty")
    return body


def _read_text(name: str, body: bytes, digest: str) -> Handover:
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, what_vi, what in _UNREADABLE:
        if body.startswith(magic) or start.startswith(magic):
            raise refused(name, f"{what_vi} {_USE_TEMPLATE}", f"is {what}")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = "chữ trong tệp không phải UTF-8. Hãy lưu lại dạng “CSV UTF-8” hoặc XLSX."
        raise refused(name, what, f"not UTF-8: {error}") from error
    if start[:1] in (b"{", b"["):
        return _read_json(name, text, digest)
    if looks_like_plan_csv(text):
        return read_plan_csv(text, digest)
    raise refused(name, f"không nhận ra loại dữ liệu. {_USE_TEMPLATE}", "unknown content")


def _read_json(name: str, text: str, digest: str) -> Handover:
    try:
        value = read_json(text)
    except JsonRefused as error:
        what = "tệp JSON bị hỏng hoặc bị cắt. Hãy xuất lại tệp."
        raise refused(name, what, f"bad JSON: {error.reason}") from error
    found = read_network_json(value, digest)
    if found is None:
        raise refused(
            name, f"tệp JSON không phải câu trả lời nào đã biết. {_USE_TEMPLATE}", "no known answer inside"
        )
    return found
