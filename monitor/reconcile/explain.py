"""Giải thích một đối chiếu cho người đọc: cái gì cộng, cái gì trừ, kết luận ra sao.
Tells a person in Vietnamese why a sighting was linked to a disclosure, or not for certain."""

from monitor.domain.judgement import Disclosure, Link
from monitor.domain.labels import label
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import LinkOrigin, LinkState
from monitor.reconcile.calibration import load_calibration
from monitor.reconcile.features import own_day
from monitor.reconcile.score import LINK_LOG_ODDS

ORIGIN_VI = {
    LinkOrigin.CODE: "theo mã số",
    LinkOrigin.SCORE: "theo tên, đơn vị và ngày đăng",
    LinkOrigin.PERSON: "do người quyết định",
    LinkOrigin.CARRIED: "theo quyết định về cùng bài này ở nơi khác",
}


def explain(link: Link, sighting: Sighting, disclosure: Disclosure) -> str:
    """Both sides, every reason with its weight (log-odds), the score and what it led to.

    The score is the share of right ones among the pairs of the invented corpus whose weights added up
    to as much. A pair left to a person is right less often: what raised the doubt is not in the sum.
    """
    lines = [
        f"Tin đăng: “{sighting.title}” ({_posted(sighting)})",
        f"{label(disclosure.kind)}: “{disclosure.title}” – {disclosure.buyer_name} ({_origin(disclosure)})",
        *(f"  {reason}" for reason in link.reasons),
    ]
    conclusion = f"Kết luận: {label(link.state)}, {ORIGIN_VI[link.origin]}"
    if link.origin in (LinkOrigin.PERSON, LinkOrigin.CARRIED):
        lines.append(conclusion + (f" ({link.decided_by})" if link.decided_by else ""))
    else:
        lines.append(f"{conclusion}; điểm {_percent(link.score)}")
        lines.append(_meaning(link))
    return "\n".join(lines)


def standing_in_words(link: Link | None) -> str:
    """What holds of a pair and by whom; `None` is a pair that the machine has yet to look at."""
    if link is None:
        return "máy sẽ đối chiếu lại ở vòng sau"
    state, origin = label(link.state), ORIGIN_VI[link.origin]
    if link.origin is LinkOrigin.PERSON:
        return f"{state}, theo quyết định của {link.decided_by}"
    if link.origin is LinkOrigin.CARRIED:
        return f"{state}, {origin} của {link.decided_by}"
    return f"{state}, do máy đối chiếu {origin}"


def _percent(score: float) -> str:
    """A score as people read it: "97,4%"; cut, not rounded, as no pair is certain."""
    whole, tenth = divmod(_of_thousand(score), 10)
    return f"{whole},{tenth}%"


def _of_thousand(share: float) -> int:
    return round(share * 1_000_000) // 1000


def _meaning(link: Link) -> str:
    """What the score was counted on, and what it leaves out: whether a doubt kept the pair for a person."""
    counted = load_calibration()
    if link.state is LinkState.LINKED:
        own = f"trong 1.000 cặp máy tự nối có khoảng {_of_thousand(counted.linked_right)} cặp đúng"
    else:
        own = f"trong 1.000 cặp để người xem chỉ có khoảng {_of_thousand(counted.reviewed_right)} cặp đúng"
    same = f"trong 1.000 cặp cùng điểm có khoảng {_of_thousand(link.score)} cặp đúng"
    meaning = f"Đếm trên dữ liệu tổng hợp: {same}; {own}."
    if link.origin is LinkOrigin.CODE:
        return meaning
    points = f"{LINK_LOG_ODDS:+.1f}".replace(".", ",")
    return f"{meaning} Máy chỉ tự nối khi các số trên cộng lại từ {points} và không có điều gì đáng ngờ."


def _posted(sighting: Sighting) -> str:
    """When and where; an item that somebody typed in need not name its source."""
    day = f"đăng ngày {sighting.published.day:%d/%m/%Y}" if sighting.published else "không ghi ngày đăng"
    return f"{day}, nguồn {sighting.source_id}" if sighting.source_id else day


def _origin(disclosure: Disclosure) -> str:
    day = own_day(disclosure)
    codes = ", ".join(disclosure.codes) or "không có mã"
    return f"{codes}; ngày gốc {day:%d/%m/%Y}" if day else codes
