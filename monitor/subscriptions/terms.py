"""Từ khóa và số hiệu người đăng ký gõ vào, đưa về dạng so sánh được.
The words and numbers a subscriber types, and the text of a tender, in one comparable form.

The normal form of `monitor.reconcile.text` up to its words; abbreviations and announcing words stay
as they are: who types "UBND" looks for those letters. A form is its words with one space between.
"""

from dataclasses import dataclass

from monitor.domain.codes import code_kind, find_codes
from monitor.domain.subscriptions import Tender
from monitor.reconcile.lexicon import fold
from monitor.reconcile.text import accented_form, cut, tidy

# The network shows a notice as IB2400012345-00; records keep the version apart.
_VERSION_DIGITS = 2


@dataclass(frozen=True, slots=True)
class TenderText:
    """What is looked through: title, project and each number apart, as a phrase never spans two.

    `accented` and `bare` are the same words; `bare` without accents.
    """

    accented: tuple[str, ...]
    bare: tuple[str, ...]

    def holds(self, term: str) -> bool:
        """Whether the words of a term (`read_term`) stand side by side; a term of no words never does."""
        phrase = f" {term} "
        return bool(term) and any(phrase in f" {text} " for text in self.accented + self.bare)


def read_term(typed: str) -> str:
    """The form of a typed word or phrase; empty when it has neither letter nor digit.

    With any accent in it (đ is one) the form keeps all accents, and so only stands in accented text.
    A number of the network goes without its version.
    """
    form = _form(typed)
    code = find_codes(typed)
    squeezed = form.replace(" ", "").upper()
    if len(code) == 1 and squeezed.startswith(code[0]) and len(squeezed) <= len(code[0]) + _VERSION_DIGITS:
        return code[0].lower()
    return form


def read_tender(tender: Tender) -> TenderText:
    """The text of a tender in which words are looked for."""
    texts = (tender.title, tender.project_name, *tender.numbers)
    accented = tuple(form for form in map(_form, texts) if form)
    return TenderText(accented, tuple(map(fold, accented)))


def implies(term: str, other: str) -> bool:
    """Whether every text that holds `term` also holds `other`."""
    return TenderText((term,), (fold(term),)).holds(other)


def read_number(typed: str) -> str:
    """A number that may be followed as the records write it; what is none comes back as typed."""
    codes = find_codes(typed)
    return codes[0] if len(codes) == 1 else typed.strip().upper()


def can_be_followed(typed: str) -> bool:
    """Whether this is one number of a plan, package or notice (also the 11 digits of before 2022)."""
    codes = find_codes(typed)
    return len(codes) == 1 and code_kind(codes[0]) != "PR"


def _form(text: str) -> str:
    return " ".join(cut(accented_form(tidy(text))))
