"""Chữ đứng trước nhãn cho biết nhãn nói về điều khác: tổng các gói, phần chênh, một lô, trước giờ đóng.
What stands before a label tells that it speaks of something else: a total, a rest, one lot, another time."""

import re

_LONGEST_SENTENCE = 400
# A point in "5.600. 000" belongs to the sum.
SENTENCE_END = r"\n|(?<!\d)\.\s|\.\s(?!\d{3})"
_SENTENCE_END = re.compile(SENTENCE_END)
# "1% giá gói thầu: …", "giảm so với giá gói thầu: …", "Tổng giá gói thầu: …" are other sums.
_OTHER_SUM = re.compile(
    r"(?:%|(?<!\w)(?:phần trăm|với|theo|trên|tổng(?: cộng| số| các)?|chênh lệch|giảm|tăng|vượt|tiết kiệm|đơn"
    r"|ước(?: tính)?|dự kiến|bình quân|điều chỉnh|đính chính))(?:\s?của)?\s?$"
)
_OTHER_TIME = re.compile(r"(?<!\w)(?:trước|sau|bắt đầu|kể từ|tính từ|từ)(?: khi| ngày| lúc)?\s?$")
# "Đại diện chủ đầu tư: …" acts for the buyer, and is another body.
_OTHER_BODY = re.compile(r"(?<!\w)(?:đại diện(?: của| cho)?|thay mặt|thay|giúp|tư vấn(?: của| cho)?)\s$")
# A label within a sentence: what precedes it says what it is of, but for these words.
_WITHIN = re.compile(r"[^\W\d_]\s$")
_JOINING = re.compile(r"(?<!\w)(?:có|và|là)\s$")
_SUMS = frozenset(("price", "total", "award"))
_OF_LOTS = frozenset(("price", "award"))
_LOT = re.compile(r"(?<!\w)(?:phần|lô|lot)(?: số| thứ)?\s?(?:\d{1,3}|[ivx]{1,5})(?!\w)")
_PACKAGE = re.compile(r"(?<!\w)gói(?: thầu)? số\s?:?\s?0*(\d{1,3})(?![\d.,]\d)(?!\d)")
_FURTHEST = 1500
_ITEM = re.compile(r"(?<![\w.,/])(\d{1,2}|[a-y])\s?[.)/]\s?$")
_LONGEST_ITEM = 6
_NAME = re.compile(r"tên gói(?: thầu)?\s?:[^;]*$")


def speaks_of_another(name: str, shown: str, folded: str, start: int) -> bool:
    """Whether the label that begins there is none of the package; `folded` is `shown` in lower case."""
    before = folded[max(0, start - _LONGEST_SENTENCE) : start]
    if name not in _SUMS:
        return (_OTHER_BODY if name == "buyer" else _OTHER_TIME).search(before) is not None
    if _of_another_sum(before, in_lower_case=shown[start : start + 1].islower()):
        return True
    return name in _OF_LOTS and _of_a_lot(_SENTENCE_END.split(before)[-1])


def of_another_package(folded: str, start: int, own: frozenset[int]) -> bool:
    """Whether the package last named before the label has a number that is none of `own`."""
    if not own:
        return False
    named = _PACKAGE.findall(folded, max(0, start - _FURTHEST), start)
    return bool(named) and int(named[-1]) not in own


def without_next_number(value: str, folded: str, start: int) -> str:
    """Of "2. Chủ đầu tư: Sở Mẫu 3. Giá gói thầu: …" the buyer alone; `start` is that of the label."""
    item = _ITEM.search(folded, max(0, start - _LONGEST_ITEM), start)
    if item is None:
        return value
    following = str(int(item[1]) + 1) if item[1].isdecimal() else chr(ord(item[1]) + 1)
    shorter, space, last = value.rpartition(" ")
    return shorter if space and last.casefold().rstrip(".)/") == following else value


def _of_another_sum(before: str, *, in_lower_case: bool) -> bool:
    if _OTHER_SUM.search(before):
        return True
    return in_lower_case and _WITHIN.search(before) is not None and not _JOINING.search(before)


def _of_a_lot(sentence: str) -> bool:
    """ "Lô 2: …, giá gói thầu: …", unless the lot is part of the package's name."""
    lots = list(_LOT.finditer(sentence))
    return bool(lots) and not _NAME.search(sentence, 0, lots[-1].start())
