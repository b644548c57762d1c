"""Các dòng giải trình của một phát hiện: căn cứ, đầu vào, từng ngày đã đếm, lượt xem, bản lưu.
The lines behind a finding: clause, inputs, each counted day, looks made, captures kept."""

from collections.abc import Iterator
from datetime import datetime

from monitor.domain.judgement import DutyContext, SourceCoverage, Verdict
from monitor.domain.times import VIETNAM, due_day
from monitor.domain.vocabulary import Confidence, VerdictKind
from monitor.law.duties import explain
from monitor.law.ladder import full_day, named_day
from monitor.rules.wording import moment_in_words

_CONFIDENCE = {
    Confidence.SECONDARY: "Căn cứ mới đọc qua nguồn thứ cấp: chỉ để tham khảo, cần đối chiếu bản gốc.",
    Confidence.GENERAL_KNOWLEDGE: "Căn cứ chưa đọc được văn bản: chỉ để tham khảo, cần đối chiếu bản gốc.",
    Confidence.POLICY: "Căn cứ là mục tiêu của tỉnh, không phải quy định của pháp luật.",
}


def all_reasons(context: DutyContext, verdict: Verdict, due_at: datetime) -> tuple[str, ...]:
    """Everything somebody needs to check the finding by hand; Vietnamese, never empty."""
    return (
        *_clause(context),
        *_inputs(context, verdict),
        *_count(context, due_at),
        *_looks(context, verdict),
        *((f"Bản lưu: {', '.join(verdict.captures)}.",) if verdict.captures else ()),
    )


def _clause(context: DutyContext) -> Iterator[str]:
    duty = context.duty
    yield f"Căn cứ: {duty.basis} (mục {duty.rule_id} trong bảng thời hạn)."
    if told := _CONFIDENCE.get(duty.confidence):
        yield told
    if duty.caution:
        yield f"Cần xác minh: {duty.caution}."
    if duty.policy_note:
        yield duty.policy_note


def _inputs(context: DutyContext, verdict: Verdict) -> Iterator[str]:
    disclosure = context.disclosure
    if disclosure.decision_date is not None:
        yield f"Ngày quyết định: {named_day(disclosure.decision_date)}."
    if disclosure.national is not None:
        yield f"Đăng lần đầu trên Mạng đấu thầu quốc gia: {moment_in_words(disclosure.national)}."
    if disclosure.seen_elsewhere is not None:
        yield f"Đã thấy ở kênh khác: {moment_in_words(disclosure.seen_elsewhere)}."
    for item in context.shown:
        when = moment_in_words(item.sighting.published) if item.sighting.published else "không ghi ngày"
        yield f"Tin đăng: {item.sighting.url} ({when}); {'; '.join(item.link.reasons)}."
    if verdict.reason == "proven_by_looks":
        yield "Tin không ghi ngày đăng; lượt kiểm tra đầy đủ sau hạn chưa có tin này, lượt sau mới có."


def _count(context: DutyContext, due_at: datetime) -> Iterator[str]:
    duty = context.duty
    yield f"Cách tính hạn: {explain(duty)}."
    if duty.due_strict_at is not None and duty.due_strict_at < due_at:
        strict = full_day(due_day(duty.due_strict_at))
        yield f"Nếu tính cả ngày thứ Bảy làm bù thì hạn là {strict}; đã lấy cách tính có lợi cho đơn vị."


def _looks(context: DutyContext, verdict: Verdict) -> Iterator[str]:
    if verdict.kind is VerdictKind.MISSING:
        sought = "theo mã lẫn theo tên" if context.disclosure.codes else "theo tên"
        yield from (_look(coverage, sought) for coverage in context.coverage)


def _look(coverage: SourceCoverage, sought: str) -> str:
    look = coverage.last_complete
    if look is None:
        raise ValueError(f"{coverage.source_id}: an absence without a complete look")
    done = look.finished_at.astimezone(VIETNAM)
    window = ""
    if coverage.windows:
        start, end = (
            coverage.windows[-1].start.astimezone(VIETNAM),
            coverage.windows[-1].end.astimezone(VIETNAM),
        )
        window = f", đã xem liền mạch từ {start:%d/%m/%Y} đến {end:%H:%M %d/%m/%Y}"
    seen = f"{look.pages} trang, {look.items} tin, {len(look.capture_ids)} bản lưu"
    return (
        f"Nguồn {coverage.source_id}: lượt kiểm tra đầy đủ gần nhất {look.id} lúc {done:%H:%M %d/%m/%Y}"
        f" ({seen}){window}; chưa thấy tin này {sought}."
    )
