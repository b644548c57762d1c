"""Tiêu đề của một bài: tên gói thầu qua tay người gõ, lời báo, chữ hoa, bỏ dấu, cắt ngắn.
Turns a name into the title of an article, noise by noise, and remembers which."""

from random import Random

from monitor.demo.retyping import without_accents
from monitor.domain.vocabulary import DisclosureKind
from tests.bench.corpus import retype, wording
from tests.bench.corpus.model import ASKED, Act
from tests.bench.corpus.noise import Noise


class Typist:
    """Types titles; `traits` collects the noise of the article at hand."""

    def __init__(self, rng: Random, noise: Noise) -> None:
        self._rng = rng
        self._noise = noise
        self.traits: list[str] = []

    def _drawn(self, trait: str, text: str, changed: str) -> str:
        if changed != text:
            self.traits.append(trait)
        return changed

    def name(self, text: str) -> str:
        """The name as typed again: parts left off or added, abbreviations, slips."""
        rng, noise = self._rng, self._noise
        if rng.random() < noise.number_left_out:
            text = self._drawn("number_left_out", text, retype.without_number(text))
        if rng.random() < noise.tail_left_out:
            text = self._drawn("tail_left_out", text, retype.without_tail(text))
        if rng.random() < noise.tail_added:
            text = self._drawn("tail_added", text, text + rng.choice(retype.ADDED_TAILS))
        if rng.random() < noise.renumbered:
            text = self._drawn("renumbered", text, retype.renumbered(text))
        if rng.random() < noise.abbreviated:
            text = self._drawn("abbreviated", text, retype.abbreviated(text))
        elif rng.random() < noise.written_out:
            text = self._drawn("written_out", text, retype.written_out(text))
        if rng.random() < noise.respelt:
            text = self._drawn("respelt", text, retype.respelt(text))
        if rng.random() < noise.typo:
            text = self._drawn("typo", text, retype.typed_wrong(rng, text))
        return text

    def headline(self, act: Act, name: str, kind: DisclosureKind) -> str:
        """The name announced, or now and then left to speak for itself."""
        rng = self._rng
        if kind in ASKED and rng.random() < self._noise.kind_unsaid:
            self.traits.append("kind_unsaid")
            return name
        again = (
            act.again
            and kind is DisclosureKind.NOTICE
            and not act.disclosure.cancelled
            and rng.random() < 0.5
        )
        pattern = rng.choice(wording.AGAIN if again else wording.HEADLINES[kind])
        return pattern.format(name=name, low=name[:1].lower() + name[1:])

    def finished(self, title: str) -> str:
        """Last what the site does: cut, capitals, accents lost, letters broken."""
        rng, noise = self._rng, self._noise
        if rng.random() < noise.truncated:
            title = self._drawn("truncated", title, retype.cut(rng, title))
        if rng.random() < noise.upper:
            title = self._drawn("upper", title, title.upper())
        elif rng.random() < noise.bare:
            title = self._drawn("bare", title, without_accents(title))
        if rng.random() < noise.encoding:
            title = self._drawn("encoding", title, retype.encoded(rng, title))
        return title
