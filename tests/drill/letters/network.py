"""Mạng thu nhỏ: gói thầu được đăng, sửa, gia hạn, hủy, mở, có kết quả; có lúc không đọc được.
A small network: what it shows now, what of it was read, and what waits because nothing can be read."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from monitor.domain.procurement import Agency, Notice, Opening, Result
from monitor.domain.subscriptions import Tender
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Precision

Item = Notice | Opening | Result
_DAY = timedelta(days=1)
_WORKS = (
    "Xây lắp đường mẫu",
    "Xây lắp cầu mẫu",
    "Mua sắm thiết bị y tế",
    "Tư vấn giám sát",
    "Mua sam ban ghe",
)
_STRANGER = Agency("", "Trường Mẫu giáo Chưa ai biết", codes=("vnz000000009",))


@dataclass
class Story:
    """One tender as it stands on the network, or in our store."""

    notice: Notice | None = None
    opening: Opening | None = None
    results: dict[str, Result] = field(default_factory=dict)

    def take(self, item: Item) -> None:
        """One more reading of it."""
        if isinstance(item, Notice):
            if self.notice is None or item.version >= self.notice.version:
                self.notice = item
        elif isinstance(item, Opening):
            self.opening = item
        else:
            self.results[item.native_id] = item


class Network:
    """`shown` is the truth outside, `stored` what our looks have brought.

    Numbers go on after `first`; `mark` ends every title, so that two networks share neither.
    """

    def __init__(self, dice: Random, agencies: tuple[Agency, ...], first: int = 0, mark: str = "") -> None:
        self._dice, self._mark = dice, mark
        self._buyers = (*agencies, _STRANGER)
        self.shown: dict[str, Story] = {}
        self.stored: dict[str, Story] = {}
        self.waiting: list[Item] = []
        self.blind = False
        self._count = first

    def show(self, *items: Item) -> None:
        """Something stands on the network from now on."""
        for item in items:
            self.shown.setdefault(subject_of(item), Story()).take(item)
        self.waiting += items

    def read(self) -> tuple[Item, ...]:
        """What a look brings now; to be followed by `was_read` once it is kept."""
        return () if self.blind else tuple(self.waiting)

    def was_read(self, items: tuple[Item, ...]) -> None:
        """The look was kept."""
        for item in items:
            self.stored.setdefault(subject_of(item), Story()).take(item)
        self.waiting = self.waiting[len(items) :]

    def open(self, now: datetime) -> list[Notice]:
        """What can still be bid for."""
        notices = [story.notice for story in self.shown.values() if story.notice]
        return [n for n in notices if not n.cancelled and n.tender_period_end and n.tender_period_end > now]

    def closed(self, now: datetime) -> list[Notice]:
        """What was not cancelled and takes no bids any more."""
        notices = [story.notice for story in self.shown.values() if story.notice]
        return [n for n in notices if not n.cancelled and n.tender_period_end and n.tender_period_end <= now]

    def publish(self, at: datetime, closes: datetime) -> Notice:
        """A new tender of a random kind."""
        self._count += 1
        dice, number = self._dice, self._count
        buyer = dice.choice(self._buyers)
        moment = Moment(at, Precision.SECOND, "api")
        made = Notice(
            f"IB26{number:08}",
            "00",
            f"n{number}-00",
            self._title(number),
            buyer.name,
            buyer.codes[0],
            moment,
            moment,
            plan_no=f"PL26{number // 3:08}",
            bid_no=f"BP26{number:08}",
            price=dice.choice((None, 10**8, 2 * 10**9, 10**11)),
            main_procurement_category=dice.choice(("XL", "HH", "TV")),
            procurement_method_details=dice.choice(("DTRR", "CHCT")),
            tender_period_end=closes,
            is_online=dice.choice((True, True, False)),
            province_codes=dice.choice((("99",), ("99",), ("01",))),
            clarifications=dice.choice((None, 0, 0, 2)),
        )
        self.show(made)
        return made

    def new_version(self, one: Notice, now: datetime) -> Notice:
        """An amended notice; its old version may be read once more beside it."""
        version = f"{int(one.version) + 1:02}"
        moment = Moment(now, Precision.SECOND, "api")
        return replace(one, version=version, native_id=f"{one.native_id[:-3]}-{version}", published=moment)

    def result(self, one: Notice, at: datetime) -> Result:
        """Somebody won it."""
        number = len(self.shown[one.notice_no].results)
        moment = Moment(at, Precision.SECOND, "api")
        return Result(
            f"kq-{one.notice_no}-{number}", one.notice_no, one.name, one.buyer_name, one.buyer_code, moment
        )

    def lone_result(self, at: datetime) -> Result:
        """A direct appointment: no notice was ever shown."""
        self._count += 1
        buyer, number = self._dice.choice(self._buyers), self._count
        moment = Moment(at, Precision.SECOND, "api")
        return Result(
            f"cd-{number}",
            "",
            self._title(number),
            buyer.name,
            buyer.codes[0],
            moment,
            price=10**8,
            province_codes=("99",),
        )

    def _title(self, number: int) -> str:
        return f"Gói thầu số {number}: {self._dice.choice(_WORKS)} {self._mark}".rstrip()

    def titles(self) -> dict[str, str]:
        """Under what number each title is known."""
        named: dict[str, str] = {}
        for subject, story in self.shown.items():
            one = story.notice or story.results[min(story.results)]
            named[one.name] = subject
        return named

    def agency_of(self, name: str) -> str:
        """The registry's id of a buyer of this network."""
        return next(buyer.id for buyer in self._buyers if buyer.name == name)


def subject_of(item: Item) -> str:
    """Under what a tender is known: its notice number, or the id of a result without one."""
    return item.notice_no or (item.native_id if isinstance(item, Result) else "")


def tender_of(subject: str, story: Story, network: Network) -> Tender:
    """What a subscriber may ask of it."""
    one = story.notice
    if one is None:
        result = story.results[min(story.results)]
        return Tender(
            subject,
            result.name,
            result.buyer_name,
            network.agency_of(result.buyer_name),
            plan_no=result.plan_no,
            bid_no=result.bid_no,
            category=result.main_procurement_category,
            method=result.procurement_method_details,
            price=result.price,
            is_online=result.is_online,
            place_codes=result.province_codes,
        )
    return Tender(
        subject,
        one.name,
        one.buyer_name,
        network.agency_of(one.buyer_name),
        notice_no=one.notice_no,
        plan_no=one.plan_no,
        bid_no=one.bid_no,
        category=one.main_procurement_category,
        method=one.procurement_method_details,
        price=one.price,
        is_online=one.is_online,
        place_codes=one.province_codes,
    )
