"""Mã số trong bài: có hay không, đúng, gõ sai, hay là mã của gói bên cạnh.
The codes of articles: shown or not, right, mistyped, or that of the package beside it."""

from collections.abc import Sequence
from random import Random

from monitor.domain.vocabulary import DisclosureKind
from tests.bench.corpus.model import Act
from tests.bench.corpus.noise import Noise


class Coder:
    """Decides which code an article carries, and where it stands."""

    def __init__(self, rng: Random, noise: Noise, share: float) -> None:
        self._rng = rng
        self._noise = noise
        self._share = share

    def shows(self) -> bool:
        """Whether the article at hand shows a code."""
        return self._rng.random() < self._share

    def sure(self, act: Act) -> str:
        """The act's own code, as it should be written."""
        disclosure = act.disclosure
        if disclosure.kind is DisclosureKind.PLAN:
            return disclosure.plan_no
        return disclosure.bid_no if self._rng.random() < 0.12 and not act.again else disclosure.notice_no

    def code(self, act: Act, beside: Sequence[Act], traits: list[str], *, stranger: bool) -> str:
        """The code the article shows, "" for none; noise is noted in `traits`."""
        if not self.shows():
            return ""
        rng, noise = self._rng, self._noise
        code = self.sure(act)
        if stranger:
            return f"{code[:4]}{rng.randint(90_000_000, 99_999_999)}"
        lot = rng.random()
        if lot < noise.code_mistyped:
            traits.append("code_mistyped")
            at = rng.randrange(5, len(code))
            return f"{code[:at]}{rng.choice([d for d in '0123456789' if d != code[at]])}{code[at + 1 :]}"
        others = [other for other in beside if _another(other, act)]
        if lot < noise.code_mistyped + noise.code_swapped and others:
            traits.append("code_swapped")
            return self.sure(rng.choice(others))
        is_plan = act.disclosure.kind is DisclosureKind.PLAN
        if not is_plan and lot > 1 - noise.code_of_plan:
            traits.append("code_of_plan")
            return act.disclosure.plan_no
        return code

    def placed(self, code: str, title: str) -> tuple[str, str]:
        """The title with the code in it, or where else the code stands: `body`, `attachment`."""
        if not code:
            return title, ""
        lot = self._rng.random()
        if lot < 0.4:
            return (f"{title} ({code})" if lot < 0.3 else f"{code} - {title}"), "title"
        return title, "body" if lot < 0.9 else "attachment"


def _another(other: Act, act: Act) -> bool:
    """Whether a like act is one of another package, and not another round of the same."""
    one, two = other.disclosure, act.disclosure
    return one.kind is two.kind and one.subject_key != two.subject_key and one.bid_no != (two.bid_no or "-")
