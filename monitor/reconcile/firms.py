"""Nhà thầu nêu trong tin có phải nhà thầu trên Mạng: tên tắt, không dấu, tiếng Anh, liên danh, mã số thuế.
Whether an article's winner is the network's: short, unaccented or English names, ventures, tax codes.

A name that says more or less than the other is no other firm; neither is what names no firm at all.
"""

import re
from collections.abc import Iterable

from monitor.domain.procurement import Award
from monitor.reconcile.lexicon import load_lexicon
from monitor.reconcile.syllables import is_syllable, mistyped
from monitor.reconcile.text import bare_form, cut, expand

# What makes a name one of a firm, in normal form; without any of it the text may say anything.
_FIRM = re.compile(
    r"\b(?:cong ty|cty|ct|doanh nghiep|dntn|hop tac xa|htx|tap doan|lien danh|xi nghiep|chi nhanh|trung tam"
    r"|vien|truong|ngan hang|ho kinh doanh|hkd|co ltd|company|jsc|corp(?:oration)?|joint venture|jv)\b"
)
_ELSEWHERE = re.compile(r"\b(?:dinh kem|kem theo|chi tiet|phu luc|danh sach|theo file|theo bang)\b")
# Kinds of firms and their trades, in full, shortened ("XDTM" is read as "XD TM") and in English.
_TRADES = re.compile(
    r"\b(?:tong cong ty|cong ty|cty|ct|trach nhiem huu han|co phan|(?:mot|hai) thanh vien(?: tro len)?"
    r"|doanh nghiep|dntn|tu nhan|tap doan|hop tac xa|htx|lien danh|ld|nha thau|xi nghiep|chi nhanh"
    r"|xay dung|xay lap|dau tu|thuong mai|dich vu|san xuat|xuat nhap khau|tu van|thiet ke|giam sat|phat trien"
    r"|cong nghe|ky thuat|thiet bi|vat tu|y te|duoc pham|viet nam"
    r"|(?:xd|tm|dv|sx|xnk|dt|tv|tk|gs|kt|cn|tb|vt|yt|dp|ptcn|tmdv|mtv|cp|vn)+"
    r"|construction|trading|investment|services?|development|technology|technical|pharma(?:ceuticals?)?"
    r"|medical|equipment|consult(?:ing|ants?|ancy)|design|import|export|production|group|vietnam|joint stock"
    r"|joint venture|jv|one member|limited|liability|company|co|ltd|jsc|corp(?:oration)?|and|va|cac)\b"
)
# Behind a comma or bracket stand tax codes, addresses, the price.
_ASIDE = re.compile(r"[,(]")
_TAX_CODE = re.compile(r"(?<![\d.])\d{10}(?:\d{3})?(?![\d.])")
_LONGEST = 300
# Shorter words stand by chance in what others are joined to.
_LONG_WORD = 5


def other_firms(shown: Iterable[str], awards: Iterable[Award]) -> bool:
    """Whether each side names something that the other does not; `shown` are values behind a label."""
    won = tuple(awards)
    values = [value for value in shown if _names_a_firm(value)]
    codes = {code for value in values for code in _TAX_CODE.findall(value[:_LONGEST])}
    if codes & {code for one in won for code in _TAX_CODE.findall(one.supplier_code)}:
        return False
    there = _telling(name for one in won for name in (one.supplier_name, one.venture_name))
    here = _telling(_ASIDE.split(value)[0] for value in values)
    if not there or not here:
        return False
    whole = _telling(value[:_LONGEST] for value in values)
    return not (_all_said(there, whole) or _all_said(here, there))


def _names_a_firm(value: str) -> bool:
    plain = _plain(value)
    return bool(_FIRM.search(plain)) and not _ELSEWHERE.search(plain)


def _plain(text: str) -> str:
    return " ".join(expand(cut(bare_form(text)), load_lexicon()))


def _telling(names: Iterable[str]) -> tuple[str, ...]:
    """The words of the names beside those of any firm, in order."""
    words = " ".join(_TRADES.sub(" ", _plain(name)) for name in names).split()
    return tuple(word for word in words if not word.isdecimal() or len(word) < _LONG_WORD)


def _all_said(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Each of the words among the others: as it is, joined ("anbinh"), their initials, or mistyped."""
    joined, initials = "".join(others), "".join(word[0] for word in others)
    return all(
        word in others
        or (len(word) >= _LONG_WORD and word in joined)
        or (not is_syllable(word) and (word == initials or _mistyped(word, others)))
        for word in words
    )


def _mistyped(word: str, others: tuple[str, ...]) -> bool:
    return any(is_syllable(other) and mistyped(word, other) for other in others)
