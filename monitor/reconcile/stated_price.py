"""Đọc số tiền ghi sau một nhãn ("Giá gói thầu: …"); điều có thể hiểu hai cách thì không đọc.
The sum behind a label; what may mean two sums, or is not the whole price, is not read."""

import re

from monitor.reconcile.sums import WORDED, worded_sum

_LONGEST = 400
_CURRENCY = r"\(?(?:việt nam đồng|đồng(?: việt nam)?|vnđ|vnd|đ|₫)(?!\w)\)?"
# Thousands are parted by one sign throughout, decimals by another: "5.600.000.00" is a slip of the keys.
_FIGURES = re.compile(
    r"(?P<before>\(?(?:vnđ|vnd|₫)\)?\s?:?\s?)?"
    r"(?P<dong>\d{1,3}(?P<parting>[.,' ])\d{3}(?:(?P=parting)\d{3}){1,3}|\d{7,13})"
    r"(?:(?!(?P=parting))[.,]\d{1,2})?(?!\d)"
)
_UNIT = re.compile(rf"(?:\s|\.-?\s?)?(?P<thousand>(?:nghìn|ngàn)\s)?{_CURRENCY}")
_UNIT_OR_END = re.compile(rf"\s?(?:{_CURRENCY}|(?=$|[(.,]))")
# The sum once more in words: they begin with a number, where a unit ("nghìn đồng") does not.
_IN_WORDS = re.compile(
    r"[\s,]{0,2}(?:\(\s?|(?=(?:ghi |viết )?bằng chữ))(?:(?:ghi |viết )?bằng chữ\s?:?\s?)?"
    r"(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười)\s[^()\d]{0,200}?(?<!\w)đồng(?!\w)"
)
_BILLION = re.compile(r"(?<!\w)t[ỷỉ](?!\w)")
# What may stand behind bare figures whose currency stands in front.
_NOTHING_MORE = re.compile(r"\s?(?:$|[.,](?!\s?\d)|\(?(?:đã |bao gồm|gồm |có ))")
# A sum per something, one end of a range, a term of a sum, other money, the sum of one lot.
_PART_ONLY = re.compile(
    r"\s?(?:/\s?\w|[-+x×÷]\s?\d|[(,]?\s?(?:cho |của )?(?:phần|lô|lot) (?:số )?[\divx]"
    r"|(?:đến|tới|mỗi|một|trên|usd|nghìn|ngàn|triệu|t[ỷỉ])(?!\w))"
)
_NOT_THE_WHOLE = re.compile(r"(?<!\w)(?:chưa|không (?:bao )?(?:gồm|tính|kể)|ngoài ra|trước thuế)(?!\w)")
_CHANGED = re.compile(
    r"(?<!\w)(?:thành|điều chỉnh|đính chính|giảm|tăng|thay)(?!\w)\D*\d+(?:[.,' ]\d{3}|\s?t[ỷỉ]|\s?triệu)"
)
# Comparing forgives a hundredth, so half the last place may be no more: "5,6 tỷ" is read, "1,2 tỷ" is vague.
_FEWEST_PLACES = 51
_MOST = 10**14


def stated_price(value: str) -> int | None:
    """Đồng that the text behind a label begins with, None where it is vague; "vnd" may stand in front."""
    text = value[:_LONGEST].casefold()
    found = _in_figures(text) or _half_in_words(text)
    if found is None:
        return None
    dong, rest = found
    if dong >= _MOST or _PART_ONLY.match(rest) or _NOT_THE_WHOLE.search(rest) or _CHANGED.search(rest):
        return None
    return dong


def _in_figures(text: str) -> tuple[int, str] | None:
    """The sum, and what stands behind it and its unit; without any unit words may tell that it is đồng."""
    figures = _FIGURES.match(text)
    if figures is None:
        return None
    dong = int(re.sub(r"\D", "", figures["dong"]))
    unit = _UNIT.match(text, figures.end())
    if unit and unit["thousand"]:
        dong *= 1000
    end = unit.end() if unit else figures.end()
    words = _IN_WORDS.match(text, end)
    if words and (_BILLION.search(words[0]) is not None) != (dong >= 10**9):
        return None  # "5.600.000 (năm tỷ …)" is in thousands, or a slip
    named = unit or words or (figures["before"] and _NOTHING_MORE.match(text, end))
    return (dong, text[end:]) if named else None


def _half_in_words(text: str) -> tuple[int, str] | None:
    match = WORDED.match(text)
    read = worded_sum(match) if match else None
    if match is None or read is None:
        return None
    dong, place = read
    unit = _UNIT_OR_END.match(text, match.end())
    return (dong, text[unit.end() :]) if unit and dong >= _FEWEST_PLACES * place else None
