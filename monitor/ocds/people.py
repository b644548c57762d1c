"""Nhà thầu có thể là cá nhân thì không nêu tên trong dữ liệu mở.
Suppliers who may be natural persons are not named in open data."""

import re
import unicodedata
from dataclasses import replace

from monitor.domain.procurement import Award
from monitor.domain.published import Process

# A household business bears the name of a person, whatever its code looks like.
_PERSONAL = ("hộ kinh doanh", "hkd ", "cá nhân", "ông ", "bà ", "chuyên gia")
# Words that stand in no person's name, and words that a body's name begins with.
_BODY = re.compile(
    r"công ty|cty|tập đoàn|doanh nghiệp|dntn|liên danh|hợp tác xã|htx|chi nhánh|xí nghiệp"
    r"|ban quản lý|bệnh viện|ủy ban|ngân hàng|\bltd\b|\bjsc\b|company|corporation"
    r"|^(trung tâm|viện|trường|hội|sở|văn phòng|nhà máy|bảo hiểm|đài|báo|quỹ|trạm|tổ hợp tác) "
)
# Selection of individual consultants: whoever wins is a person.
_OF_PEOPLE = frozenset({"TVCN", "TVCNRG", "TCTVCN"})


def may_be_person(award: Award) -> bool:
    """Whether a supplier may be a natural person: a masked citizen number, a household business, or
    a name that has no code and names no kind of organisation."""
    if "*" in award.supplier_code:
        return True
    name = unicodedata.normalize("NFC", award.supplier_name).casefold().strip()
    if name.startswith(_PERSONAL):
        return True
    return bool(name) and not award.supplier_code and _BODY.search(name) is None


def without_people(process: Process) -> Process:
    """The process with such suppliers and tenderers left unnamed, and without the raw fields."""
    return replace(
        process,
        notices=tuple(replace(notice, raw={}) for notice in process.notices),
        results=tuple(
            replace(result, raw={}, awards=_named(result.awards, result.procurement_method_details))
            for result in process.results
        ),
        openings=tuple(
            replace(opening, raw={}, tenderers=_named(opening.tenderers, _method(process)))
            for opening in process.openings
        ),
    )


def _method(process: Process) -> str:
    return process.notice.procurement_method_details if process.notice else ""


def _named(awards: tuple[Award, ...], method: str) -> tuple[Award, ...]:
    return tuple(
        replace(award, supplier_name="", supplier_code="")
        if method in _OF_PEOPLE or may_be_person(award)
        else award
        for award in awards
    )
