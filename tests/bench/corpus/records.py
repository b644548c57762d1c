"""Từ dự án ra các thông tin phải đăng: kế hoạch, mời thầu, hủy, sửa đổi, kết quả.
Turns projects into disclosures as the national network would yield them, with dates and codes."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from monitor.domain.judgement import Disclosure
from monitor.domain.times import Moment
from monitor.domain.vocabulary import DisclosureKind, Precision
from tests.bench.corpus.model import LAST_DAY, Act, Body, Package, Project
from tests.bench.corpus.noise import Noise

_DIRECT = 0.15
_NO_RESULT = 0.35
_HEADS = ("{}", "{}", "Kế hoạch lựa chọn nhà thầu {}", "Phê duyệt kế hoạch lựa chọn nhà thầu {}")
_WORKS_HEADS = ("{}", "Kế hoạch lựa chọn nhà thầu dự án {}", "Kế hoạch lựa chọn nhà thầu công trình: {}")


class Registry:
    """Gives codes and dates; nothing is published after `LAST_DAY`."""

    def __init__(self, rng: Random, noise: Noise) -> None:
        self._rng = rng
        self._noise = noise
        self._last = {"PL": 1000, "IB": 1000, "BP": 1000}

    def acts(self, project: Project) -> Iterator[Act]:
        """All acts of a project: its plan's, then package by package."""
        rng = self._rng
        plan = self._code("PL", project.day)
        works = project.packages[0].category in ("XL", "TV")
        title = rng.choice(_WORKS_HEADS if works else _HEADS).format(_low(project.name))
        title = title[:1].upper() + title[1:]
        decided = project.day
        total = sum(package.price for package in project.packages)
        kind = "" if project.kind in ("number", "lot") else project.kind
        yield self._act(project, kind, project.name, project.mark, plan, Disclosure(
            f"{plan}/plan", DisclosureKind.PLAN, plan, title, self._buyer(project.body, decided),
            project.body.agency.id, plan_no=plan, price=total, decision_date=decided, regime_date=decided,
            national=self._moment(decided + timedelta(rng.choice((0, 1, 2, 3, 5, 9)))),
            package_titles=tuple(package.name for package in project.packages),
        ))  # fmt: skip
        start = decided + timedelta(rng.randint(4, 35))
        for package in project.packages:
            yield from self._of_package(
                project, package, plan, start + timedelta(rng.choice((0, 0, 0, 1, 6)))
            )

    def _of_package(self, project: Project, package: Package, plan: str, day: date) -> Iterator[Act]:
        rng = self._rng
        if rng.random() < _DIRECT:
            yield from self._result(
                project, package, self._base(project, package, plan, day), day, direct=True
            )
            return
        base = self._base(project, package, plan, day)
        retender = rng.random() < self._noise.retender
        closing = yield from self._tender(project, package, base, day, retender=retender)
        if retender:
            day = closing + timedelta(rng.randint(5, 40))
            name = package.name + rng.choice(("", "", " (lần 2)", " (đấu thầu lại)"))
            again = replace(self._base(project, package, plan, day), title=name, bid_no=base.bid_no)
            closing = yield from self._tender(project, package, again, day, retender=False, again=True)
            base = again
        yield from self._result(
            project, package, base, closing + timedelta(rng.randint(10, 45)), again=retender
        )

    def _tender(
        self, project: Project, package: Package, base: Disclosure, day: date,
        *, retender: bool, again: bool = False,
    ) -> Generator[Act, None, date]:  # fmt: skip
        rng = self._rng
        closing = day + timedelta(rng.randint(8, 20))
        closes_at = datetime(closing.year, closing.month, closing.day, 2, tzinfo=UTC)
        notice = self._dated(base, DisclosureKind.NOTICE, day, closes_at=closes_at, cancelled=retender)
        plan = base.plan_no
        if day <= LAST_DAY:
            yield self._act(
                project, project.kind, package.name, package.mark, plan, notice, again=retender or again
            )
        if retender and closing <= LAST_DAY:
            cancelled = self._dated(base, DisclosureKind.CANCELLATION, closing, decision_date=closing)
            yield self._act(project, project.kind, package.name, package.mark, plan, cancelled, again=True)
        elif rng.random() < self._noise.amended and day <= LAST_DAY:
            changed = self._dated(
                base, DisclosureKind.AMENDMENT, day + timedelta(rng.randint(2, 7)), version="01"
            )
            changed = replace(changed, id=f"{base.notice_no}/amendment:01")
            yield self._act(project, project.kind, package.name, package.mark, plan, changed)
        return closing

    def _result(
        self, project: Project, package: Package, base: Disclosure, day: date,
        *, direct: bool = False, again: bool = False,
    ) -> Iterator[Act]:  # fmt: skip
        if day > LAST_DAY or self._rng.random() < _NO_RESULT:
            return
        decided = day - timedelta(self._rng.choice((0, 1, 2, 4)))
        result = self._dated(
            base, DisclosureKind.RESULT, day, decision_date=decided, direct_appointment=direct
        )
        yield self._act(project, project.kind, package.name, package.mark, base.plan_no, result, again=again)

    def _base(self, project: Project, package: Package, plan: str, day: date) -> Disclosure:
        notice = self._code("IB", day)
        return Disclosure(
            "", DisclosureKind.NOTICE, notice, package.name, self._buyer(project.body, day),
            project.body.agency.id, plan_no=plan, notice_no=notice, bid_no=self._code("BP", day),
            price=package.price, category=package.category, regime_date=day,
        )  # fmt: skip

    def _dated(self, base: Disclosure, kind: DisclosureKind, day: date, **more: Any) -> Disclosure:
        known = replace(base, id=f"{base.notice_no}/{kind}", kind=kind, national=self._moment(day))
        return replace(known, **more)

    def _act(
        self, project: Project, kind: str, name: str, mark: str, plan: str, disclosure: Disclosure,
        *, again: bool = False,
    ) -> Act:  # fmt: skip
        return Act(disclosure, project.body, name, mark, kind, plan, again)

    def _buyer(self, body: Body, day: date) -> str:
        """As the network writes it: sometimes in capitals, sometimes with a space too many."""
        name = body.name_on(day)
        lot = self._rng.random()
        return name.upper() if lot < 0.2 else name.replace(" ", "  ", 1) if lot < 0.25 else name

    def _code(self, kind: str, day: date) -> str:
        self._last[kind] += self._rng.randint(1, 9)
        return f"{kind}{day:%y}{self._last[kind]:08d}"

    def _moment(self, day: date) -> Moment:
        at = datetime(
            day.year, day.month, day.day, self._rng.randint(1, 9), self._rng.randrange(60), tzinfo=UTC
        )
        return Moment(at, Precision.SECOND, "api")


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]
