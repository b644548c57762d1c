"""Luật và lịch: điều nào định hạn, đọc được đến đâu, ngày nghỉ từng năm, đề xuất sẽ đổi gì.
Law and calendar: rules with citation and confidence, regimes, days off, what a proposal would change."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from monitor.access.permissions import Act
from monitor.desk.law import RuleLine, days_by_year, pending_effects, reach, rule_lines, timeline
from monitor.domain.errors import ConfigError, StorageError
from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import DisclosureKind
from monitor.law.lawbook import load_lawbook
from monitor.steps.law_confirm import confirm_rule, confirmation_of, unconfirm_rule
from monitor.web.desk.places import DESK
from monitor.web.refusals import PageRefused
from monitor.web.rooms import Nav
from monitor.web.site import Form, Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords, lang_of
from storage.signed_texts import SignedTexts

LAW = "/luat-lich"
NAV = Nav(LAW, "nav_law", Act.SEE_LAW, 40)
# Beyond so many duties the effect of a proposal is told of the earliest ones only.
_MOST_DUTIES = 3000
_Here = Annotated[SignedIn, staff(Act.SEE_LAW, back=LAW)]
_Attaching = Annotated[SignedIn, staff(Act.CONFIRM_LAW, files=1, back=LAW)]
_Confirming = Annotated[SignedIn, staff(Act.CONFIRM_LAW, back=LAW)]
# Which rules are listed, by the word in the address.
_SHOWN: Mapping[str, Callable[[RuleLine, date], bool]] = {
    "": lambda line, today: line.rule.in_force(today),
    "chua-doc": lambda line, _today: line.only_informs,
    "tat-ca": lambda _line, _today: True,
}
_KINDS: Mapping[str, DisclosureKind] = {
    **{kind.value: kind for kind in DisclosureKind},
    "opening_online": DisclosureKind.OPENING,
    "opening_offline": DisclosureKind.OPENING,
    "opening_chct": DisclosureKind.OPENING,
}


def routes(site: Site) -> APIRouter:
    """`/luat-lich`, one rule below it, and what a person may say of it."""
    router = APIRouter()

    @router.get(LAW)
    def show(request: Request, here: _Here) -> Response:
        return _page(site, request, here)

    @router.get(f"{DESK}/luat-lich")
    def from_the_desk(_here: _Here) -> Response:
        return RedirectResponse(site.root + LAW, 303)

    @router.get(f"{LAW}/{{rule}}")
    def one(request: Request, here: _Here, rule: str) -> Response:
        return _rule(site, request, here, rule)

    @router.post(f"{LAW}/{{rule}}/xac-nhan")
    def confirm(request: Request, here: _Attaching, rule: str, form: Form) -> Response:
        file = form.get("van_ban")
        if not isinstance(file, UploadFile) or not file.filename:
            return _rule(site, request, here, rule, problem=_NO_FILE)
        content, name = file.file.read(), file.filename.replace("\\", "/").rpartition("/")[2][:120]
        return _confirmed(site, request, here, rule, content, name, str(form.get("ghi_chu") or "").strip())

    @router.post(f"{LAW}/{{rule}}/rut-xac-nhan")
    def unconfirm(request: Request, here: _Confirming, rule: str) -> Response:
        with site.office.store.begin() as work:
            done = unconfirm_rule(work, rule, here.user.name, here.actor, site.clock())
        if not done:
            return _rule(site, request, here, rule, problem=_NOT_CONFIRMED)
        return RedirectResponse(f"{site.root}{LAW}/{rule}?xong=0", 303)

    return router


_NO_FILE = "Hãy chọn tệp PDF của văn bản ký đã đối chiếu."
_NOT_CONFIRMED = "Điều này không có xác nhận nào đang có hiệu lực."


def _confirmed(
    site: Site, request: Request, here: SignedIn, rule: str, content: bytes, name: str, note: str
) -> Response:
    given = confirmation_of(content, name, here.user.name, site.clock())
    try:
        with site.office.store.begin() as work:
            confirm_rule(work, _texts(site), rule, given, content, note[:1000], here.actor)
    except ConfigError as error:
        return _rule(site, request, here, rule, problem=error.vi)
    return RedirectResponse(f"{site.root}{LAW}/{rule}?xong=1", 303)


def _texts(site: Site) -> SignedTexts:
    if site.office.signed_texts is None:
        raise StorageError(
            "no folder of signed texts",
            vi="Máy này không có thư mục văn bản ký. Hãy chạy trang web trên máy giữ dữ liệu.",
        )
    return SignedTexts(site.office.signed_texts)


def _page(site: Site, request: Request, here: SignedIn) -> Response:
    said, now = PageWords(lang_of(request)), site.clock()
    book, days = load_lawbook().book, site.office.desk.holidays
    with site.office.store.read() as work:
        lines = rule_lines(book.rules, work.confirmations.standing(now))
        duties = work.watched.unsettled_due(reach(days), _MOST_DUTIES)
    today = vietnam_day(now)
    asked = request.query_params.get("chi", "")
    asked = asked if asked in _SHOWN else ""
    return site.pages.page(
        "desk/law.html.j2",
        said.lang,
        here=here,
        lines=[(line, period(line, said), kind_of(line)) for line in lines if _SHOWN[asked](line, today)],
        total=len(lines),
        unread=sum(line.only_informs for line in lines),
        asked=asked,
        track=timeline(book.regimes, today),
        years=days_by_year(days),
        effects=pending_effects(days, site.office.desk.calendar, duties),
        looked_at=len(duties),
        today=today,
        own=site.root + LAW,
    )


def _rule(site: Site, request: Request, here: SignedIn, rule: str, *, problem: str = "") -> Response:
    said, now = PageWords(lang_of(request)), site.clock()
    found = load_lawbook().by_id.get(rule)
    if found is None:
        raise PageRefused("no such rule", status=404, key="nothing_here")
    with site.office.store.read() as work:
        line = RuleLine(found, work.confirmations.standing(now).get(rule))
        history = [one for one in work.confirmations.history() if one.rule_id == rule]
    return site.pages.page(
        "desk/rule.html.j2",
        said.lang,
        status=422 if problem else 200,
        here=here,
        line=line,
        period=period(line, said),
        kind=kind_of(line),
        attached=_texts(site).state(line.given.sha256).value if line.given else "",
        history=history,
        problem=problem,
        done=request.query_params.get("xong", ""),
        may_confirm=here.may(Act.CONFIRM_LAW),
        own=site.root + LAW,
    )


def period(line: RuleLine, said: PageWords) -> str:
    """How long the rule gives, in words."""
    rule = line.rule
    if rule.n is None or rule.unit is None:
        return said.say("law_no_days")
    if rule.dir in ("simultaneous", "before_date"):
        return said.say(f"law_dir_{rule.dir}", day=str(rule.n))
    return said.say(f"law_dir_{rule.dir}", span=said.say(f"law_unit_{rule.unit}", n=rule.n))


def kind_of(line: RuleLine) -> DisclosureKind | None:
    """The act whose due day the rule sets or on which it comments, where it is one we know."""
    return _KINDS.get(line.rule.decides or line.rule.informs)
