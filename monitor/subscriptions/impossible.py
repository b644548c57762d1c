"""Vì sao một đăng ký không bao giờ có tin: nói trước khi lưu.
Why a subscription can never match, or names what does not exist: said before it is saved.

A field that contradicts itself is refused even beside a followed number, which alone would still match:
half of what was asked would stay silent for ever. Of `events` every choice can happen, so none is refused.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from monitor.domain.labels import Lang, in_dong
from monitor.domain.procurement import Agency
from monitor.domain.subscriptions import Want
from monitor.subscriptions.naive import names_something
from monitor.subscriptions.places import Places
from monitor.subscriptions.terms import can_be_followed, implies, read_term

_TEXTS: dict[str, tuple[str, str]] = {
    "nothing": (
        "Chưa nêu muốn nhận tin gì. Hãy chọn ít nhất một điều kiện: từ khóa, lĩnh vực, hình thức lựa chọn "
        "nhà thầu, chủ đầu tư, địa bàn, khoảng giá hoặc một số hiệu cần theo dõi. Muốn nhận tất cả thì chọn "
        "địa bàn của tỉnh.",
        "Nothing is asked for. Choose at least one of: words, category, method, buyer, place, price range "
        "or a number to follow. For everything, choose the province as the place.",
    ),
    "unreadable": (
        "Từ khóa “{}” không có chữ hay số nào nên không thể tìm được: hãy gõ lại hoặc bỏ đi.",
        "“{}” has neither letter nor digit and is never found: type it again or leave it out.",
    ),
    "no_readable": (
        "Trong các từ “có một trong”, không từ nào có chữ hay số: hãy gõ lại hoặc để trống.",
        "None of the words of which one must occur has a letter or digit: type them again or leave them out.",
    ),
    "wanted_excluded": (
        "Từ khóa “{}” phải có, nhưng “{}” lại bị loại trừ, nên không gói thầu nào thỏa cả hai: hãy bỏ bớt "
        "một từ.",
        "“{}” must occur but “{}” must not, so nothing satisfies both: leave one out.",
    ),
    "all_excluded": (
        "Mọi từ “có một trong” đều thuộc diện loại trừ: hãy bỏ bớt từ loại trừ.",
        "Every word of which one must occur is excluded: leave out an excluded word.",
    ),
    "price_order": (
        "Giá từ {} lớn hơn giá đến {}: hãy sửa lại khoảng giá.",
        "The lowest price {} is above the highest {}: correct the range.",
    ),
    "price_below": (
        "Giá đến {} nhỏ hơn không: hãy nhập số tiền từ 0 đồng trở lên.",
        "The highest price {} is below zero: enter 0 đồng or more.",
    ),
    "category": (
        "Không có lĩnh vực mang mã “{}”: hãy chọn lại trong danh mục.",
        "There is no category “{}”: choose one from the list.",
    ),
    "method": (
        "Không có hình thức lựa chọn nhà thầu mang mã “{}”: hãy chọn lại trong danh mục.",
        "There is no procurement method “{}”: choose one from the list.",
    ),
    "place": (
        "Địa bàn mang mã “{}” không thuộc phạm vi theo dõi: hãy chọn lại trong danh mục.",
        "The place “{}” is not among those watched: choose one from the list.",
    ),
    "buyer": (
        "Không có đơn vị mang mã “{}” trong danh bạ: hãy chọn lại chủ đầu tư.",
        "There is no body “{}” in the registry: choose the buyer again.",
    ),
    "number": (
        "“{}” không phải là số hiệu theo dõi được. Hãy nhập số kế hoạch (PL…), gói thầu (BP…) hoặc thông báo "
        "mời thầu (IB…) gồm hai chữ cái và 10 chữ số, ví dụ IB2600012345.",
        "“{}” cannot be followed. Enter the number of a plan (PL…), package (BP…) or notice (IB…): two "
        "letters and 10 digits, such as IB2600012345.",
    ),
}

Reason = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What may be named: the codes of the network's lists, the bodies of the registry, the places watched."""

    categories: Collection[str]
    methods: Collection[str]
    agencies: Iterable[Agency]
    places: Places


def impossible(want: Want, known: Known, lang: Lang = "vi") -> tuple[str, ...]:
    """Every reason to refuse, as a sentence that says what to do; empty when it may match.

    What only narrows ("online only", words left out, chosen events) does not count as asking: an
    almost empty form is a slip, and who wants everything can say so by naming the province. A
    method or price range alone is enough: contractors do pick their tenders by size.
    """
    reasons = [*_of_asking(want), *_of_words(want), *_of_price(want), *_of_codes(want, known)]
    return tuple(
        _TEXTS[key][0 if lang == "vi" else 1].format(*values) for key, *values in dict.fromkeys(reasons)
    )


def _of_asking(want: Want) -> Iterator[Reason]:
    if not want.follows and not names_something(want):
        yield ("nothing",)
    for number in want.follows:
        if not can_be_followed(number):
            yield "number", number.strip()


def _of_words(want: Want) -> Iterator[Reason]:
    excluded = [(typed, read_term(typed)) for typed in want.none_words]
    for typed in want.all_words:
        term = read_term(typed)
        if not term:
            yield "unreadable", typed
        for out, never in excluded:
            if implies(term, never):
                yield "wanted_excluded", typed, out
    some = [term for term in map(read_term, want.any_words) if term]
    if want.any_words and not some:
        yield ("no_readable",)
    elif some and all(any(implies(term, never) for _, never in excluded) for term in some):
        yield ("all_excluded",)


def _of_price(want: Want) -> Iterator[Reason]:
    low, high = want.price_from, want.price_to
    if high is not None and high < 0:
        yield "price_below", in_dong(high)
    elif low is not None and high is not None and low > high:
        yield "price_order", in_dong(low), in_dong(high)


def _of_codes(want: Want, known: Known) -> Iterator[Reason]:
    bodies = {body.id for body in known.agencies}
    for key, named, allowed in (
        ("category", want.categories, known.categories),
        ("method", want.methods, known.methods),
        ("place", want.places, known.places),
        ("buyer", want.buyers, bodies),
    ):
        yield from ((key, code) for code in named if code not in allowed)
