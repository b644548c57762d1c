"""Đọc mọi thứ đứng sau một cặp: hai bên, các ứng viên khác, nghĩa vụ và độ phủ.
Reads all that stands behind one pair: both sides, the other candidates, duties and coverage."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.desk.links import Consequences, consequences, in_order
from monitor.domain.bookkeeping import LinkDecision
from monitor.domain.judgement import Disclosure, DutyContext, Link, LinkedSighting, Verdict
from monitor.domain.rooms import WaitingPair
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import Channel, LinkOrigin, LinkState
from monitor.law.disclosures import seen_only_elsewhere
from monitor.law.duties import duties_of
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.review import Review, pair_name
from monitor.steps.judge import Responsible
from monitor.steps.pairs_by_hand import BY_HAND, pair_between
from monitor.wiring import Office, lawbook_at
from storage.store import UnitOfWork

_WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class PairFile:
    """One pair as its page shows it; `decisions` are those ever taken on it, oldest first.

    `by_hand`: the machine sees no pair there, a person put both sides beside each other.
    """

    name: str
    review: Review
    decisions: tuple[LinkDecision, ...]
    following: Consequences | None
    by_hand: bool = False

    @property
    def open(self) -> bool:
        """Whether nobody decided on this very pair: it waits, or the machine linked it by itself."""
        link = self.review.link
        return link.state is LinkState.NEEDS_REVIEW or (
            link.origin is not LinkOrigin.PERSON and self.standing is None
        )

    @property
    def waits(self) -> bool:
        """Whether the machine asks a person."""
        return self.review.link.state is LinkState.NEEDS_REVIEW

    @property
    def standing(self) -> LinkDecision | None:
        """The decision that may be taken back."""
        return next((one for one in reversed(self.decisions) if one.undone_at is None), None)


def waiting(work: UnitOfWork) -> tuple[WaitingPair, ...]:
    """The pairs that wait, in the order in which they need a person."""
    return in_order(work.reviews.waiting())


def name_of(pair: Link | WaitingPair) -> str:
    """The name by which people call a pair."""
    return pair_name(pair.sighting_id, pair.disclosure_id)


def find_pair(
    work: UnitOfWork, name: str, pairs: Iterable[WaitingPair], ids: tuple[str, str] = ("", "")
) -> tuple[Link, tuple[LinkDecision, ...]] | None:
    """The link of that name as it stands, and what was decided on it; `None` when there is none.

    `pairs` are those that wait. A pair that the machine linked by itself is found too: it may be wrong;
    and one that it does not see, if its two `ids` (item, act) are given, as there it may be wrong as well.
    By its name alone a pair that does not wait is sought among all.
    """
    decisions = tuple(one for one in work.links.decision_history() if name_of(one.link) == name)
    waits = next((pair for pair in pairs if name_of(pair) == name), None)
    if waits is not None:
        link = work.reviews.of_pair(waits.sighting_id, waits.disclosure_id)
    elif decisions:
        last = decisions[-1].link
        ids = last.sighting_id, last.disclosure_id
        # Taken back, and the machine sees nothing there: it may be decided anew.
        link = pair_between(work, *ids) or last
    elif pair_name(*ids) == name:
        link = pair_between(work, *ids)
    else:
        link = work.reviews.find(lambda sighting_id, act_id: pair_name(sighting_id, act_id) == name)
    return None if link is None else (link, decisions)


@dataclass
class PairReader:
    """Reads pairs of one office."""

    office: Office
    resolver: AgencyResolver

    def read(
        self,
        work: UnitOfWork,
        name: str,
        pairs: Iterable[WaitingPair],
        now: datetime,
        ids: tuple[str, str] = ("", ""),
    ) -> PairFile | None:
        """Everything behind a pair at `now` (UTC); `None` for a pair, or a side of it, that is not there."""
        found = find_pair(work, name, pairs, ids)
        if found is None:
            return None
        link, decisions = found
        sighting = next(iter(work.sightings.get([link.sighting_id])), None)
        disclosure = work.judgements.disclosure(link.disclosure_id)
        if sighting is None or disclosure is None:
            return None
        judged = work.judgements.duty(f"{disclosure.id}@{sighting.channel.value}")
        review = Review(
            link,
            sighting,
            disclosure,
            judged.duty if judged else None,
            judged.verdict if judged else None,
        )
        file = PairFile(name, review, decisions, None, by_hand=link.reasons == (BY_HAND,))
        return replace(file, following=self._following(work, link, sighting, now)) if file.open else file

    def _following(self, work: UnitOfWork, link: Link, sighting: Sighting, now: datetime) -> Consequences:
        own = [one for one in work.reviews.of_sightings([sighting.id]) if one.state is not LinkState.REFUSED]
        wanted = work.desk.disclosures({link.disclosure_id, *(one.disclosure_id for one in own)})
        said: dict[str, Verdict] = {}
        contexts = tuple(self._contexts(work, wanted, sighting.channel, said))
        alone: tuple[DutyContext, ...] = ()
        linked = {one.disclosure_id for one in own}
        if linked == {link.disclosure_id}:  # else the item shows something else, or stood alone before
            alone = tuple(self._alone(work, sighting, now))
        return consequences(link, sighting, contexts, said, alone, self.office.desk.calendar, now)

    def _contexts(
        self, work: UnitOfWork, wanted: dict[str, Disclosure], channel: Channel, said: dict[str, Verdict]
    ) -> Iterator[DutyContext]:
        """The duties of these disclosures on one channel as the last cycle knew them; fills `said`."""
        linked: dict[str, list[LinkedSighting]] = {}
        for one, seen in work.desk.linked(wanted):
            if seen.channel is channel:
                linked.setdefault(one.disclosure_id, []).append(LinkedSighting(one, seen))
        responsible = self._responsible(work, channel)
        agencies = {agency.id: agency for agency in self.office.agencies}
        for disclosure in wanted.values():
            judged = work.judgements.duty(f"{disclosure.id}@{channel.value}")
            if judged is None:
                continue
            said[judged.duty.id] = judged.verdict
            here = linked.get(disclosure.id, [])
            coverage = responsible.of(channel, disclosure)
            held = coverage if _WITHHELD in judged.verdict.reasons else ()
            yield DutyContext(
                disclosure,
                judged.duty,
                agencies.get(disclosure.agency_id),
                tuple(one for one in here if one.link.state is LinkState.LINKED),
                tuple(one for one in here if one.link.state is LinkState.NEEDS_REVIEW),
                coverage,
                frozenset(one.source_id for one in held),
            )

    def _alone(self, work: UnitOfWork, sighting: Sighting, now: datetime) -> Iterator[DutyContext]:
        """What must be published if the item is none of those: an act seen on this channel only."""
        lawbook = lawbook_at(work, now)
        agencies = {agency.id: agency for agency in self.office.agencies}
        responsible = self._responsible(work, Channel.NATIONAL)
        for disclosure in seen_only_elsewhere([sighting], self._agency_of):
            for duty in duties_of(disclosure, lawbook, self.office.desk.calendar):
                coverage = responsible.of(duty.channel, disclosure)
                yield DutyContext(disclosure, duty, agencies.get(disclosure.agency_id), (), (), coverage)

    def _responsible(self, work: UnitOfWork, channel: Channel) -> Responsible:
        names = [source.id for source in self.office.sources if source.channel is channel]
        return Responsible(self.office.sources, work.sources.coverage(names))

    def _agency_of(self, sighting: Sighting) -> str:
        shown = next((one.agency_ids for one in self.office.sources if one.id == sighting.source_id), ())
        if len(shown) == 1:
            return shown[0]
        return self.resolver.mentioned(sighting.title, sighting.body, among=shown)
