"""Gói hồ sơ: đủ tệp, tự kiểm được, cùng dữ liệu cùng từng byte, sửa gì cũng lộ.
The dossier: whole, verifying itself, the same bytes for the same case, and no change goes unseen."""

import json
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from monitor.cli.dossier import app
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import CaseEvent
from monitor.domain.staff import Role
from monitor.dossier.pack import SUMS, packed
from monitor.dossier.verify import DossierUnreadable, problems
from monitor.steps.answer_files import keep_answer_file
from tests.steps.subscribers import Town
from tests.web.deskhouse import NASTY, DeskHouse, desk_house
from tests.web.served import Visit, serving, words
from tests.web.staffed import deeds, inside

CASE = "/ban-lam-viec/ho-so/HS-2026-0001"
ZIP = f"{CASE}/ho-so.zip"
MAKE = f"{CASE}/lap-ho-so"


@pytest.fixture
def house(town: Town, tmp_path: Path) -> DeskHouse:
    house = desk_house(town, tmp_path / "captures")
    with house.town.line.store.begin() as work:
        keep_answer_file(work, house.case(), "giải trình.pdf", b"%PDF-1.4 x", house.town.now)
    return house


@pytest.fixture
def desk(house: DeskHouse) -> Iterator[Visit]:
    with serving(house.town) as visit:
        yield visit


@pytest.fixture
def file(desk: Visit, tmp_path: Path) -> Path:
    person = inside(desk, Role.INSPECTOR)
    made = person.send(CASE, MAKE)
    assert (made.status_code, made.headers["location"]) == (303, ZIP)
    answer = person.get(ZIP)
    assert answer.headers["content-disposition"] == 'attachment; filename="HS-2026-0001.zip"'
    path = tmp_path / "HS-2026-0001.zip"
    path.write_bytes(answer.content)
    return path


def _printed(pdf: bytes) -> str:
    """What a reader of the print reads, in one line."""
    with closing(PdfDocument(pdf)) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def _files(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_it_holds_print_log_captures_files_and_a_guide(house: DeskHouse, file: Path) -> None:
    files = _files(file)
    sent = sha256(b"%PDF-1.4 x").hexdigest()[:12]
    assert sorted(files) == [
        "README.txt",
        SUMS,
        "ban-luu.json",
        "ban-luu.warc.gz",
        "ho-so.pdf",
        "nhat-ky.json",
        f"tep/{sent}.pdf",
    ]
    assert files["ho-so.pdf"].startswith(b"%PDF-1.")
    assert "monitor dossier verify HS-2026-0001.zip" in _printed(files["ho-so.pdf"])
    assert "monitor dossier verify HS-2026-0001.zip" in files["README.txt"].decode()
    assert json.loads(files["nhat-ky.json"])["ho_so"]["id"] == "HS-2026-0001"
    bodies = [
        record.content_stream().read()
        for record in ArchiveIterator(BytesIO(files["ban-luu.warc.gz"]))
        if record.rec_type == "response"
    ]
    assert bodies[0] == NASTY
    assert {row["sha256"] for row in json.loads(files["ban-luu.json"])} == {
        capture.digest.removeprefix("sha256:") for capture in house.captures
    }


def test_the_same_case_at_the_same_instant_gives_the_same_bytes(desk: Visit, file: Path) -> None:
    assert inside(desk, Role.INSPECTOR).get(ZIP).content == file.read_bytes()


def test_the_printed_commands_prove_it(file: Path, tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["verify", str(file)])
    assert ran.exit_code == 0, ran.output
    assert sha256(file.read_bytes()).hexdigest() in ran.output.replace("\n", "")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path)
    checked = subprocess.run(
        ["sha256sum", "-c", SUMS],
        cwd=tmp_path / "HS-2026-0001",
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_the_log_knows_the_digest_of_what_was_handed_out(house: DeskHouse, file: Path) -> None:
    # Handed out as often as one likes: it was made once.
    with house.town.line.store.read() as work:
        (row,) = work.audit_log.walk()
    assert (row.deed, row.object) == ("dossier_made", "HS-2026-0001")
    assert sha256(file.read_bytes()).hexdigest() in row.details


def test_a_link_alone_makes_nothing(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    refused = person.get(ZIP)
    assert refused.status_code == 409
    assert "Lập và tải bộ hồ sơ" in words(refused)
    assert deeds(desk) == []
    assert person.post(MAKE, {"csrf": "0" * 64}).status_code == 403
    assert person.get(MAKE).status_code in (404, 405)
    assert deeds(desk) == []
    assert "Tải lại" not in words(person.get(CASE))


def test_a_dossier_of_before_a_step_is_not_handed_out_as_that_of_now(desk: Visit, file: Path) -> None:
    person = inside(desk, Role.INSPECTOR)
    assert "Tải lại bộ đã lập" in words(person.get(CASE))
    desk.town.now += timedelta(minutes=3)
    assert person.get(ZIP).content == file.read_bytes()
    with desk.town.line.store.begin() as work:
        case = work.cases.get("HS-2026-0001")
        assert case is not None
        step = CaseEvent(desk.town.now, "Người A", CaseStep.ACKNOWLEDGED, "")
        work.cases.put_all([replace(case, events=(*case.events, step))])
    assert person.get(ZIP).status_code == 409
    assert person.send(CASE, MAKE).status_code == 303
    assert person.get(ZIP).status_code == 200
    assert deeds(desk) == ["dossier_made", "dossier_made"]


def test_an_auditor_reads_the_dossier_that_was_made_and_makes_none(desk: Visit, file: Path) -> None:
    auditor = inside(desk, Role.AUDITOR)
    page = auditor.get(CASE)
    assert "Tải lại bộ đã lập" in words(page)
    assert "/lap-ho-so" not in page.text
    assert auditor.get(ZIP).content == file.read_bytes()
    assert auditor.post(MAKE, {"csrf": auditor.token}).status_code == 403
    assert deeds(desk) == ["dossier_made"]


def test_an_agency_never_gets_the_dossier_of_its_own_case(desk: Visit, file: Path) -> None:
    officer = inside(desk, Role.AGENCY_OFFICER, "so-mau")
    page = officer.get(CASE)
    assert page.status_code == 200
    assert "ho-so.zip" not in page.text
    assert officer.get(ZIP).status_code == 403


def _altered(name: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: {**files, name: files[name] + b" "}


def _without(name: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: {other: body for other, body in files.items() if other != name}


TAMPERED: list[tuple[str, Callable[[dict[str, bytes]], dict[str, bytes]], str]] = [
    ("the log was altered", _altered("nhat-ky.json"), "Tệp nhat-ky.json đã bị sửa"),
    ("the print was altered", _altered("ho-so.pdf"), "Tệp ho-so.pdf đã bị sửa"),
    ("the captures are gone", _without("ban-luu.warc.gz"), "Thiếu tệp ban-luu.warc.gz"),
    ("something was added", lambda files: {**files, "la.txt": b"x"}, "Tệp la.txt không có"),
]


@pytest.mark.parametrize(("what", "change", "told"), TAMPERED, ids=[one[0] for one in TAMPERED])
def test_whatever_is_changed_is_seen(
    file: Path, tmp_path: Path, what: str, change: Callable[[dict[str, bytes]], dict[str, bytes]], told: str
) -> None:
    other = tmp_path / "sua.zip"
    with zipfile.ZipFile(other, "w") as archive:
        for name, body in change(_files(file)).items():
            archive.writestr(f"HS-2026-0001/{name}", body)
    assert any(problem.startswith(told) for problem in problems(other))
    assert CliRunner().invoke(app, ["verify", str(other)]).exit_code == 1


def test_a_capture_that_was_altered_is_seen_though_the_sums_were_made_anew(
    house: DeskHouse, file: Path, tmp_path: Path
) -> None:
    files = _files(file)
    rows = json.loads(files["ban-luu.json"])
    rows[0]["sha256"] = "0" * 64
    files["ban-luu.json"] = json.dumps(rows).encode()
    del files[SUMS]
    other = tmp_path / "sua.zip"
    other.write_bytes(packed("HS-2026-0001", files, house.town.now))
    assert problems(other) == (f"Bản lưu {rows[0]['id']} không khớp mã băm đã ghi khi xem nguồn.",)


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", b"khong phai zip"])
def test_what_is_no_dossier_is_said_to_be_none(tmp_path: Path, body: bytes) -> None:
    other = tmp_path / "x.zip"
    other.write_bytes(body)
    with pytest.raises(DossierUnreadable):
        problems(other)


def test_an_archive_that_was_altered_makes_no_dossier(house: DeskHouse, desk: Visit) -> None:
    folder = house.town.line.captures
    assert folder is not None
    (archive,) = folder.glob("*.warc.gz")
    data = bytearray(archive.read_bytes())
    data[len(data) // 3] ^= 1
    archive.write_bytes(data)
    person = inside(desk, Role.INSPECTOR)
    assert person.send(CASE, MAKE).status_code == 503
    assert deeds(desk) == []
    assert person.get(ZIP).status_code == 409
