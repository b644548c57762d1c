"""Đăng ký nói thành lời: người đọc nhìn là biết mình đã hỏi gì.
A subscription in words, as it is read back to its owner on pages and at the foot of letters."""

from collections.abc import Iterator, Mapping

from babel.numbers import format_decimal

from monitor.domain.labels import Lang
from monitor.domain.subscriptions import Want

_SAID: dict[str, tuple[str, str]] = {
    "all": ("có đủ các từ: {}", "with all of: {}"),
    "any": ("có một trong các từ: {}", "with any of: {}"),
    "none": ("không có từ: {}", "without: {}"),
    "categories": ("lĩnh vực: {}", "field: {}"),
    "methods": ("hình thức: {}", "method: {}"),
    "buyers": ("bên mời thầu: {}", "buyer: {}"),
    "alone": ("không kể đơn vị trực thuộc", "without the bodies under it"),
    "places": ("địa bàn: {}", "place: {}"),
    "from": ("giá từ {} đồng", "from VND {}"),
    "to": ("giá đến {} đồng", "up to VND {}"),
    "online": ("chỉ đấu thầu qua mạng", "online tenders only"),
    "follows": ("theo dõi {}", "following {}"),
}


def asked_words(want: Want, lang: Lang, names: Mapping[str, str]) -> tuple[str, ...]:
    """Each filled field as one phrase; `names` gives words for codes and agency ids."""
    told = {key: _SAID[key][lang == "en"] for key in _SAID}
    return tuple(told[key].format(value) for key, value in _said(want, lang, names))


def _said(want: Want, lang: Lang, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The filled fields as (text, value)."""
    terms = (("all", want.all_words), ("any", want.any_words), ("none", want.none_words))
    codes = (("categories", want.categories), ("methods", want.methods), ("buyers", want.buyers))
    prices = (("from", want.price_from), ("to", want.price_to))
    yield from (("follows", ", ".join(want.follows)) for _ in want.follows[:1])
    yield from ((key, ", ".join(map(_quoted, typed))) for key, typed in terms if typed)
    for key, held in (*codes, ("places", want.places)):
        if held:
            yield key, ", ".join(dict.fromkeys(names.get(code, code) for code in held))
    if want.buyers and not want.with_subordinates:
        yield "alone", ""
    yield from ((key, str(format_decimal(dong, locale=lang))) for key, dong in prices if dong is not None)
    if want.online_only:
        yield "online", ""


def _quoted(term: str) -> str:
    return f"“{term}”" if " " in term.strip() else term
