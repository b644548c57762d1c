"""Che dữ liệu cá nhân trong lời của đơn vị trước khi công khai: tên người, điện thoại, thư, giấy tờ.
Masks people in what an agency replied before the public reads it (law 91/2025/QH15, articles 3 and 16).

Rather a word too many than a person: what may be a name is taken for one. Codes of packages, dates,
amounts and web addresses stay.
"""

import re
import unicodedata

HIDDEN = "[…]"

_UPPER = "".join(chr(code) for code in range(0x41, 0x1F00) if chr(code).isupper())
_BLANK = r"[^\S\r\n]+"
_WORD = rf"(?:[{_UPPER}]\.(?=[{_UPPER}]))*[{_UPPER}][\w'’]*"
_NAME = rf"{_WORD}(?:(?:{_BLANK}|-)(?:{_WORD}|văn\b|thị\b)){{0,5}}"
_SURNAME = (
    "nguyễn|trần|lê|phạm|huỳnh|hoàng|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|đoàn|trịnh|trương|mai|lâm|cao"
    "|thạch|kim|sơn|kiên|danh|châu|tô|tạ|lương|lưu|thái|hà|tăng|quách|diệp|la|nhan|mạc"
)
_CALLED = r"ông|bà|anh|chị|cô|chú|bác|em|đồng chí|đ/c|đ\.c\.?|mr\.?|mrs\.?|ms\.?"
_RANK = (
    r"(?:quyền|phó|tổng|nguyên)?\s?(?:tổng giám đốc|giám đốc|chủ tịch|bí thư|trưởng phòng|trưởng ban"
    r"|trưởng khoa|chánh văn phòng|chánh thanh tra|viện trưởng|hiệu trưởng|chi cục trưởng|cục trưởng"
    r"|chuyên viên|kế toán trưởng|kế toán|văn thư|cán bộ|thư ký|tổ trưởng|phụ trách"
    r"|đầu mối|liên hệ|giáo|thầy)"
)
_DEGREE = r"(?:(?:ths|ts|pgs|gs|ks|bs|cn|cử nhân|kỹ sư|thạc sĩ|tiến sĩ|bác sĩ)\.?\s*)"
_FLAGS = re.IGNORECASE

# After a word by which a person is called; the rank between stays, so that the sentence still reads.
_AFTER_CALLED = re.compile(
    rf"(?P<head>(?<!\w)(?i:(?:{_CALLED})(?:/(?:{_CALLED}))*)(?:\s*:)?\s+(?i:{_RANK}\s+)?(?i:{_DEGREE}{{0,3}}))"
    rf"(?P<name>(?!(?i:{_RANK})(?!\w))(?:{_NAME}|(?:{_SURNAME})(?:{_BLANK}[^\W\d_]+){{1,2}}))"
)
# After a rank alone only what begins as a name does: a rank is also of an office.
_AFTER_RANK = re.compile(
    rf"(?P<head>(?<!\w)(?i:{_RANK})(?:\s*:)?\s+(?i:{_DEGREE}{{0,3}}))"
    rf"(?P<name>(?=(?i:{_SURNAME})(?!\w)){_NAME})"
)
# «các ông A, B và C»: every one of the list.
_FURTHER = re.compile(
    rf"(?P<head>{re.escape(HIDDEN)}(?:\s*,\s*|\s+và\s+))(?P<name>(?=(?i:{_SURNAME})(?!\w)){_NAME})"
)
# A province that was, and him after whom a city is named.
_NOBODY = re.compile(r"Rịa\b|Hồ Chí Minh\b")

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+\s?(?:@|[\[(](?:at|a còng)[\])])\s?[\w-]+(?:\.[\w-]+)+", _FLAGS)
_TALK = re.compile(r"(?:zalo\.me|wa\.me|m\.me|t\.me)/[\w.+-]+", _FLAGS)
_LABELLED = re.compile(
    r"(?P<head>(?<!\w)(?:cccd|cmnd|cmt|căn cước(?: công dân)?|chứng minh(?: nhân dân| thư)?|hộ chiếu"
    r"|định danh(?: cá nhân)?|số tài khoản|tài khoản|stk|điện thoại|đt|sđt|di động|zalo)"
    r"(?:\s+số)?[\s:.]{0,4})"
    r"(?P<number>[a-z]{0,2}\d(?:[\s.-]?\d){5,17})(?!\d)",
    _FLAGS,
)
# What looks like a number of a person and is none, or the number itself: the first that fits counts.
_NUMBERS = re.compile(
    r"(?P<keep>https?://\S+"
    r"|(?<!\d)[1-9]\d{0,2}(?:[.,]\d{3})+(?![\d., -]?\d)"
    r"|(?<!\d)(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d(?!\.?\d)"
    r"|(?<!\w)\d+(?=\s?(?:đ|đồng|vnđ|vnd)(?!\w)))"
    r"|(?P<hide>(?<!\w)(?:\+\s?84|\(\+84\)|0084|84|\(0(?=\d{1,3}\))|0)(?:[\s.()-]{0,2}\d){8,11}(?!\d|/[A-ZĐ])"
    r"|(?<!\w)(?:\d{9}|\d{12})(?![\w/])"
    r"|(?<!\w)[A-Z]\d{7}(?!\w))",
    _FLAGS,
)


def masked(text: str) -> str:
    """The text (NFC) with names, telephone numbers, mail addresses and numbers of papers as `[…]`."""
    text = unicodedata.normalize("NFC", text)
    text = _TALK.sub(HIDDEN, _MAIL.sub(HIDDEN, text))
    text = _LABELLED.sub(rf"\g<head>{HIDDEN}", text)
    text = _NUMBERS.sub(lambda found: found["keep"] or HIDDEN, text)
    for form in (_AFTER_CALLED, _AFTER_RANK):
        text = form.sub(_without_name, text)
    return _all_of_a_list(text)


def _without_name(found: re.Match[str]) -> str:
    return found[0] if _NOBODY.match(found["name"]) else f"{found['head']}{HIDDEN}"


def _all_of_a_list(text: str) -> str:
    while (shorter := _FURTHER.sub(_without_name, text)) != text:
        text = shorter
    return text
