"""Biểu mẫu trả lời của đơn vị: chữ đã gõ và tệp gửi kèm, chỉ đọc khi đường dẫn là thật.
The form of an agency's answer: what was typed and its files, read only once the link is known to be real."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from alerts.harmless import harmless, web_address
from monitor.desk.files import MOST_BYTES, MOST_FILES, FileRefused
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case
from monitor.domain.desk import AnswerFile
from monitor.steps.answer_files import keep_answer_file
from monitor.web.forms import is_own_form
from monitor.web.guards import refuse_other_sites
from monitor.web.limits import net_of
from monitor.web.refusals import PageRefused
from monitor.web.site import FIELDS, Site
from storage.store import UnitOfWork

AT_ONCE = 5
_LONGEST = 3000
_LONGEST_ADDRESS = 2000
# A link that got about must not fill a case.
_MOST_ANSWERS = 20


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What an agency sent: where it was published, what it says, its files.

    `own` is whether it carried the token of the browser that sent it.
    """

    address: str = ""
    told: str = ""
    files: tuple[UploadFile, ...] = ()
    own: bool = True

    def problem(self, case: Case) -> str:
        """Why it is not taken, as a key of the catalogue; empty when it is."""
        if not (self.address or self.told or self.files):
            return "answer_empty"
        if self.address and not web_address(self.address):
            return "answer_address"
        if len(self.files) > AT_ONCE:
            return "answer_files_many"
        answers = sum(event.action == CaseStep.ANSWERED for event in case.events)
        return "answer_enough" if answers >= _MOST_ANSWERS else ""

    def said(self, kept: tuple[AnswerFile, ...]) -> str:
        """What the case keeps of it, in one line."""
        names = ", ".join(file.name for file in kept)
        parts = (self.address and f"đã đăng tại {self.address}", self.told, names and f"kèm tệp {names}")
        return "; ".join(part for part in parts if part)


def reader(site: Site, find: Callable[[str], Case]) -> Callable[[Request, str], AsyncIterator[AnswerForm]]:
    """A dependency that reads the form of a token; `find` refuses a token that is none of ours.

    Nobody may send so much without end: who sent many is refused (429) before a byte is read.
    """

    async def read(request: Request, token: str) -> AsyncIterator[AnswerForm]:
        refuse_other_sites(request, site.office.web_url)
        await run_in_threadpool(find, token)
        if not await run_in_threadpool(site.limits.answers.allow, net_of(request), site.clock()):
            raise PageRefused("too many answers", status=429, key="too_often")
        form = await request.form(max_files=MOST_FILES, max_fields=FIELDS)
        try:
            yield replace(_typed(form), own=is_own_form(site, request, form))
        finally:
            await form.close()

    return read


def keep_files(work: UnitOfWork, case: Case, form: AnswerForm, now: datetime) -> tuple[AnswerFile, ...]:
    """Take every file into the case; raises `FileRefused`, naming the one that is not taken."""
    return tuple(_keep(work, case, upload, now) for upload in form.files)


def _typed(form: FormData) -> AnswerForm:
    address = form.get("dia_chi")
    told = form.get("noi_dung")
    return AnswerForm(
        address.strip()[:_LONGEST_ADDRESS] if isinstance(address, str) else "",
        harmless(told, _LONGEST) if isinstance(told, str) else "",
        # A form without a chosen file still carries one part, without a name and empty.
        tuple(
            one for one in form.getlist("tep") if isinstance(one, UploadFile) and (one.filename or one.size)
        ),
    )


def _keep(work: UnitOfWork, case: Case, upload: UploadFile, now: datetime) -> AnswerFile:
    name = upload.filename or ""
    try:
        return keep_answer_file(work, case, name, upload.file.read(MOST_BYTES + 1), now)
    except FileRefused as error:
        shown = harmless(name, 80) or "?"
        raise FileRefused(str(error), vi=f"“{shown}”: {error.vi}", en=f"“{shown}”: {error.en}") from error
