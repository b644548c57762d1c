"""Lời nói về tệp đính kèm không đọc được.
The Vietnamese sentence for every word by which an attachment stays unread."""

from sources.attachments.parts import AttachmentText

_SENTENCES = {
    "empty": "tệp trống",
    "html": "trang chủ quản trả về trang web thay cho tệp",
    "old_doc": "tệp Word đời cũ (.doc), chưa đọc được; cần người mở xem",
    "old_xls": "tệp Excel đời cũ (.xls), chưa đọc được; cần người mở xem",
    "old_office": "tệp Office đời cũ, chưa đọc được; cần người mở xem",
    "encrypted": "tệp có mật khẩu, không mở được",
    "archive": "tệp nén, không mở các tệp bên trong; cần người mở xem",
    "image": "tệp ảnh, chưa đọc được; cần người mở xem",
    "unknown_kind": "loại tệp không biết, chưa đọc được; cần người mở xem",
    "bomb": "nội dung giải nén quá lớn, không mở vì lý do an toàn",
    "entities": "tệp có khai báo thực thể XML, không mở vì lý do an toàn",
    "damaged": "tệp bị hỏng, không đọc được hết",
    "too_large": "tệp lớn quá giới hạn, chưa đọc",
    "too_slow": "đọc quá thời hạn nên dừng lại; phần còn lại chưa đọc được",
    "too_much_memory": "tệp cần quá nhiều bộ nhớ nên dừng lại; phần còn lại chưa đọc được",
    "too_much_text": "tệp có quá nhiều chữ; phần còn lại chưa đọc",
    "crashed": "chương trình đọc dừng giữa chừng; phần còn lại chưa đọc được",
    "not_started": "chương trình đọc tệp không khởi động được; đội kỹ thuật cần xem lại bản cài đặt",
    "unreachable": "chưa tải được tệp",
    "refused": "trang chủ quản từ chối cho tải tệp",
    "gate": "trang chủ quản chắn lối tải tệp; không vượt qua",
    "robots": "trang chủ quản không cho máy tải tệp này (robots.txt)",
    "not_asked": "địa chỉ tệp không được phép truy cập, không tải",
    "gone": "không còn tệp ở địa chỉ đã dẫn",
}


def known(word: str) -> bool:
    """Whether a word is one of ours."""
    return word in _SENTENCES


def sentence(word: str) -> str:
    """What a word says to people; `KeyError` for one that nobody wrote down."""
    return _SENTENCES[word]


def said_of(read: AttachmentText) -> str:
    """What people should know of a reading; empty when everything was read."""
    said = [sentence(read.note)] if read.note else []
    if read.pages_unread:
        said.append(f"{read.pages_unread} trang quét, chưa đọc được")
    if read.truncated and not read.note:
        said.append("tệp dài hơn phần đã đọc")
    return "; ".join(said)
