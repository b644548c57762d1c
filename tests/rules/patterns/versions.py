"""Hồ sơ gói thầu có thêm phiên bản, hoặc thay đổi không kèm phiên bản (dữ liệu tổng hợp).
Files of tenders that go on: a further version, or a change without one."""

from dataclasses import replace
from typing import Any

from monitor.domain.judgement import Finding
from monitor.domain.patterns import TenderFile
from monitor.domain.procurement import Notice
from monitor.law.calendar import load_calendar
from monitor.law.lawbook import load_lawbook
from monitor.rules.patterns import late_amendment, short_preparation
from monitor.rules.patterns.examples import instant, moment

NOW = "2026-12-01T08:00"


def prepared(file: TenderFile) -> tuple[Finding, ...]:
    return short_preparation.check(file, load_lawbook(), load_calendar(), instant(NOW))


def amended(file: TenderFile) -> tuple[Finding, ...]:
    return late_amendment.check(file, load_lawbook(), load_calendar(), instant(NOW))


def with_version(file: TenderFile, published: str, **changes: Any) -> TenderFile:
    number = len(file.versions)
    newest: Notice = replace(
        file.versions[-1], version=f"{number:02d}", published=moment(published), **changes
    )
    closings = (*file.closings, *((newest.tender_period_end,) if newest.tender_period_end else ()))
    return replace(file, versions=(*file.versions, newest), closings=closings)


def changed_silently(file: TenderFile, closes: str) -> TenderFile:
    """The latest version is read anew with another closing; what it showed before is kept."""
    return _with_latest(
        replace(file, closings=(*file.closings, instant(closes))), tender_period_end=instant(closes)
    )


def opened(file: TenderFile) -> TenderFile:
    """The network says that bids are being evaluated."""
    return _with_latest(file, status_for_notify="DXT")


def _with_latest(file: TenderFile, **changes: Any) -> TenderFile:
    *earlier, latest = file.versions
    return replace(file, versions=(*earlier, replace(latest, **changes)))
