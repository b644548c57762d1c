"""Những giá trị mà một tin đăng ghi rõ nhãn: giá, thời điểm đóng thầu, chủ đầu tư, hình thức, bên trúng thầu.
Values that an article names with a label: price, closing, buyer, method, winner; the vague is left out.

A price rounded coarsely or without its đồng is not read, neither is a closing without its day. An article
is one run of text, so a value ends where the next label begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from monitor.reconcile.label_places import (
    SENTENCE_END,
    of_another_package,
    speaks_of_another,
    without_next_number,
)
from monitor.reconcile.lexicon import fold
from monitor.reconcile.price_terms import PriceTerms, read_terms
from monitor.reconcile.stated_closing import ShownClosing, stated_closing
from monitor.reconcile.stated_price import stated_price
from monitor.reconcile.text import accented_form, tidy

_MOST_TEXT = 6000
_LONGEST_VALUE = 1000
_BIDS = r"(?:e-?\s?)?(?:hồ sơ (?:dự thầu|đề xuất)|hsdt|hsđx)"
_CLOSING = (
    r"(?:(?:thời (?:điểm|gian|hạn)|hạn|ngày giờ|giờ) )?đóng(?:(?: thầu)?\s?(?:/|,|-|và)\s?mở)? thầu"
    rf"|(?:thời (?:điểm|gian|hạn) )?(?:kết thúc|hết hạn|cuối(?: cùng)?) (?:tiếp nhận|nhận|nộp) {_BIDS}"
    rf"|(?:thời hạn|hạn(?: chót| cuối(?: cùng)?)?) (?:tiếp nhận|nhận|nộp) {_BIDS}"
)
_LABELS = {
    "price": r"giá (?:trị )?(?:của )?gói thầu(?: được (?:phê )?duyệt)?",
    "total": r"tổng mức đầu tư",
    "award": r"giá (?:trị )?(?:đề nghị )?trúng thầu",
    "winner": r"(?:tên )?nhà thầu (?:trúng thầu|được lựa chọn)|đơn vị trúng thầu",
    "closing": _CLOSING,
    "buyer": r"chủ đầu tư|bên mời thầu",
    "method": r"hình thức (?:lựa chọn nhà thầu|lcnt|đấu thầu)",
}
# "Thời điểm đóng/mở thầu": the one time may be that of the opening.
_BOTH, _MAY_OPEN = "closing or opening", "mở"
_OTHERS = (
    r"dự toán gói thầu|giá dự toán|"
    r"tên gói thầu|tên dự án|dự án|nguồn vốn|phương thức|loại hợp đồng|thời gian|thời điểm|địa điểm|mã|số|"
    r"ngày|phát hành|hồ sơ|bảo đảm|kế hoạch|lĩnh vực|email|điện thoại|địa chỉ|mọi"
)
_CURRENCY = r"vnđ|vnd|đồng|đồng việt nam|việt nam đồng|₫"
_IN_BRACKETS = (
    rf"(?:(?:đơn vị(?: tính)?|đvt)\s?:?\s?)?(?P<currency>{_CURRENCY})|bằng số|(?:theo )?giờ việt nam"
    r"|(?:đã )?(?:bao )?(?:gồm|có) (?:các loại )?(?:thuế(?: vat| gtgt)?|vat)"
)
# "Đóng thầu lúc 9g00' ngày …": a closing needs no colon.
_AT = r"\s(?:(?:là\s)?(?:vào\s)?(?:lúc|hồi)(?!\w)\s?:?\s?|là\s(?=\d|ngày\s\d))"
_BETWEEN = (":", " lúc", " hồi", " là")
_LABEL = re.compile(
    r"(?<!\w)(?:"
    + "|".join(rf"(?P<{name}>{words})" for name, words in _LABELS.items())
    + rf")(?:\s?\((?:{_IN_BRACKETS})\))?(?:\s*:\s*|(?P<at>{_AT}))"
)
# A colon between digits belongs to a clock.
_NEXT = re.compile(
    rf"{SENTENCE_END}|;|(?<!\w)(?:{_CLOSING}){_AT}"
    rf"|(?<!\w)(?:{'|'.join((*_LABELS.values(), _OTHERS))})[^:;.\n]{{0,40}}(?::(?!\d)|(?<!\d):)"
)
_METHODS = (
    ("đấu thầu rộng rãi", "DTRR"),
    ("đấu thầu hạn chế", "DTHC"),
    ("chào hàng cạnh tranh", "CHCT"),
    ("chào giá trực tuyến", "CGTT"),
    ("chỉ định thầu", "CDT"),
    ("mua sắm trực tiếp", "MSTT"),
)
_BARE_METHODS = tuple((fold(accented_form(words)), code) for words, code in _METHODS)
# Codes as articles write them ("ĐTRR"); "CĐT" alone is the buyer.
_METHOD_CODE = re.compile(r"(?<!\w)(?:(dtrr|dthc|chct|cgtt|mstt)(?:rg)?|(cdt)(?:rg| rut gon))(?!\w)")
_NOT_THIS = re.compile(
    r"(?<!\w)(?:khong (?:ap dung|phai|thuoc|duoc)|truoc day|thay(?: the)? cho|chuyen tu)(?!\w)"
)


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
    terms: PriceTerms = field(default_factory=PriceTerms)


def read_labelled(body: str, own: frozenset[int] = frozenset()) -> Labelled:
    """Every labelled value of an article's text; two values under one label cancel each other.

    What is said of a package with a number that is none of `own` is left out.
    """
    lower = body[:_MOST_TEXT].casefold()
    if not any(word in lower for word in _BETWEEN):
        return Labelled()
    shown = "\n".join(tidy(line) for line in body[: _MOST_TEXT + _LONGEST_VALUE].splitlines())
    folded = accented_form(shown)
    if len(folded) != len(shown):  # some letter folds to two: places would not be comparable
        shown = folded
    # Behind a label near the place of the cut half a number may stand.
    last = len(shown) - (_LONGEST_VALUE if len(body) > _MOST_TEXT + _LONGEST_VALUE else 0)
    found: dict[str, list[str]] = {name: [] for name in (*_LABELS, _BOTH)}
    for name, value in _values(shown, folded, last, own):
        found[name].append(value)
    methods = {method for value in found["method"] if (method := _method(value))}
    price, total, award = (_one_price(found[name]) for name in ("price", "total", "award"))
    return Labelled(
        price,
        _one_closing(found["closing"], found[_BOTH]),
        tuple(dict.fromkeys(value for value in found["buyer"] if value)),
        methods.pop() if len(methods) == 1 else "",
        total,
        award,
        tuple(dict.fromkeys(value for value in found["winner"] if value)),
        read_terms(folded) if price or total or award else PriceTerms(),
    )


def method_name(code: str) -> str:
    """The method of a network code in words, `""` for one that articles are not compared by."""
    return next((words for words, prefix in _METHODS if code.startswith(prefix)), "")


def _values(shown: str, folded: str, last: int, own: frozenset[int]) -> Iterator[tuple[str, str]]:
    for match in _LABEL.finditer(folded, 0, last):
        name = next(one for one in _LABELS if match[one])
        if name == "closing" and _MAY_OPEN in match[0]:
            name = _BOTH
        if (match["at"] and name not in ("closing", _BOTH)) or speaks_of_another(
            name, shown, folded, match.start()
        ):
            continue
        if of_another_package(folded, match.start(), own):
            continue
        longest = min(match.end() + _LONGEST_VALUE, len(shown))
        end = _NEXT.search(folded, match.end(), longest)
        value = shown[match.end() : end.start() if end else longest].strip(" .,-–\"“”'")
        value = without_next_number(value, folded, match.start())
        yield name, f"vnd {value}" if match["currency"] and value else value


def _one_price(values: list[str]) -> int | None:
    prices = {price for value in values if (price := stated_price(value)) is not None}
    return prices.pop() if len(prices) == 1 else None


def _one_closing(values: list[str], of_both: list[str]) -> ShownClosing | None:
    closings = {closing for value in values if (closing := stated_closing(value))} or {
        replace(closing, or_opening=True) for value in of_both if (closing := stated_closing(value))
    }
    return closings.pop() if len(closings) == 1 else None


def _method(value: str) -> str:
    bare = fold(accented_form(value))
    if _NOT_THIS.search(bare):
        return ""
    codes = {code for words, code in _BARE_METHODS if words in bare}
    codes |= {(match[1] or match[2]).upper() for match in _METHOD_CODE.finditer(bare)}
    return codes.pop() if len(codes) == 1 else ""
