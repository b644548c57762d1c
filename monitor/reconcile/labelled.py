"""Những giá trị mà một tin đăng ghi rõ nhãn: giá, thời điểm đóng thầu, chủ đầu tư, hình thức, bên trúng thầu.
Values that an article names with a label: price, closing, buyer, method, winner; the vague is left out.

A price in words, rounded to millions or billions, or without its đồng is not read; neither is a
closing without its day. An article is one run of text, so a value ends where the next label begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.domain.times import VIETNAM
from monitor.reconcile.text import accented_form, tidy

_MOST_TEXT = 6000
_LABELS = {
    "price": r"giá (?:trị )?(?:của )?gói thầu|dự toán gói thầu|giá dự toán",
    "total": r"tổng mức đầu tư",
    "award": r"giá (?:trị )?(?:đề nghị )?trúng thầu",
    "winner": r"(?:tên )?nhà thầu (?:trúng thầu|được lựa chọn)|đơn vị trúng thầu",
    "closing": r"thời (?:điểm|gian) đóng thầu|đóng thầu(?: lúc)?|thời điểm kết thúc nhận hồ sơ dự thầu",
    "buyer": r"chủ đầu tư|bên mời thầu",
    "method": r"hình thức (?:lựa chọn nhà thầu|lcnt|đấu thầu)",
}
_OTHERS = (
    r"tên gói thầu|tên dự án|dự án|nguồn vốn|phương thức|loại hợp đồng|thời gian|thời điểm|địa điểm|mã|số|"
    r"ngày|phát hành|hồ sơ|bảo đảm|kế hoạch|lĩnh vực|email|điện thoại|địa chỉ|mọi"
)
_LABEL = re.compile(
    "|".join(rf"(?P<{name}>{words})" for name, words in _LABELS.items()).join((r"(?<!\w)(?:", r")\s*:\s*"))
)
_NEXT = re.compile(rf"\n|;|\.\s|(?<!\w)(?:{'|'.join((*_LABELS.values(), _OTHERS))})[^:;.\n]{{0,40}}:")
_MONEY = re.compile(r"(\d{1,3}(?:[.,]\d{3}){2,4}|\d{7,13})\s*(?:đồng|vnđ|vnd|đ)(?!\w)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(20\d\d)(?!\d)")
_HOUR = re.compile(r"(?<!\d)(\d{1,2})\s?(?::|h|g|giờ)\s?(\d{2})?(?!\d)")
_METHODS = (
    ("đấu thầu rộng rãi", "DTRR"),
    ("đấu thầu hạn chế", "DTHC"),
    ("chào hàng cạnh tranh", "CHCT"),
    ("chào giá trực tuyến", "CGTT"),
    ("chỉ định thầu", "CDT"),
    ("mua sắm trực tiếp", "MSTT"),
)


@dataclass(frozen=True, slots=True)
class ShownClosing:
    """A closing as an article shows it; `at` (UTC) is 00:00 of the day when it has no hour."""

    at: datetime
    has_hour: bool


@dataclass(frozen=True, slots=True)
class Labelled:
    """What an article says in so many words; empty where it says nothing, or several things."""

    price: int | None = None
    closing: ShownClosing | None = None
    buyers: tuple[str, ...] = ()
    method: str = ""
    total: int | None = None
    award: int | None = None
    winners: tuple[str, ...] = ()


def read_labelled(body: str) -> Labelled:
    """Every labelled value of an article's text; two values under one label cancel each other."""
    if ":" not in body:
        return Labelled()
    shown = "\n".join(tidy(line) for line in body[:_MOST_TEXT].splitlines())
    found: dict[str, list[str]] = {name: [] for name in _LABELS}
    for name, value in _values(shown):
        found[name].append(value)
    closings = {closing for value in found["closing"] if (closing := _closing(value)) is not None}
    methods = {method for value in found["method"] if (method := _method(value))}
    return Labelled(
        _one_price(found["price"]),
        closings.pop() if len(closings) == 1 else None,
        tuple(dict.fromkeys(value for value in found["buyer"] if value)),
        methods.pop() if len(methods) == 1 else "",
        _one_price(found["total"]),
        _one_price(found["award"]),
        tuple(dict.fromkeys(value for value in found["winner"] if value)),
    )


def method_name(code: str) -> str:
    """The method of a network code in words, `""` for one that articles are not compared by."""
    return next((words for words, prefix in _METHODS if code.startswith(prefix)), "")


def _values(shown: str) -> Iterator[tuple[str, str]]:
    folded = accented_form(shown)
    if len(folded) != len(shown):  # some letter folds to two: places would not be comparable
        shown = folded
    for match in _LABEL.finditer(folded):
        end = _NEXT.search(folded, match.end())
        value = shown[match.end() : end.start() if end else len(shown)]
        yield match.lastgroup or "", value.strip(" .,-–\"“”'")


def _one_price(values: list[str]) -> int | None:
    prices = {price for value in values if (price := _price(value)) is not None}
    return prices.pop() if len(prices) == 1 else None


def _price(value: str) -> int | None:
    found = _MONEY.match(value.casefold())
    return int(re.sub(r"\D", "", found[1])) if found else None


def _closing(value: str) -> ShownClosing | None:
    days = {match.groups() for match in _DAY.finditer(value)}
    if len(days) != 1:
        return None
    day, month, year = (int(part) for part in days.pop())
    hour = _HOUR.search(_DAY.sub(" ", value.casefold()))
    clock = (int(hour[1]), int(hour[2] or 0)) if hour else (0, 0)
    try:
        at = datetime(year, month, day, *clock, tzinfo=VIETNAM)
    except ValueError:
        return None
    return ShownClosing(at.astimezone(UTC), hour is not None)


def _method(value: str) -> str:
    folded = accented_form(value)
    codes = {code for words, code in _METHODS if words in folded}
    return codes.pop() if len(codes) == 1 else ""
