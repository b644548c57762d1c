"""Chia tin của một nguồn cho các gói: bài nào đã có gói, gói nào đã có bài.
Settles what only the sight of all pairs can: which package is left for an article that may mean several."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.domain.vocabulary import LinkOrigin, LinkState
from monitor.reconcile import weights as w
from monitor.reconcile.decide import Pair
from monitor.reconcile.score import LINK_LOG_ODDS

_Slot = tuple[str, str]
_ROUNDS = 8
_THEIRS = "các gói giống nhau khác đã có bài riêng trên cùng nguồn"
_BETTER = "nguồn này đã có bài khác khớp với gói thầu hơn hẳn"


def assign(pairs: Iterable[Pair]) -> list[Pair]:
    """Settle sightings of one source that want the same disclosure (best partner first).

    1. A tie is settled when all but one of its packages are already shown by that source by other
    articles; that package is then taken, too, which may settle another tie. 2. Packages that have
    their own article are no longer asked about. 3. A weaker sighting of a disclosure that a much
    better one of the same source shows is not taken for granted.
    """
    every = list(pairs)
    taken: dict[_Slot, float] = {}
    for pair in every:
        if pair.state is LinkState.LINKED:
            taken[_slot(pair)] = max(taken.get(_slot(pair), pair.log_odds), pair.log_odds)
    ties: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in every:
        if pair.rivals:
            ties[pair.sighting.id].append(pair)
    winners = _settle(ties, taken)
    return [left for pair in _after(every, ties, winners, taken) for left in _yield_to_better(pair, taken)]


def _slot(pair: Pair) -> _Slot:
    return pair.sighting.source_id, pair.disclosure.id


def _settle(ties: dict[str, list[Pair]], taken: dict[_Slot, float]) -> dict[str, str]:
    """Sighting → the disclosure left for it; what is won is taken."""
    winners: dict[str, str] = {}
    for _ in range(_ROUNDS):
        claims: defaultdict[_Slot, list[Pair]] = defaultdict(list)
        for sighting_id, group in ties.items():
            if sighting_id not in winners and (left := _left_over(group, taken)):
                claims[_slot(left)].append(left)
        won = [claimed[0] for claimed in claims.values() if len(claimed) == 1]
        if not won:
            break
        winners.update((pair.sighting.id, pair.disclosure.id) for pair in won)
        taken.update((_slot(pair), pair.log_odds) for pair in won)
    return winners


def _left_over(group: Sequence[Pair], taken: dict[_Slot, float]) -> Pair | None:
    """The one pair whose package has no article yet, if it fits well enough to be meant."""
    free = sorted((pair for pair in group if _slot(pair) not in taken), key=lambda pair: -pair.log_odds)
    if not free or free[0].doubtful or free[0].log_odds < LINK_LOG_ODDS:
        return None
    if free[0].cut:  # the same words begin all of their names
        return free[0] if len(free) == 1 or _is_far_ahead(free[0], free[1]) else None
    best = max(group, key=lambda pair: pair.log_odds)
    return best if free == [best] and _leads(best, group) else None


def _is_far_ahead(best: Pair, next_: Pair) -> bool:
    """By any evidence; or by the day alone, as articles come within days of the act."""
    if best.log_odds - next_.log_odds >= w.CUT_MARGIN:
        return True
    return best.lag >= w.PROMPT > next_.lag and best.log_odds - next_.log_odds >= best.lag - next_.lag - 0.05


def _leads(best: Pair, group: Sequence[Pair]) -> bool:
    return all(best.log_odds - pair.log_odds >= w.MARGIN / 2 for pair in group if pair is not best)


def _after(
    pairs: Sequence[Pair], ties: dict[str, list[Pair]], winners: dict[str, str], taken: dict[_Slot, float]
) -> list[Pair]:
    asked = {id(pair) for name, group in ties.items() if name not in winners for pair in _asked(group, taken)}
    out: list[Pair] = []
    for pair in pairs:
        if not pair.rivals:
            out.append(pair)
        elif pair.sighting.id not in winners:
            if id(pair) in asked:
                out.append(pair)
        elif pair.disclosure.id == winners[pair.sighting.id]:
            out.append(replace(pair, reasons=pair.reasons[:-1]).with_state(LinkState.LINKED, _THEIRS))
    return out


def _asked(group: Sequence[Pair], taken: dict[_Slot, float]) -> Sequence[Pair]:
    """What is left of an open tie: of a cut title not what has its own article, nor what is out of reach."""
    free = [pair for pair in group if _slot(pair) not in taken]
    if not free or not free[0].cut:
        return group
    best = max(free, key=lambda pair: pair.log_odds)
    return [pair for pair in free if pair is best or not _is_far_ahead(best, pair)]


def _yield_to_better(pair: Pair, taken: dict[_Slot, float]) -> tuple[Pair, ...]:
    """The pair; or, where its disclosure has a much better article, the question what else it may mean."""
    if pair.state is not LinkState.LINKED or pair.origin is not LinkOrigin.SCORE or pair.exact:
        return (pair,)
    if taken.get(_slot(pair), pair.log_odds) - pair.log_odds <= 2 * w.MARGIN:
        return (pair,)
    free = (other for other in pair.others if _slot(other) not in taken)
    return (pair.with_state(LinkState.NEEDS_REVIEW, _BETTER), *free)
