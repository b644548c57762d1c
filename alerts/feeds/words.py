"""Câu chữ của nguồn tin và lịch, tiếng Việt và tiếng Anh.
The sentences of feeds and calendars, Vietnamese and English."""

from alerts.harmless import harmless
from alerts.words import Words

_TEXTS: dict[str, tuple[str, str]] = {
    "untitled": ("Tin mời thầu", "Tender notices"),
    "entry": ("{kind}: {title}", "{kind}: {title}"),
    "closes_title": ("Đóng thầu: {title}", "Tender closes: {title}"),
    "cancelled_title": ("Đã hủy thầu: {title}", "Cancelled: {title}"),
    "closing_kind": ("Đóng thầu", "Tender closing"),
    "buyer": ("Chủ đầu tư: {value}", "Buyer: {value}"),
    "project": ("Dự án: {value}", "Project: {value}"),
    "number": ("Số thông báo mời thầu: {value}", "Notice number: {value}"),
    "price": ("Giá gói thầu: {value}", "Package price: {value}"),
    "closes": ("Thời điểm đóng thầu: {value} (giờ Việt Nam)", "Closes: {value} (Viet Nam time)"),
    "previous": ("Thời điểm đóng thầu trước đó: {value} (giờ Việt Nam)", "Before: {value} (Viet Nam time)"),
    "closing_moved": (
        "Thời điểm đóng thầu chuyển từ {old} sang {new} (giờ Việt Nam)",
        "Closing moved from {old} to {new} (Viet Nam time)",
    ),
    "price_moved": ("Giá gói thầu đổi từ {old} thành {new}", "Package price changed from {old} to {new}"),
    "version": ("Phiên bản thông báo: {old} → {new}", "Version of the notice: {old} → {new}"),
    "opened": ("Mở thầu lúc {value} (giờ Việt Nam)", "Opened at {value} (Viet Nam time)"),
    "suppliers": ("Nhà thầu trúng thầu: {value}", "Awarded to: {value}"),
    "award": ("Giá trúng thầu: {value}", "Award price: {value}"),
    "silent": (
        "Thay đổi này không kèm phiên bản thông báo mới",
        "The notice was changed without a new version",
    ),
    "unsaid": ("chưa nêu", "not stated"),
    "tomorrow": ("Còn một ngày đến thời điểm đóng thầu: {title}", "One day until the tender closes: {title}"),
    "limited": (
        "Chỉ gồm {shown} tin mới nhất trong tổng số {total} tin; hãy thu hẹp nội dung đăng ký để không sót.",
        "Only the newest {shown} of {total} items; narrow the subscription to miss nothing.",
    ),
    "limited_closings": (
        "Chỉ gồm {shown} thời điểm đóng thầu gần nhất trong tổng số {total}; hãy thu hẹp nội dung đăng ký để "
        "không sót gói thầu.",
        "Only the {shown} nearest of {total} closing times; narrow the subscription to miss none.",
    ),
    "blind": (
        "Từ {value} (giờ Việt Nam) chưa kiểm tra được Mạng đấu thầu quốc gia: có thể còn tin chưa nhận được.",
        "Since {value} (Viet Nam time) the national network could not be checked: items may be missing.",
    ),
}


def say(words: Words, key: str, **values: str | int) -> str:
    """One line of visible characters; whole numbers are grouped as the language does it.

    Raises `KeyError` for a sentence or a value that is not there.
    """
    vietnamese, english = _TEXTS[key]
    shown = {name: words.number(value) if isinstance(value, int) else value for name, value in values.items()}
    return harmless((vietnamese if words.lang == "vi" else english).format(**shown))
