"""Dựng từng kế hoạch với các gói thầu và mốc công khai trên ba kênh.
Builds one plan at a time with its packages, and when each channel showed each act."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from monitor.demo.actbook import ActBook
from monitor.demo.clockwork import at, last_minutes, office_time, some_days_after
from monitor.demo.codebook import CodeBook
from monitor.demo.model import Act, Change, DemoAgency, DemoNotice, DemoPackage, DemoPlan, DemoResult, Version
from monitor.demo.names import CODE_NEW, MERGED_ON, PROVINCE_NAMES
from monitor.demo.scenarios import Scenario
from monitor.demo.schedule import Days, Waits, days_from, days_until, national_days
from monitor.demo.titles import PackageName, ProjectName, TitleBook
from monitor.demo.workdays import due_kind, working_day_after, working_day_before
from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import Channel, DisclosureKind

_PLAN, _NOTICE, _RESULT = DisclosureKind.PLAN, DisclosureKind.NOTICE, DisclosureKind.RESULT
_CANCELLATION = DisclosureKind.CANCELLATION
_WITHOUT_NOTICE = frozenset({"result_without_notice", "split_below_ceiling"})
_CANCEL_REASON = "Thay đổi phạm vi đầu tư đã ghi trong hồ sơ mời thầu (dữ liệu tổng hợp)"


@dataclass(frozen=True, slots=True)
class Built:
    """A plan with its acts; `special` is the act its scenario is about."""

    plan: DemoPlan
    acts: tuple[Act, ...]
    special: Act


class Builder:
    """Builds plans from scenarios; the same random source gives the same plans."""

    def __init__(self, rng: Random, codes: CodeBook, titles: TitleBook) -> None:
        self._rng = rng
        self._codes = codes
        self._titles = titles
        self._twin: ProjectName | None = None

    def build(self, scenario: Scenario, agency: DemoAgency, count: int, days: tuple[date, date]) -> Built:
        """One plan with `count` packages whose special act is decided between `days`."""
        rng = self._rng
        late = (scenario.verdict, scenario.channel) == ("late", Channel.NATIONAL)
        direct = scenario.trap == "direct_appointment" or scenario.sign in _WITHOUT_NOTICE
        direct = direct or (late and scenario.kind is _RESULT and rng.random() < 0.3)
        waits = Waits.drawn(
            rng,
            plan_late=rng.randint(2, 8) if late and scenario.kind is _PLAN else 0,
        )
        target = days[0] + timedelta(days=rng.randint(0, max(0, (days[1] - days[0]).days)))
        if scenario.day is not None:
            timeline = days_from(scenario.day, waits)
        else:
            timeline = days_until(target, waits, lambda d: d.of(scenario.kind, direct=direct))
        return _OnePlan(rng, self._codes, scenario, agency, timeline).build(
            self._project(scenario, agency, timeline.plan, count), direct=direct
        )

    def _project(self, scenario: Scenario, agency: DemoAgency, day: date, count: int) -> ProjectName:
        if scenario.trap != "twin_boards":
            unlike = scenario.verdict == "missing"
            return self._titles.project(agency, day, count, unlike_others=unlike)
        if self._twin is None:
            self._twin = self._titles.project(agency, day, count)
        return self._twin


class _OnePlan:
    """The making of one plan; holds what its parts share."""

    def __init__(
        self, rng: Random, codes: CodeBook, scenario: Scenario, agency: DemoAgency, days: Days
    ) -> None:
        self._rng = rng
        self._codes = codes
        self._scenario = scenario
        self._agency = agency
        self._days = days
        self._acts = ActBook(rng, scenario, agency)

    def build(self, project: ProjectName, *, direct: bool) -> Built:
        days, agency, codes = self._days, self._agency, self._codes
        plan_no = codes.code("PL", days.plan)
        label = "dự án" if project.plan_type == "DTPT" else "dự toán"
        name = f"Kế hoạch lựa chọn nhà thầu {label}: {project.name}"
        versions = self._plan_versions()
        published = versions[0].published if versions else None
        self._acts.add(_PLAN, name, (plan_no,) if versions else (), days.plan, national=published)
        listed = bool(versions)
        packages = tuple(
            self._package(plan_no, item, special=n == 0, direct=direct, listed=listed)
            for n, item in enumerate(self._items(project))
        )
        if self._scenario.sign == "posted_twice":
            first, again = packages
            packages = (first, replace(again, uid=first.uid, bid_no=first.bid_no))
        kept_name = self._scenario.trap == "old_name_kept" and agency.old_name
        plan = DemoPlan(
            plan_no=plan_no,
            project_no=codes.code("PR", days.plan) if project.plan_type == "DTPT" else "",
            name=name,
            project=project.name,
            plan_type=project.plan_type,
            agency_id=agency.agency.id,
            buyer_name=agency.old_name if kept_name else agency.name_on(days.plan),
            buyer_code=agency.agency.codes[0],
            decided=days.plan,
            decision_no=codes.decision(agency.short),
            versions=versions,
            provinces=self._provinces(),
            packages=packages,
        )
        wanted = _CANCELLATION if self._scenario.trap == "cancelled" else self._scenario.kind
        special = next(act for act in self._acts.acts if act.kind is wanted)
        return Built(plan, tuple(self._acts.acts), special)

    def _items(self, project: ProjectName) -> tuple[PackageName, ...]:
        """The packages as named; one twice, or two just below the ceiling of 500 million đồng."""
        match self._scenario.sign:
            case "posted_twice":
                return project.packages[:1] * 2
            case "split_below_ceiling":
                return tuple(
                    replace(item, price=450_000_000 + 20_000_000 * n)
                    for n, item in enumerate(project.packages)
                )
        return project.packages

    def _provinces(self) -> tuple[tuple[str, str], ...]:
        if self._scenario.trap == "no_province_code":
            return ()
        code = CODE_NEW if self._days.plan >= MERGED_ON else self._agency.prov_old
        return ((code, PROVINCE_NAMES[code]),)

    def _plan_versions(self) -> tuple[Version, ...]:
        days, rng, trap = self._days, self._rng, self._scenario.trap
        if self._scenario.plants(_PLAN, "missing", Channel.NATIONAL):
            return ()
        same_day = days.plan_published == days.plan
        published = office_time(rng, days.plan_published, from_hour=14 if same_day else 8)
        due = due_kind(days.plan, national_days(days.plan))
        if trap == "last_minute_national":
            published = last_minutes(rng, due)
        elif trap in ("holiday_swap", "makeup_saturday"):
            published = office_time(rng, due)
        first = Version("00", self._codes.uid(), published)
        if trap != "amended_plan":
            return (first,)
        again = office_time(rng, working_day_after(vietnam_day(published), rng.randint(9, 12)))
        return (first, Version("01", self._codes.uid(), again))

    def _package(
        self, plan_no: str, item: PackageName, *, special: bool, direct: bool, listed: bool
    ) -> DemoPackage:
        rng, codes, days = self._rng, self._codes, self._days
        needs_notice = special and self._scenario.kind is not _PLAN and not direct
        form, mode = self._form(item, direct=special and direct, tendered=needs_notice)
        if self._scenario.sign == "split_below_ceiling":
            form = "CDTRG"
        direct, sign = form == "CDTRG", self._scenario.sign if special else ""
        if sign and sign != "split_below_ceiling":
            form = "DTRR"
        bid_no, notice_no = codes.code("BP", days.plan), codes.code("IB", days.notice)
        refs = (notice_no, bid_no, plan_no)
        notice, result = None, None
        hidden = special and self._scenario.plants(_NOTICE, "missing", Channel.NATIONAL)
        if hidden:
            self._acts.add(_NOTICE, item.name, (), days.notice, national=None)
        elif listed and direct:
            result = self._result(item, refs, days.direct_result, days.direct_result, special=special)
        elif listed and sign != "planned_quarter_passed":
            notice = self._notice(item, refs, special=special)
            if notice.cancelled_at is None and sign != "no_result_long_after_closing":
                day = max(days.result, working_day_after(vietnam_day(notice.opened_at), 4))
                result = self._result(item, refs, day, days.notice, special=special)
        offline = notice is not None and not needs_notice and form == "DTRR" and rng.random() < 0.06
        return DemoPackage(
            bid_no=bid_no,
            uid=codes.uid(),
            notice_no=notice_no if notice or result else "",
            name=item.name,
            field=item.field,
            form=form,
            mode=mode,
            process="KHAC" if offline else "LDT",
            price=item.price,
            online=not direct and not offline,
            direct=direct,
            notice=notice,
            result=result,
        )

    def _form(self, item: PackageName, *, direct: bool, tendered: bool) -> tuple[str, str]:
        """Procurement form and mode by field and price, as agencies choose them."""
        draw = self._rng.random()
        small = item.field in ("TV", "PTV") and item.price < 500_000_000
        if direct or (small and not tendered and draw < 0.4):
            return "CDTRG", "1_MTHS"
        if item.field == "TV":
            return "DTRR", "1_HTHS"
        cheap = item.field == "HH" and item.price < 2_000_000_000
        if cheap and self._days.notice >= MERGED_ON and draw < 0.6:
            return "CGTTRG", "1_MTHS"
        return ("CHCT" if item.price < 5_000_000_000 and draw < 0.5 else "DTRR"), "1_MTHS"

    def _notice(self, item: PackageName, refs: tuple[str, ...], *, special: bool) -> DemoNotice:
        days, rng, codes = self._days, self._rng, self._codes
        trap, sign = (self._scenario.trap, self._scenario.sign) if special else ("", "")
        published = office_time(rng, days.notice)
        versions = [Version("00", codes.uid(), published)]
        if trap == "amended_notice":
            again = office_time(rng, working_day_after(days.notice, rng.randint(3, 4)))
            versions.append(Version("01", codes.uid(), again))
        closing = working_day_after(days.notice, 1) if sign == "short_preparation" else days.closing
        closes = at(closing, rng.choice((8, 9, 10, 14)), rng.choice((0, 30)))
        changes = [Change(published, closes, item.price)]
        if sign == "late_amendment":
            again = office_time(rng, working_day_before(closing))
            versions.append(Version("01", codes.uid(), again))
            changes.append(Change(again, closes, int(item.price * 0.97)))
        if trap == "silent_extension":
            closes += timedelta(days=7)
            since = office_time(rng, working_day_after(days.notice, rng.randint(6, 8)))
            changes.append(Change(since, closes, int(item.price * 0.98)))
        self._acts.add(_NOTICE, item.name, refs, days.notice, national=published, special=special)
        cancelled, cancel_day = self._cancellation(item, refs) if trap == "cancelled" else (None, None)
        return DemoNotice(
            notice_no=refs[0],
            decided=days.notice,
            decision_no=codes.decision(self._agency.short),
            versions=tuple(versions),
            changes=tuple(changes),
            opened_at=closes + timedelta(minutes=rng.randint(3, 90)),
            cancelled_at=cancelled,
            cancel_decided=cancel_day,
            cancel_reason=_CANCEL_REASON if cancelled else "",
        )

    def _cancellation(self, item: PackageName, refs: tuple[str, ...]) -> tuple[datetime, date]:
        day = working_day_after(self._days.notice, self._rng.randint(5, 8))
        published = some_days_after(self._rng, day, 0, 2)
        self._acts.add(
            _CANCELLATION,
            item.name,
            refs,
            day,
            national=published,
            regime_day=self._days.notice,
            special=False,
        )
        return published, day

    def _result(
        self, item: PackageName, refs: tuple[str, ...], day: date, regime_day: date, *, special: bool
    ) -> DemoResult:
        rng, codes = self._rng, self._codes
        published: datetime | None = some_days_after(rng, day, 0, 3)
        if self._scenario.plants(_RESULT, "missing", Channel.NATIONAL, special=special):
            published = None
        elif self._scenario.plants(_RESULT, "late", Channel.NATIONAL, special=special):
            due = due_kind(day, national_days(regime_day))
            published = office_time(rng, working_day_after(due, rng.randint(2, 8)))
        self._acts.add(
            _RESULT, item.name, refs, day, national=published, regime_day=regime_day, special=special
        )
        winner, winner_code = codes.firm()
        return DemoResult(
            uid=codes.uid(),
            decided=day,
            decision_no=codes.decision(self._agency.short),
            published=published,
            winner=winner,
            winner_code=winner_code,
            price=int(item.price * rng.uniform(0.86, 0.995)),
        )
