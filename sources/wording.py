"""Lời nói với người đọc khi một nguồn không xem được.
The Vietnamese sentence for every reason word a source can fail with: what happened, what to do."""

from typing import TypeVar

from monitor.domain.errors import SourceError
from monitor.domain.sources import Source

E = TypeVar("E", bound=SourceError)

_RETRY = "Hệ thống sẽ tự thử lại; nếu kéo dài, hãy hỏi đơn vị quản lý trang."
_PERSON = "Cần một người mở trang và kiểm tra lại khai báo nguồn."
_OWNER = "Không vượt qua; hãy đề nghị đơn vị quản lý trang cho phép truy cập."

_SENTENCES = {
    "cookie_gate": f"trả về trang chắn bằng cookie thay cho nội dung. {_OWNER}",
    "challenge": f"trả về trang yêu cầu chứng minh không phải là máy. {_OWNER}",
    "login_page": f"trả về trang đăng nhập thay cho nội dung. {_OWNER}",
    "waf_rejected": f"từ chối yêu cầu bằng tường lửa ứng dụng. {_OWNER}",
    "user_error_page": f"trả về trang báo lỗi “User Error” thay cho nội dung. {_OWNER}",
    "bare_number": f"chỉ trả về một con số, dấu hiệu bị chặn. {_OWNER}",
    "http_401": f"từ chối với mã 401. {_OWNER}",
    "http_403": f"từ chối với mã 403. {_OWNER}",
    "http_429": "báo quá nhiều yêu cầu (429). Hãy giãn lịch kiểm tra nguồn này.",
    "robots": "không cho phép máy đọc đường dẫn này (robots.txt). Hãy đề nghị đơn vị quản lý trang cho phép.",
    "address_refused": "dẫn tới một địa chỉ nội bộ nên không được kết nối. Hãy kiểm tra lại khai báo nguồn.",
    "url_refused": "có địa chỉ không được phép (giao thức, cổng, tài khoản). Hãy sửa khai báo nguồn.",
    "insecure_redirect": f"chuyển hướng sang một máy khác không mã hoá. {_PERSON}",
    "redirect_loop": f"chuyển hướng quá nhiều lần. {_PERSON}",
    "bad_redirect": f"chuyển hướng tới một địa chỉ không đọc được. {_PERSON}",
    "dns": f"không tìm thấy tên miền. {_RETRY}",
    "refused": f"từ chối kết nối. {_RETRY}",
    "reset": f"ngắt kết nối giữa chừng. {_RETRY}",
    "timeout": f"không trả lời kịp thời hạn. {_RETRY}",
    "tls": f"có lỗi chứng thư hoặc mã hoá (TLS). {_PERSON}",
    "bad_headers": f"gửi phần đầu trả lời sai chuẩn. {_PERSON}",
    "connection": f"không kết nối được. {_RETRY}",
    "circuit_open": "đã lỗi nhiều lần liên tiếp nên tạm ngừng gọi một lúc. Hệ thống sẽ tự thử lại.",
    "robots_unreachable": f"không đọc được robots.txt nên chưa được phép xem. {_RETRY}",
    "temporarily_unavailable": f"báo tạm ngừng phục vụ. {_RETRY}",
    "too_large": f"trả về nội dung lớn quá giới hạn. {_PERSON}",
    "unknown_encoding": f"nén nội dung theo cách không biết. {_PERSON}",
    "bad_encoding": f"gửi nội dung nén bị hỏng. {_RETRY}",
    "truncated": f"trả về nội dung bị cắt giữa chừng. {_RETRY}",
    "empty_body": f"trả về trang trống. {_RETRY}",
    "empty_shell": f"trả về khung trang không có chữ nào. {_PERSON}",
    "empty_list": "không hiện mục nào, nên chưa thể nói rằng không có gì được đăng. Hãy mở trang kiểm tra.",
    "items_lost": f"có mục không đọc được trong danh sách. {_PERSON}",
    "items_vanished": "không còn hiện nhiều mục đã thấy trước đây. Hãy mở trang kiểm tra.",
    "begun_anew": "hiện danh sách khác hẳn các lượt trước, và chỉ danh sách này có gói thầu đã biết:"
    " đã xem lại từ đầu, các lượt trước không còn được tính.",
    "earlier_copy_stood_still": "hiện tin cũ hơn lượt xem trước mà chưa lượt nào thấy: các lượt trước đã gặp"
    " một bản đứng yên. Khoảng thời gian chưa tin nào được thấy không còn được tính là đã xem.",
    "stale_copy": f"trả về một bản cũ hơn lần xem trước. {_RETRY}",
    "silent_too_long": "không có mục mới lâu hơn mức thường thấy. Hãy mở trang kiểm tra.",
    "too_few_items": "có ít mục hơn hẳn mức thường thấy. Hãy mở trang kiểm tra.",
    "truncated_list": "hiện ít mục hơn số lượng trang tự công bố. Hãy mở trang kiểm tra.",
    "window_not_reached": "chưa xem được tới đầu khoảng thời gian cần kiểm tra.",
    "not_in_order": f"không xếp theo thời gian nên không biết đã xem đủ chưa. {_PERSON}",
    "html_instead_of_xml": f"trả về trang web thay cho dữ liệu XML. {_PERSON}",
    "html_instead_of_json": f"trả về trang web thay cho dữ liệu JSON. {_RETRY}",
    "xml_instead_of_html": f"trả về XML thay cho trang web. {_PERSON}",
    "json_instead_of_html": f"trả về JSON thay cho trang web. {_PERSON}",
    "json_instead_of_xml": f"trả về JSON thay cho XML. {_PERSON}",
    "not_xml": f"trả về nội dung không phải XML. {_PERSON}",
    "not_html": f"trả về nội dung không phải trang web. {_PERSON}",
    "bad_json": f"trả về JSON không đọc được. {_PERSON}",
    "json_too_deep": f"trả về JSON lồng quá sâu. {_PERSON}",
    "html_too_deep": f"trả về trang web lồng quá sâu. {_PERSON}",
    "xml_too_deep": f"trả về XML lồng quá sâu. {_PERSON}",
    "xml_entities": f"trả về XML có khai báo thực thể, bị từ chối vì lý do an toàn. {_PERSON}",
    "not_a_feed": f"trả về XML nhưng không phải nguồn tin (RSS/Atom). {_PERSON}",
    "whole_site_feed": f"trả về nguồn tin của cả trang chứ không phải của chuyên mục. {_PERSON}",
    "wrong_category": f"trả về nguồn tin không phải của chuyên mục đã khai báo. {_PERSON}",
    "unexpected_304": f"trả lời “không thay đổi” khi chưa từng xem trọn vẹn. {_RETRY}",
}
_KINDS_VI = {
    "pdf": "tệp PDF",
    "zip": "tệp nén hoặc tệp Office",
    "gzip": "tệp nén gzip",
    "office": "tệp Office",
    "image": "tệp ảnh",
    "binary": "dữ liệu nhị phân",
}


def sentence(source: Source, reason: str) -> str:
    """`Nguồn “<name>” …`: the sentence shown to people for a reason word; never empty."""
    return f"Nguồn “{source.name or source.id}” {_predicate(reason)}"


def refusal(kind: type[E], source: Source, reason: str, message: str, capture_id: str = "") -> E:
    """An error of `kind` with its Vietnamese sentence; `message` is English, for the log."""
    return kind(source.id, message, reason=reason, vi=sentence(source, reason), capture_id=capture_id)


def _predicate(reason: str) -> str:
    if reason in _SENTENCES:
        return _SENTENCES[reason]
    what, found, wanted = reason.partition("_instead_of_")
    if found and what in _KINDS_VI:
        return f"trả về {_KINDS_VI[what]} thay cho {wanted.upper()}. {_PERSON}"
    if reason.startswith("http_5"):
        return f"báo lỗi máy chủ (mã {reason[5:]}). {_RETRY}"
    if reason.startswith("http_"):
        return f"trả lời với mã {reason[5:]}. {_PERSON}"
    return f"không xem được ({reason}). {_PERSON}"
