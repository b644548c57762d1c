"""Thư gửi đơn vị, câu hỏi của thanh tra, thư báo nguồn chưa xem được, thư kiểm tra: trước khi thành chữ.
What letters and questions to an agency, outage messages and the daily test letter say, untemplated."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.letters import AlertLine, BlindSource, Heading, Sight
from monitor.domain.vocabulary import Reason


class Mend(StrEnum):
    """How an agency sets one line right."""

    PUBLISH = "publish"
    EXPLAIN = "explain"
    CHECK_CLOSING = "check_closing"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something must stand: a declared page of the channel; both empty when none is declared."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One finding as its agency is told: what, where it must stand, how to mend it, where to answer."""

    line: AlertLine
    mend: Mend
    place: Place = Place()
    answer_url: str = ""


@dataclass(frozen=True, slots=True)
class AgencyData:
    """One letter to one agency; `remind_after` and `escalate_after` are working days, as set."""

    heading: Heading
    lines: tuple[AgencyLine, ...]
    remind_after: int
    escalate_after: int
    sight: Sight = field(default_factory=Sight)

    @property
    def of_reason(self) -> Reason:
        """Why the letter goes out: what is new before what is only repeated."""
        reasons = {one.line.reason for one in self.lines}
        order = (Reason.FIRST, Reason.CHANGED, Reason.REMINDER, Reason.RESOLVED)
        return next(reason for reason in order if reason in reasons)

    @property
    def follow_up(self) -> Reason | None:
        """What comes next if nothing is published: a reminder, then the inspectorate; `None`: nothing."""
        if all(one.mend is not Mend.PUBLISH for one in self.lines):
            return None
        return Reason.ESCALATED if self.of_reason is Reason.REMINDER else Reason.REMINDER

    @property
    def asks(self) -> bool:
        """Whether anything is left for the agency to do."""
        return any(one.mend is not Mend.NOTHING for one in self.lines)


@dataclass(frozen=True, slots=True)
class QuestionData:
    """What the inspectorate asks one agency about one case.

    `words` are the paragraphs of what a person wrote, none where nothing was written. `last_day` is the
    last one for the answer, `days` working days after the letter; `reminder`: it passed without one.
    """

    heading: Heading
    inspectorate: str
    case_number: str
    title: str
    words: tuple[str, ...]
    last_day: date
    days: int
    lines: tuple[AgencyLine, ...] = ()
    answer_url: str = ""
    reminder: bool = False
    sight: Sight = field(default_factory=Sight)


@dataclass(frozen=True, slots=True)
class LostSource:
    """A source that has been out of sight since (UTC) it was first noticed."""

    source: BlindSource
    since: datetime


@dataclass(frozen=True, slots=True)
class OutageData:
    """One message on all sources lost from sight, or on those that are all seen again (`back`).

    `withheld` counts the conclusions that wait for the lost ones, each once.
    """

    heading: Heading
    lost: tuple[LostSource, ...] = ()
    back: tuple[str, ...] = ()
    withheld: int = 0
    sight: Sight = field(default_factory=Sight)


@dataclass(frozen=True, slots=True)
class CanaryData:
    """The daily test letter of `day` (Vietnamese): that it can be read proves that letters arrive.

    `sent` and `stopped` count the letters that were settled on the day before.
    """

    heading: Heading
    day: date
    day_before: date
    sent: int
    stopped: int
    version: str
    sight: Sight = field(default_factory=Sight)
