"""Tin đăng trên cổng tỉnh và trang đơn vị.
The newsroom: which acts a channel shows, in which articles, with which codes, names and days."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from monitor.domain.sources import Sighting
from monitor.domain.times import Moment, start_of_day, vietnam_day
from monitor.domain.vocabulary import Channel, DisclosureKind, Precision
from tests.bench.corpus import retype, wording
from tests.bench.corpus.bodies import PORTAL
from tests.bench.corpus.callings import Callings
from tests.bench.corpus.codes import Coder
from tests.bench.corpus.model import Act, Body
from tests.bench.corpus.noise import IDENTITY_LOST, Noise
from tests.bench.corpus.titles import Typist

_NOTHING: Mapping[str, Any] = {}
# A list page alone; a body that names the buyer; a body that also names the package.
_FORMS = {PORTAL: (0.25, 0.65)}
_PAGE_FORMS = (0.50, 0.70)
# How often the article about a plan of several packages lists them.
_LISTED = 0.4
# Less of a name than this tells no package of a project from the others.
_ENOUGH = 0.6
_TOLD_OTHERWISE = frozenset(("", "buyer", "time"))
_LOSING = frozenset(("truncated", "number_left_out"))


class Article(NamedTuple):
    """A sighting with what it truly announces and the noise it carries."""

    sighting: Sighting
    shown: tuple[str, ...]
    traits: tuple[str, ...]


class Newsroom:
    """Writes articles about acts."""

    def __init__(self, rng: Random, noise: Noise, code_share: float, bodies: Sequence[Body]) -> None:
        self._rng = rng
        self._noise = noise
        self._typist = Typist(rng, noise)
        self._coder = Coder(rng, noise, code_share)
        self._callings = Callings(rng, noise, bodies)
        self._count = 0

    def one(
        self, act: Act, source: str, beside: Sequence[Act], *, kind: DisclosureKind | None = None,
        name: str = "", days: int = 0, stranger: bool = False,
    ) -> Article:  # fmt: skip
        """One article about one act; `name` and `kind` other than the act's make it about something else."""
        typist, disclosure = self._typist, act.disclosure
        typist.traits = []
        kind = kind or disclosure.kind
        written = name or (act.name if kind is DisclosureKind.PLAN else disclosure.title)
        typed = typist.name(written)
        headline = typist.headline(act, typed, kind)
        at, published = self._published(disclosure.national, days, _longest(act))
        form = self._form(source)
        buyer = self._callings.buyer(act, at, source, self._typist.traits, told=form > 0)
        if buyer and form == 0 and act.body.agency.name not in written:
            headline = f"{headline} của {buyer}" if self._rng.random() < 0.7 else f"{buyer}: {headline}"
        quote = kind is DisclosureKind.QUOTE_REQUEST
        code = "" if quote else self._coder.code(act, beside, typist.traits, stranger=stranger)
        title, where = self._coder.placed(code, typist.finished(headline))
        lines = self._body(form, kind, buyer, written, act, code if where == "body" else "")
        attachment = f"{kind}-{code}.pdf" if where == "attachment" else ""
        if form < 2 and self._lost(act, typed, headline, title, code):
            typist.traits.append(IDENTITY_LOST)
        if act.again:
            typist.traits.append("retender")
        shown = () if name or kind is not disclosure.kind else (disclosure.id,)
        return self._article(source, title, "\n".join(lines), code, attachment, at, published, shown)

    def joined(self, acts: Sequence[Act], source: str, project: str) -> Article:
        """One article for several packages of one plan."""
        rng, typist = self._rng, self._typist
        kind = acts[0].disclosure.kind
        low = project[:1].lower() + project[1:]
        typist.traits = ["joined"]
        moments = [act.disclosure.national for act in acts if act.disclosure.national]
        at, published = self._published(max(moments, key=lambda moment: moment.at), 0)
        buyer = self._callings.buyer(acts[0], at, source, typist.traits, told=True)
        codes = [self._coder.sure(act) for act in acts] if self._coder.shows() else []
        numbers = [act.name.split(":", 1)[0].removeprefix("Gói thầu số ") for act in acts]
        if all(number.isdecimal() for number in numbers) and rng.random() < self._noise.joined_by_numbers:
            typist.traits.append("joined_by_numbers")
            title = wording.NUMBERED[kind].format(
                numbers=", ".join(numbers[:-1]) + f" và {numbers[-1]}", low=low
            )
            lines = [f"{buyer} {rng.choice(wording.VERBS[kind])}."] if buyer else []
        else:
            title = rng.choice(wording.JOINED[kind]).format(low=low)
            lines = [f"{buyer} {rng.choice(wording.VERBS[kind])} các gói thầu sau:"] if buyer else []
            lines += [f"{n}. {act.disclosure.title}" for n, act in enumerate(acts, 1)]
        if codes:
            lines += [f"{wording.LABELS[code[:2]]}: {code}" for code in codes]
        title = typist.finished(typist.name(title))
        shown = tuple(act.disclosure.id for act in acts)
        return self._article(source, title, "\n".join(lines), "", "", at, published, shown, tuple(codes))

    def again(self, article: Article) -> Article:
        """The same article posted once more a few days later."""
        old = article.sighting
        self._typist.traits = [*article.traits, "reposted"]
        at = old.first_seen_at + timedelta(days=self._rng.randint(1, 9))
        published = Moment(at, Precision.DAY, "listing") if old.published else None
        return self._article(
            old.source_id, old.title, old.body, "", "", at, published, article.shown, old.codes
        )

    def _lost(self, act: Act, typed: str, headline: str, title: str, code: str) -> bool:
        """Nothing in the article tells the package from others: what did was cut or left off."""
        disclosure, traits = act.disclosure, self._typist.traits
        if not _LOSING.intersection(traits):
            return False
        if code in disclosure.codes and (
            code != disclosure.plan_no or disclosure.kind is DisclosureKind.PLAN
        ):
            return False
        said = typed
        if "truncated" in traits:
            start = max(0, headline.casefold().find(typed[:12].casefold()))
            said = title[start:]
            if len(said) < _ENOUGH * len(typed):
                return True
        return act.kind not in _TOLD_OTHERWISE and not retype.says(said, act.mark)

    def _article(
        self, source: str, title: str, body: str, code: str, attachment: str, at: datetime,
        published: Moment | None, shown: tuple[str, ...], codes: tuple[str, ...] = (),
    ) -> Article:  # fmt: skip
        self._count += 1
        key = f"{self._count:07d}"
        channel = Channel.PORTAL if source == PORTAL else Channel.AGENCY_PAGE
        sighting = Sighting(
            f"{source}|{key}", source, channel, key, f"https://{source}.example.org/{key}", title, published,
            at + timedelta(hours=2), None, body, codes or ((code,) if code else ()),
            (attachment,) if attachment else (), "", "", _NOTHING,
        )  # fmt: skip
        return Article(sighting, shown, tuple(self._typist.traits))

    def _published(
        self, national: Moment | None, days: int, longest: int = 999
    ) -> tuple[datetime, Moment | None]:
        """When it was published, and what the article shows of that."""
        rng, noise = self._rng, self._noise
        assert national is not None, "every act of the corpus has its day"
        if rng.random() < noise.late:
            self._typist.traits.append("late")
            days += rng.randint(11, 60)
        else:
            days += rng.choice((0, 0, 0, 0, 1, 1, 2, 3, 5, 10))
        at = national.at + timedelta(days=min(days, longest), minutes=rng.randrange(300))
        if rng.random() < noise.undated:
            self._typist.traits.append("undated")
            return at, None
        if rng.random() < 0.5:
            return at, Moment(at, Precision.MINUTE, "listing")
        return at, Moment(start_of_day(vietnam_day(at)), Precision.DAY, "listing")

    def _form(self, source: str) -> int:
        low, high = _FORMS.get(source, _PAGE_FORMS)
        lot = self._rng.random()
        return 0 if lot < low else 1 if lot < high else 2

    def _body(
        self, form: int, kind: DisclosureKind, buyer: str, written: str, act: Act, code: str
    ) -> list[str]:
        rng, traits = self._rng, self._typist.traits
        lines: list[str] = []
        verb = rng.choice(wording.VERBS[kind])
        silent = "kind_unsaid" in traits and (form == 0 or rng.random() < self._noise.body_silent)
        if silent:
            verb = wording.SILENT_VERB
            traits.append("body_silent")
        if form and (buyer or not silent):
            lines.append(f"{buyer or 'Đơn vị'} {verb}.")
        if form == 2:
            if not silent and rng.random() < 0.15:
                lines.append(
                    f"Căn cứ Quyết định số {rng.randint(10, 2999)}/QĐ-UBND về việc phê duyệt dự toán;"
                )
            lines.append(f"{'Tên dự án' if kind is DisclosureKind.PLAN else 'Tên gói thầu'}: {written}")
            if act.disclosure.price and rng.random() < 0.3:
                lines.append(f"Giá gói thầu: {act.disclosure.price:,} đồng".replace(",", "."))
            packages = act.disclosure.package_titles
            its_own = kind is DisclosureKind.PLAN and len(packages) > 1 and written == act.name
            if its_own and rng.random() < _LISTED:
                lines += [f"{n}. {name}" for n, name in enumerate(packages, 1)]
        if code:
            lines.append(f"{wording.LABELS[code[:2]]}: {code}-00")
        return lines


def _longest(act: Act) -> int:
    """Nobody announces a tender that was cancelled meanwhile: not after its closing."""
    disclosure = act.disclosure
    if not (disclosure.cancelled and disclosure.closes_at and disclosure.national):
        return 999
    return (disclosure.closes_at - disclosure.national.at).days
