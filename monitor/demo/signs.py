"""Dấu hiệu đã cài trong thế giới mẫu so với điều các quy tắc về dấu hiệu nêu.
Signs built into the demo world against what the pattern rules say; read from the timeline alone."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from monitor.demo.model import Act, DemoPackage, Sign, SignScore, World
from monitor.domain.judgement import Finding
from monitor.domain.vocabulary import DisclosureKind


def score_signs(world: World, findings: Iterable[Finding], now: datetime) -> SignScore:
    """Each sign that was built in must be found; anything else said must be so in the timeline."""
    findings = tuple(findings)
    said = {Sign(finding.code, finding.subject_key) for finding in findings}
    true = {*world.signs, *true_signs(world, now)}
    return SignScore(
        found=tuple(sign for sign in world.signs if sign in said),
        missed=tuple(sign for sign in world.signs if sign not in said),
        false=tuple(f for f in findings if Sign(f.code, f.subject_key) not in true),
    )


def true_signs(world: World, now: datetime) -> Iterator[Sign]:
    """What faults planted for other rules come to in these: no result, no notice, a copy too late."""
    closings = {}
    for plan in world.plans:
        for package in plan.packages:
            if package.notice is not None:
                closings[package.notice_no] = package.notice.changes[-1].closes_at
            yield from _of_package(package, now)
    for act in world.acts:
        yield from _of_copies(act, closings)


def _of_package(package: DemoPackage, now: datetime) -> Iterator[Sign]:
    result = package.result
    if package.notice is None and result is None:
        yield Sign("planned_quarter_passed", package.bid_no)
    published = result.published if result is not None else None
    if package.notice is not None and (published is None or published > now):
        yield Sign("no_result_long_after_closing", package.notice_no)


def _of_copies(act: Act, closings: dict[str, datetime]) -> Iterator[Sign]:
    closes = closings.get(act.codes[0]) if act.codes else None
    if act.kind is not DisclosureKind.NOTICE or closes is None:
        return
    if any(shown is not None and shown >= closes for shown in (act.portal, act.page)):
        yield Sign("notice_after_closing", act.codes[0])
