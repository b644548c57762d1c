"""Từ gói thầu đã công bố đến dòng của nó trong chỉ mục tìm kiếm.
From a published package to its entry in the search index: pure."""

from monitor.domain.published import Facts, Process, PublicPackage
from monitor.domain.searched import Holds, SearchEntry
from monitor.ocds.facts import facts_of
from monitor.reconcile.text import tidy
from monitor.search.terms import stream, texts_of

_LONGEST_BUYER = 200


def entry_of(public: PublicPackage, home: tuple[str, ...]) -> SearchEntry:
    """The entry of a package; `home` are the codes of the province, for buyers of it that name no place."""
    return entry(public.process, public.facts, public.agency_id, home)


def entry_again(process: Process, agency_id: str, home: tuple[str, ...]) -> SearchEntry:
    """The same from what is stored."""
    return entry(process, facts_of(process), agency_id, home)


def entry(process: Process, facts: Facts, agency_id: str, home: tuple[str, ...]) -> SearchEntry:
    """One package as it is found, counted and listed."""
    return SearchEntry(
        key=process.key,
        words=stream(searched_texts(process, facts)),
        title=facts.title,
        buyer=buyer_key(agency_id, facts.buyer_name),
        buyer_name=facts.buyer_name,
        notice_no=facts.notice_no,
        bid_no=facts.bid_no,
        plan_no=facts.plan_no,
        category=facts.category,
        method=facts.method,
        status=facts.status.value if facts.status else "",
        places=facts.place_codes or (home if agency_id else ()),
        price=facts.price,
        closes_at=facts.closes_at,
        sorted_at=facts.published_at or process.first_read_at,
        holds=_holds(process),
    )


def searched_texts(process: Process, facts: Facts) -> tuple[str, ...]:
    """Name, numbers, buyer, plan, project, and whom its results name."""
    plan = process.planned[-1].plan if process.planned else None
    named = [plan.name, plan.project_name] if plan else []
    winners = [award.supplier_name for result in process.results for award in result.awards]
    numbers = (facts.notice_no, facts.bid_no, facts.plan_no)
    return texts_of(facts.title, numbers, (facts.buyer_name, *named, *winners))


def buyer_key(agency_id: str, name: str) -> str:
    """What a buyer is counted under and asked for in an address: its id, else its name in plain signs."""
    plain = "".join(sign if sign.isprintable() else " " for sign in tidy(name))
    return agency_id or " ".join(plain.split())[:_LONGEST_BUYER].rstrip()


def _holds(process: Process) -> Holds:
    known = (
        (Holds.PLAN, process.planned),
        (Holds.NOTICE, [notice for notice in process.notices if not notice.direct_appointment]),
        (Holds.RESULT, process.results),
    )
    held = Holds.NOTHING
    for flag, records in known:
        held |= flag if records else Holds.NOTHING
    return held
