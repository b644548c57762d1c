"""Một trang có nêu gói thầu này không: theo số hiệu, hoặc đúng cả tên gói.
Whether a text names one package: by a number of the network, or by its whole title, word for word."""

from dataclasses import dataclass

from monitor.domain.codes import find_codes
from monitor.reconcile.text import accented_form, cut, tidy

# A shorter title, such as "Mua thuốc", stands on pages that are about something else.
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Named:
    """What a text shows of a package: its numbers that stand there, and whether its title does."""

    codes: tuple[str, ...] = ()
    title: bool = False

    def __bool__(self) -> bool:
        return bool(self.codes) or self.title


def named(text: str, subject_key: str, title: str) -> Named:
    """Look in `text` for the numbers that key and title hold, and for the title as a whole.

    Accents count, case, punctuation and leading zeros do not. A title of fewer than five words is not
    looked for: only a number speaks for it.
    """
    wanted = find_codes(subject_key, title)
    there = set(find_codes(text)) if wanted else set()
    words = _words(title)
    long_enough = len(words) >= _FEWEST_WORDS
    holds = long_enough and f" {' '.join(words)} " in f" {' '.join(_words(text))} "
    return Named(tuple(code for code in wanted if code in there), holds)


def _words(text: str) -> list[str]:
    return cut(accented_form(tidy(text)))
