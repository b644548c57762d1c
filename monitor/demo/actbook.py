"""Việc phải công khai của một kế hoạch, và lúc cổng tỉnh, trang đơn vị đăng từng việc.
The acts of one plan, and when portal and page showed each: in time, unless the scenario says otherwise."""

from datetime import date, datetime
from random import Random

from monitor.demo.clockwork import last_minutes, office_time, some_days_after, soon_after
from monitor.demo.model import Act, DemoAgency
from monitor.demo.scenarios import Scenario
from monitor.demo.schedule import MIRROR_DAYS
from monitor.demo.workdays import due_kind, working_day_after
from monitor.domain.vocabulary import Channel, DisclosureKind

_LAST_MINUTE = {Channel.PORTAL: "last_minute_portal", Channel.AGENCY_PAGE: "last_minute_page"}


class ActBook:
    """Collects the acts of one plan by one agency in `acts`."""

    def __init__(self, rng: Random, scenario: Scenario, agency: DemoAgency) -> None:
        self._rng = rng
        self._scenario = scenario
        self._agency = agency
        self.acts: list[Act] = []

    def add(
        self,
        kind: DisclosureKind,
        title: str,
        codes: tuple[str, ...],
        day: date,
        *,
        national: datetime | None,
        regime_day: date | None = None,
        special: bool = True,
    ) -> None:
        """An act decided on `day`, first on the network at `national`; `special` acts carry the scenario."""
        agency = self._agency
        key = codes[0] if codes else f"{agency.agency.id}-{day.isoformat()}-{self._rng.randint(1000, 9999)}"
        portal = self._mirrored(kind, Channel.PORTAL, day, national=national, special=special)
        page = None
        if agency.page:
            page = self._mirrored(kind, Channel.AGENCY_PAGE, day, national=national, special=special)
        self.acts.append(
            Act(
                id=f"{key}/{kind.value}/{len(self.acts) + 1}",
                kind=kind,
                agency_id=agency.agency.id,
                title=title,
                codes=codes,
                decided=day,
                regime_day=regime_day or day,
                national=national,
                portal=portal,
                page=page,
                portal_source=agency.portal,
                page_source=agency.page,
            )
        )

    def _mirrored(
        self, kind: DisclosureKind, channel: Channel, day: date, *, national: datetime | None, special: bool
    ) -> datetime | None:
        rng = self._rng
        if self._scenario.plants(kind, "missing", channel, special=special):
            return None
        due = due_kind(day, MIRROR_DAYS)
        if self._scenario.plants(kind, "late", channel, special=special):
            # A notice that serves nobody any more comes after the longest preparation.
            after = 14 if self._scenario.sign == "notice_after_closing" else rng.randint(2, 7)
            return office_time(rng, working_day_after(due, after))
        trap = self._scenario.trap if special and kind is self._scenario.kind else ""
        if trap == _LAST_MINUTE[channel]:
            return last_minutes(rng, due)
        if trap == "holiday_swap":
            return office_time(rng, due)
        if kind is DisclosureKind.NOTICE and national is not None:
            return soon_after(rng, national, day, 2)
        return some_days_after(rng, day, 0, 3)
