"""Ghi một bước của người vào hồ sơ, cùng dòng nhật ký của nó.
Writes one step of a person into a case, with its row in the audit log: both stand or neither."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from monitor.cases.four_eyes import CLOSING, agree, decline, propose
from monitor.cases.machine import act
from monitor.cases.owner import assign
from monitor.cases.snooze import snooze, unsnooze
from monitor.desk.acts import Doing
from monitor.domain.case_steps import CaseAction
from monitor.domain.cases import Case
from monitor.domain.errors import CaseRefused
from monitor.domain.staff import Deed
from monitor.steps.ask_agencies import send_question
from monitor.steps.audit import audit
from monitor.web.desk.entry import case_seen
from monitor.web.desk.owners import chosen_owner
from monitor.web.refusals import PageRefused
from monitor.web.site import Form, Site
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords
from storage.store import UnitOfWork

_LONGEST = 3000
_SECOND = frozenset({Doing.AGREE, Doing.DECLINE})
_DEEDS = {
    Doing.ASSIGN: Deed.CASE_ASSIGNED,
    Doing.SNOOZE: Deed.CASE_SNOOZED,
    Doing.UNSNOOZE: Deed.CASE_UNSNOOZED,
}
_Step = Callable[[Case], Case]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a step was not taken, in words, with what was typed."""

    words: str
    doing: str
    note: str
    status: int = 422


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a form asks for, by whom and when."""

    doing: Doing
    note: str
    here: SignedIn
    form: Form
    now: datetime


def take_step(
    site: Site, here: SignedIn, number: str, form: Form, said: PageWords, *, second: bool
) -> Problem | None:
    """Take the step that a form asks for; what is wrong with it otherwise, as `said` says it.

    `second` says that the form came by the second person's gate, whose steps are its alone.
    """
    asked = _Asked(_doing(form), str(form.get("ly_do") or "").strip()[:_LONGEST], here, form, site.clock())
    if (asked.doing in _SECOND) is not second:
        raise PageRefused("a step at the wrong gate", status=403, key="not_allowed")
    with site.office.store.begin() as work:
        case = case_seen(work, here, number)
        if str(form.get("moc")) != str(len(case.events)):
            return Problem(said.say("case_changed_meanwhile"), asked.doing, asked.note, 409)
        try:
            after = _taken(work, case, asked, four_eyes=site.office.desk.four_eyes)
        except CaseRefused as error:
            return Problem(error.told(said.lang), asked.doing, asked.note)
        if after is not case:
            if asked.doing is Doing.ASK:
                after = send_question(site.office, work, after, asked.now)
            work.cases.put(after)
            deed = _DEEDS.get(asked.doing, Deed.CASE_STEP)
            audit(work, here.actor, deed, number, asked.now, step=asked.doing.value, note=asked.note)
    return None


def _taken(work: UnitOfWork, case: Case, asked: _Asked, *, four_eyes: bool) -> Case:
    doing, name, login, now = asked.doing, asked.here.user.name, asked.here.user.login, asked.now
    if doing is Doing.ASSIGN:
        owner, owner_name = chosen_owner(work, asked.here, str(asked.form.get("nguoi") or ""))
        return assign(case, owner, owner_name, name, now)
    if doing is Doing.SNOOZE:
        return snooze(case, _until(asked.form), name, asked.note, now)
    if doing is Doing.UNSNOOZE:
        return unsnooze(case, name, now, asked.note)
    if doing is Doing.AGREE:
        return agree(case, login, name, now)
    if doing is Doing.DECLINE:
        return decline(case, name, asked.note, now)
    if doing is Doing.WITHDRAW:
        return _withdrawn(case, login, name, asked.note, now)
    action = CaseAction(doing.value)
    if four_eyes and action in CLOSING:
        return propose(case, action, login, name, asked.note, now)
    return act(case, action, name, asked.note, now)


def _withdrawn(case: Case, login: str, name: str, note: str, now: datetime) -> Case:
    if case.proposal is not None and case.proposal.by != login:
        raise CaseRefused(
            f"{case.id}: {login} did not propose it",
            vi="Chỉ người đã đề nghị mới rút được đề nghị của mình.",
            en="Only who proposed it may take the proposal back.",
        )
    return decline(case, name, note, now)


def _until(form: Form) -> date:
    try:
        return date.fromisoformat(str(form.get("den") or ""))
    except ValueError as error:
        raise CaseRefused(
            "no day", vi="Hãy chọn ngày hết tạm hoãn.", en="Choose the day until which to snooze."
        ) from error


def _doing(form: Form) -> Doing:
    try:
        return Doing(str(form.get("buoc")))
    except ValueError as error:
        raise PageRefused("no such step", status=400, key="unreadable") from error
