"""Ghi quyết định của một người về một cặp, cùng dòng nhật ký của nó.
Writes a person's decision on a pair, or takes it back, with its row in the audit log."""

from enum import StrEnum

from monitor.domain.judgement import Link
from monitor.domain.staff import Deed
from monitor.domain.vocabulary import LinkOrigin, LinkState
from monitor.steps.audit import audit
from monitor.web.desk.pairs import find_pair, waiting
from monitor.web.refusals import PageRefused
from monitor.web.site import Site
from monitor.web.view import SignedIn


class Decision(StrEnum):
    """What a person says of a pair."""

    ACCEPT = "accept"
    REFUSE = "refuse"


_STATES = {Decision.ACCEPT: LinkState.LINKED, Decision.REFUSE: LinkState.REFUSED}
_DEEDS = {Decision.ACCEPT: Deed.LINK_ACCEPTED, Decision.REFUSE: Deed.LINK_REFUSED}
CHANGED = "links_changed_meanwhile"
NOTHING = "links_nothing_to_undo"


def decide(
    site: Site,
    here: SignedIn,
    name: str,
    decision: Decision,
    mark: str,
    reason: str = "",
    ids: tuple[str, str] = ("", ""),
) -> str:
    """Let a decision stand; the key of what is wrong otherwise. `mark` is what the page showed."""
    now = site.clock()
    with site.office.store.begin() as work:
        found = find_pair(work, name, waiting(work), ids)
        if found is None:
            raise PageRefused("no such pair", status=404, key="nothing_here")
        link, decisions = found
        if mark != f"{link.state}-{len(decisions)}":
            return CHANGED
        reasons = (*link.reasons, f"{here.user.name}: {reason}") if reason else link.reasons
        work.links.decide(
            Link(
                link.sighting_id,
                link.disclosure_id,
                _STATES[decision],
                LinkOrigin.PERSON,
                link.score,
                reasons,
                now,
                here.user.name,
            )
        )
        audit(work, here.actor, _DEEDS[decision], name, now, reason=reason)
    return ""


def take_back(site: Site, here: SignedIn, name: str) -> str:
    """Undo the last decision on a pair; the key of what is wrong otherwise."""
    now = site.clock()
    with site.office.store.begin() as work:
        found = find_pair(work, name, waiting(work))
        if found is None:
            raise PageRefused("no such pair", status=404, key="nothing_here")
        link, decisions = found
        if all(one.undone_at is not None for one in decisions):
            return NOTHING
        work.links.undo(link.sighting_id, link.disclosure_id, here.user.name, now)
        audit(work, here.actor, Deed.LINK_UNDONE, name, now)
    return ""
