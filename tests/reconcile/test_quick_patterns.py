"""Mẫu nhận dạng viết cho nhanh tìm đúng những gì mẫu viết thẳng tìm, và lời mách không giấu phần nào.
Patterns written to be quick find what plain ones find, and no clue hides a part from them."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.reconcile import identity
from monitor.reconcile import identity_patterns as shape
from monitor.reconcile.text import accented_form

N, UNITS = shape.N, shape.UNITS
# The same patterns as somebody would write them who has time.
PLAIN = {
    "PHASE": r"\b(dot|giai doan|lan|quy|hoc ky|ky|thang|tuan)\s+(?:thu\s+|so\s+)?"
    + N
    + r"(?:\s?/\s?(20\d\d))?",
    "LOT": r"\b(?:phan|lo|phan lo)\s+(?:so\s+)?(?:thu\s+)?" + N,
    "ROUTE": r"\b(ql|quoc lo|dt|duong tinh|tinh lo|tl|dh|duong huyen|huong lo|hl|dx)[\s.]*"
    r"(\d{1,4}(?:\.\d{1,3})?[a-e]?)\b",
    "QUANTITY": r"(?<![\d.,/])(\d{1,5})\s+(" + UNITS + r")\b",
    "AMOUNT": r"(?<![\d.,])(\d{1,3}(?:[.,]\d{3}){2,4})(?![\d])",
    "ROMAN_PHASE": r"\b(?:dot|doan|lan|quy|ky)\s+[ivx]+\b",
    "ROMAN_NUMBER": r"\b(?:so|dot|doan|lan|quy|goi|thau|phan|lo|ky)\s+[ivx]+\b",
    "PACKAGE": shape.PACKAGE.pattern.replace(r"goi(?<!\wgoi)", r"\bgoi", 1),
}
# A pattern, and what must stand in every text that it matches.
NEEDED = (
    (shape.DOCUMENT, shape.DOCUMENT_CLUE.search),
    (shape.ROMAN_NUMBER, shape.ROMAN_WORD.search),
    (shape.ROMAN_PHASE, shape.ROMAN_WORD.search),
    (shape.YEARS, shape.YEAR.search),
    (shape.AMOUNT, shape.THOUSANDS.search),
    (shape.CODE, shape.LONG_NUMBER.search),
    (shape.LOT, lambda text: _clues(text) & shape.LOT_CLUES or shape.ROMAN_WORD.search(text)),
    (shape.DATE, lambda text: shape.SHORT_DATE.search(text) or ("ngay" in text and "thang" in text)),
    (shape.ROUTE, lambda text: _clues(text) & shape.ROUTE_CLUES),
    (shape.KILOMETRE, lambda text: _clues(text) & shape.KILOMETRE_CLUES),
)
_WORDS = (
    "goi;thau;so;dot;giai doan;lan;lai;quy;ky;hoc ky;thang;tuan;thu;phan;lo;phan lo;ql;quoc lo;dt;duong tinh;"
    "tinh lo;dh;hl;km;nam;nam hoc;hoc;ngay;den;va;2024;2025;20;ii;iv;xi;vi;m2;xe;mat hang;/qd-ubnd;/tb;000;"
    "1.200.000;ib2400123456;moi thau;cho dau thau;12/5/2026"
)
pieces = st.sampled_from([*" ,./-+:|&()0123456789abekmxivq", *_WORDS.split(";")])
texts = st.lists(pieces, max_size=14).flatmap(
    lambda words: st.sampled_from((" ".join(words), "".join(words))).map(lambda text: " ".join(text.split()))
)


def _clues(text: str) -> set[str]:
    return set(shape.TURNED.findall(text[::-1]))


@pytest.mark.parametrize("name", sorted(PLAIN))
@settings(deadline=None, max_examples=300)
@given(text=texts)
def test_a_quick_pattern_finds_what_the_plain_one_finds(name: str, text: str) -> None:
    quick: re.Pattern[str] = getattr(shape, name)
    found = [(match.span(), match.groups()) for match in quick.finditer(text)]
    assert found == [(match.span(), match.groups()) for match in re.finditer(PLAIN[name], text)]


@pytest.mark.parametrize(("pattern", "clue"), NEEDED)
@settings(deadline=None, max_examples=300)
@given(text=texts)
def test_no_clue_hides_what_a_pattern_would_find(
    pattern: re.Pattern[str], clue: Callable[[str], object], text: str
) -> None:
    assert clue(text) or not pattern.search(text)


@given(st.text(alphabet="quyhoàáảãạèéẻẽẹỳýỷỹỵ aẵ1Ⅱ🄐ﬁÀ\u0301", max_size=12))
def test_tone_marks_stand_in_one_place_whatever_is_around_them(text: str) -> None:
    once = accented_form(text)
    assert accented_form(once) == once
    assert not re.search(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])", once)


@settings(deadline=None, max_examples=500)
@given(text=texts)
def test_years_are_taken_with_the_words_before_them(text: str) -> None:
    plain = re.compile(
        r"(?:\bnam(?:\s+hoc)?\s+)?(?<!\d)(20\d\d)(?:\s*(?:-|den|va|,|/)\s*(?:nam\s+)?(20\d\d))*(?!\d)"
    )
    reader = identity._Reader(text)
    reader.take_years()
    years = {int(year) for match in plain.finditer(text) for year in shape.YEAR.findall(match[0])}
    assert (reader.years, reader.rest) == (years, plain.sub(" | ", text))
