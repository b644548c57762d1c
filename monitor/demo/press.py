"""Tin đăng trên cổng và trang của đơn vị.
Turns each act into the items that portals and agency pages show, retyped and mostly with a code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from monitor.demo.attached import Folder
from monitor.demo.clockwork import office_time
from monitor.demo.codebook import CodeBook
from monitor.demo.model import Act, DemoAgency
from monitor.demo.names import SYNTHETIC
from monitor.demo.retyping import headline, lower_first, retyped
from monitor.demo.workdays import working_day_after
from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import DisclosureKind

_VERBS = {
    DisclosureKind.PLAN: "công khai kế hoạch lựa chọn nhà thầu",
    DisclosureKind.NOTICE: "mời thầu qua mạng",
    DisclosureKind.CANCELLATION: "thông báo hủy thầu",
    DisclosureKind.RESULT: "công khai kết quả lựa chọn nhà thầu",
}
_CODE_LABELS = {"PL": "Mã KHLCNT", "IB": "Mã TBMT", "BP": "Mã gói thầu"}
_CODED_SHARE = 0.62


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before it gets its number."""

    source_id: str
    title: str
    summary: str
    paragraphs: tuple[str, ...]
    attachment: str
    published: datetime
    acts: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()


class Press:
    """Writes the articles; `uncoded`, `coded`, `wrongly_coded`, `reposted` and `joined` hold ids of acts.

    `repriced` are the acts whose articles name another price than the network, `swapped` those whose
    articles carry the code of another package.
    """

    def __init__(
        self,
        rng: Random,
        codes: CodeBook,
        agencies: Iterable[DemoAgency],
        tricks: dict[str, frozenset[str]],
        repriced: dict[str, int],
        swapped: dict[str, str],
    ) -> None:
        self._rng = rng
        self._codes = codes
        self._agencies = {agency.agency.id: agency for agency in agencies}
        self._tricks = tricks
        self._repriced = repriced
        self._swapped = swapped
        self._folder = Folder()

    def of(self, act: Act) -> list[Draft]:
        """The act's items on its portal and its page."""
        found: list[Draft] = []
        for source_id, published in ((act.portal_source, act.portal), (act.page_source, act.page)):
            if source_id and published is not None and act.id not in self._tricks["joined"]:
                found.append(self._article(act, source_id, published))
        if act.id in self._tricks["reposted"]:
            found += [self._again(draft) for draft in found]
        return found

    def joined(self, first: Act, second: Act, project: str) -> list[Draft]:
        """One item for two packages, with both codes in the text."""
        numbers = [act.title.split(":", 1)[0] for act in (first, second)]
        title = (
            f"Thông báo mời thầu {lower_first(numbers[0])} và {lower_first(numbers[1])} thuộc dự án {project}"
        )
        text = f"Mã TBMT: {first.codes[0]} ({first.title}); {second.codes[0]} ({second.title})."
        places = ((first.portal_source, first.portal), (first.page_source, first.page))
        return [
            Draft(
                source_id,
                title,
                f"{self._name(first, published)} mời thầu qua mạng. {text}",
                (text, SYNTHETIC),
                "",
                published,
                (first.id, second.id),
            )
            for source_id, published in places
            if source_id and published is not None
        ]

    def _again(self, draft: Draft) -> Draft:
        """The same item posted once more, later."""
        day = working_day_after(vietnam_day(draft.published), self._rng.randint(8, 10))
        return Draft(
            draft.source_id,
            draft.title,
            draft.summary,
            draft.paragraphs,
            draft.attachment,
            office_time(self._rng, day),
            draft.acts,
            draft.attached,
        )

    def _article(self, act: Act, source_id: str, published: datetime) -> Draft:
        rng = self._rng
        code, place = self._code(act)
        # What the network lacks, or whose code is another's, is known by its title alone: that is never cut.
        sure = bool(code) and act.national is not None and act.id not in self._swapped
        title = retyped(rng, headline(rng, act), may_lose_numbers=sure)
        label = f"{_CODE_LABELS.get(code[:2], 'Mã')}: {code}"
        summary = f"{self._name(act, published)} {_VERBS[act.kind]}."
        paragraphs = [f"{act.title}.", f"Ngày ban hành: {act.decided:%d/%m/%Y}."]
        attachment, attached = "", tuple[str, ...]()
        if place == "title":
            title = f"{title} ({code})"
        elif place == "summary":
            summary = f"{summary} {label}."
        elif place == "body":
            paragraphs.append(f"{label}-00.")
        elif place == "attachment":
            attachment, attached = self._folder.with_code(act, code, label)
        elif not code:
            attachment = self._folder.scanned(act)
        if act.id in self._repriced:
            price = f"Giá gói thầu: {self._repriced[act.id]:,} đồng.".replace(",", ".")
            summary = f"{summary} {price}"
            paragraphs.append(price)
        paragraphs.append(SYNTHETIC)
        return Draft(source_id, title, summary, tuple(paragraphs), attachment, published, (act.id,), attached)

    def _code(self, act: Act) -> tuple[str, str]:
        """The code the article carries and where it stands; two empty texts for none."""
        rng = self._rng
        if not act.codes or act.id in self._tricks["uncoded"]:
            return "", ""
        if act.id in self._tricks["coded"]:
            return act.codes[0], "title"
        if act.id in self._swapped:
            return self._swapped[act.id], "summary"
        if act.id in self._tricks["wrongly_coded"]:
            return self._codes.mistyped(act.codes[0]), rng.choice(("title", "summary"))
        if rng.random() >= _CODED_SHARE:
            return "", ""
        return act.codes[0], rng.choice(("title", "title", "summary", "body", "body", "attachment"))

    def _name(self, act: Act, published: datetime) -> str:
        """How the article names the agency: its name of that day, or a short form of it."""
        agency = self._agencies[act.agency_id]
        if self._rng.random() < 0.15 and agency.agency.aliases and not agency.old_name:
            return self._rng.choice(agency.agency.aliases)
        return agency.name_on(vietnam_day(published))
