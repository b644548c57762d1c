"""Ghi quyết định của một người về một cặp, cùng dòng nhật ký của nó.
Writes a person's decision on a pair, or takes it back, with its row in the audit log."""

from enum import StrEnum

from monitor.domain.staff import Deed
from monitor.domain.vocabulary import LinkState
from monitor.steps.audit import audit
from monitor.steps.pairs_by_hand import decide_pair
from monitor.web.desk.pairs import find_pair, waiting
from monitor.web.refusals import PageRefused
from monitor.web.site import Site
from monitor.web.view import SignedIn


class Decision(StrEnum):
    """What a person says of a pair."""

    ACCEPT = "accept"
    REFUSE = "refuse"


_STATES = {Decision.ACCEPT: LinkState.LINKED, Decision.REFUSE: LinkState.REFUSED}
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
        deed = decide_pair(work, link, _STATES[decision], here.user.name, now, reason)
        audit(work, here.actor, deed, name, now, reason=reason)
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
