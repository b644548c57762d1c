"""Từng phần của một bản công bố OCDS: kế hoạch, mời thầu, kết quả, tài liệu.
The sections of a release: planning, tender, awards, documents."""

from collections.abc import Iterator

from monitor.domain.procurement import Award, Notice, Result
from monitor.domain.published import Planned, Posting
from monitor.ocds.codes import DOCUMENT_TYPES, FURTHER_CATEGORIES, MAIN_CATEGORIES, METHODS, RESULT_WITHDRAWN
from monitor.ocds.parties import Parties
from monitor.ocds.values import SCHEME, Json, Publisher, dong, instant, known, maybe_day, maybe_instant


def planning(planned: Planned) -> Json:
    """The budget of a package in its plan."""
    budget = known(amount=dong(planned.package.price), project=planned.plan.project_name)
    return known(budget=budget)


def related_plan(plan_no: str, title: str) -> list[Json]:
    """The plan as a related process, by its number on the network: it has no ocid."""
    if not plan_no:
        return []
    return [known(id=plan_no, relationship=["planning"], title=title, scheme=SCHEME, identifier=plan_no)]


def kind_of_purchase(method: str, category: str, publisher: Publisher) -> Json:
    """Method and category: the code of OCDS where there is one, and always the Vietnamese code and name."""
    name = publisher.methods.get(method, "")
    return known(
        procurementMethod=METHODS.get(method),
        procurementMethodDetails=f"{method} - {name}" if name else method,
        mainProcurementCategory=MAIN_CATEGORIES.get(category),
        additionalProcurementCategories=[FURTHER_CATEGORIES[category]]
        if category in FURTHER_CATEGORIES
        else [],
    )


def planned_tender(key: str, planned: Planned, publisher: Publisher) -> Json:
    """What the plan says of the tender to come."""
    package = planned.package
    return known(
        id=package.bid_no or key,
        title=package.name,
        status="planned",
        value=dong(package.price),
        **kind_of_purchase(package.procurement_method_details, package.main_procurement_category, publisher),
        submissionMethod=["electronicSubmission"] if package.is_online else [],
    )


def tender(
    notice: Notice, parties: Parties, publisher: Publisher, *, starts: str | None, status: str
) -> Json:
    """A tender as one version of its notice has it; `starts` is when version 00 was published."""
    entity = parties.add(
        notice.procuring_entity_name,
        _code_of_entity(notice) if notice.procuring_entity_name else "",
        "procuringEntity",
    )
    return known(
        id=notice.notice_no,
        title=notice.name,
        status=status,
        value=dong(notice.price),
        procuringEntity=entity,
        **kind_of_purchase(notice.procurement_method_details, notice.main_procurement_category, publisher),
        submissionMethod=["electronicSubmission"] if notice.is_online else [],
        tenderPeriod=known(startDate=starts, endDate=maybe_instant(notice.tender_period_end)),
        hasEnquiries=None if notice.clarifications is None else notice.clarifications > 0,
    )


def awards(result: Result, parties: Parties, publisher: Publisher, status_for_notify: str) -> list[Json]:
    """The awards of a result: a venture is one award with several suppliers, its price stands once."""
    groups = list(_groups(result))
    found = []
    for number, (members, price) in enumerate(groups, start=1):
        native = result.native_id or result.notice_no
        hidden = any(not member.supplier_name and not member.supplier_code for member in members)
        found.append(
            known(
                id=native if len(groups) == 1 else f"{native}-{number}",
                title=result.name,
                description=publisher.unnamed if hidden else "",
                status="cancelled"
                if status_for_notify in RESULT_WITHDRAWN
                else ("active" if members else None),
                date=maybe_day(result.decision_date),
                value=dong(price),
                suppliers=parties.suppliers(members, "supplier"),
            )
        )
    return found


def document(posting: Posting) -> Json:
    """A page of the portal or of an agency that shows the act."""
    return known(
        id=posting.id,
        documentType=DOCUMENT_TYPES.get(posting.kind),
        title=posting.title,
        url=posting.url,
        datePublished=instant(posting.at) if posting.published else None,
        language="vi",
    )


def _groups(result: Result) -> Iterator[tuple[tuple[Award, ...], int | None]]:
    """Winners who share one price; without prices of their own all stand behind the result's."""
    if len(result.awards) <= 1 or all(award.price is None for award in result.awards):
        own = result.awards[0].price if result.awards else None
        yield result.awards, own if own is not None else result.price
        return
    ventures: dict[tuple[str, int | None], list[Award]] = {}
    for number, award in enumerate(result.awards):
        name = award.venture_name or f"#{number}"
        ventures.setdefault((name, award.price), []).append(award)
    for (_, price), members in ventures.items():
        yield tuple(members), price


def _code_of_entity(notice: Notice) -> str:
    return notice.buyer_code if notice.procuring_entity_name == notice.buyer_name else ""
