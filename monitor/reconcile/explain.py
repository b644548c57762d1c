"""Giải thích một đối chiếu cho người đọc: cái gì cộng, cái gì trừ, kết luận ra sao.
Tells a person in Vietnamese why a sighting was linked to a disclosure, or not for certain."""

from monitor.domain.judgement import Disclosure, Link
from monitor.domain.labels import label
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import LinkOrigin
from monitor.reconcile import weights as w
from monitor.reconcile.score import own_day

_ORIGINS = {
    LinkOrigin.CODE: "theo mã số",
    LinkOrigin.SCORE: "theo tên, đơn vị và ngày đăng",
    LinkOrigin.PERSON: "do người quyết định",
    LinkOrigin.CARRIED: "theo quyết định về cùng bài này ở nơi khác",
}


def explain(link: Link, sighting: Sighting, disclosure: Disclosure) -> str:
    """Both sides, every reason with its weight (log-odds), the score and what it led to.

    The weights add up to the score: 50 % at 0, 90 % at +2,2.
    """
    lines = [
        f"Tin đăng: “{sighting.title}” ({_day(sighting)}, nguồn {sighting.source_id})",
        f"{label(disclosure.kind)}: “{disclosure.title}” – {disclosure.buyer_name} ({_origin(disclosure)})",
        *(f"  {reason}" for reason in link.reasons),
    ]
    conclusion = f"Kết luận: {label(link.state)}, {_ORIGINS[link.origin]}"
    if link.origin in (LinkOrigin.PERSON, LinkOrigin.CARRIED):
        lines.append(conclusion + (f" ({link.decided_by})" if link.decided_by else ""))
    else:
        thresholds = f"nối từ {w.LINK_AT:.0%}, cần người xem từ {w.REVIEW_AT:.0%}"
        lines.append(f"{conclusion}; điểm {link.score:.0%} ({thresholds})")
    return "\n".join(lines)


def _day(sighting: Sighting) -> str:
    return f"đăng ngày {sighting.published.day:%d/%m/%Y}" if sighting.published else "không ghi ngày đăng"


def _origin(disclosure: Disclosure) -> str:
    day = own_day(disclosure)
    codes = ", ".join(disclosure.codes) or "không có mã"
    return f"{codes}; ngày gốc {day:%d/%m/%Y}" if day else codes
