"""Kênh “outbox”: ghi thư thành tệp .eml và .html trong một thư mục.
The outbox folder: for trying out, and for whoever sends by hand; nothing leaves the machine."""

import base64
import os
import re
import tempfile
import unicodedata
from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import parseaddr
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from alerts.envelope import check_envelope, mailbox, thread_headers, unsubscribe_headers
from monitor.domain.cases import Message, key_hash
from monitor.domain.errors import DeliveryError
from monitor.domain.times import VIETNAM

KIND = "outbox"

_NAME_LENGTH = 40
# Where an image stands, not where a text speaks of one.
_SHOWN = re.compile(r"""(?P<before>\bsrc\s*=\s*["']?)cid:(?P<cid>[^"'\s>]+)""")


class _OneLine(UnstructuredHeader, BaseHeader):
    """A header of one long word: the library would cut it into encoded words, which no reader joins."""

    max_count = 1

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class _Words(UnstructuredHeader, BaseHeader):
    """A text in encoded words: the library loses or doubles a space where it cuts a long one."""

    max_count = 1

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {_encoded(str(self), self.name, policy)}{policy.linesep}"


class _Mailbox(_Words):
    """One address, its name encoded in the same way."""

    def fold(self, *, policy: Policy) -> str:
        name, address = parseaddr(str(self))
        if name.isascii():
            return f"{self.name}: {self}{policy.linesep}"
        words = _encoded(name, self.name, policy)
        return f"{self.name}: {words}{policy.linesep} <{address}>{policy.linesep}"


def _encoded(text: str, name: str, policy: Policy) -> str:
    return Header(text, None if text.isascii() else "utf-8", header_name=name).encode(linesep=policy.linesep)


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("subject", _Words)
for _name in ("from", "to"):
    _HEADERS.map_to_type(_name, _Mailbox)
for _name in ("references", "in-reply-to", "list-unsubscribe"):
    _HEADERS.map_to_type(_name, _OneLine)
_POLICY = SMTP.clone(header_factory=_HEADERS)


class Settings(BaseModel):
    """Where the files go, and whom they are from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: Path
    from_address: str = "giam-sat@example.org"
    from_name: str = "Giám sát công khai đấu thầu"


def send(message: Message, settings: Settings) -> str:
    """Write the message once; a message whose file is there is a success without writing.

    1. refuse a bad envelope; 2. look for the key's file; 3. write `.html`, which holds its images so
    that a browser shows them; 4. write `.eml`, which marks the message as told. Each file appears
    whole or not at all. A full disk or a missing right is a passing `DeliveryError`.
    """
    check_envelope(message)
    mail = _mail(message, settings)
    try:
        settings.folder.mkdir(parents=True, exist_ok=True)
        there = next(settings.folder.glob(f"*-{key_hash(message.key)}.eml"), None)
        if there is not None:
            return f"đã có sẵn: {there}"
        path = settings.folder / f"{_stem(message)}.eml"
        _write(path.with_suffix(".html"), _page(message).encode())
        _write(path, mail.as_bytes(policy=_POLICY))
    except OSError as error:
        raise DeliveryError(
            f"cannot write into {settings.folder}: {error}",
            permanent=False,
            vi=f"Không ghi được thư vào {settings.folder}: {error.strerror or error}. "
            "Hãy kiểm tra dung lượng đĩa và quyền ghi; hệ thống sẽ tự gửi lại.",
        ) from error
    return f"đã ghi: {path}"


def _mail(message: Message, settings: Settings) -> EmailMessage:
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = str(mailbox(settings.from_name, settings.from_address))
    mail["To"] = str(mailbox(message.recipient.name, message.recipient.address))
    mail["Subject"] = message.subject
    mail["Date"] = message.created_at.astimezone(VIETNAM)
    for name, value in (
        thread_headers(message, settings.from_address) | unsubscribe_headers(message)
    ).items():
        mail[name] = value
    mail["Content-Language"] = message.recipient.lang
    mail.set_content(message.text, cte="base64")
    mail.add_alternative(message.html, subtype="html", cte="base64")
    html = mail.get_payload(1)
    assert isinstance(html, EmailMessage)
    for image in message.images:
        html.add_related(
            image.png, "image", "png", cid=f"<{image.cid}>", disposition="inline", filename=f"{image.cid}.png"
        )
    return mail


def _page(message: Message) -> str:
    """The HTML as a browser shows it: no mail stands around it in which to look for `cid:`."""
    pngs = {image.cid: base64.b64encode(image.png).decode("ascii") for image in message.images}

    def whole(found: re.Match[str]) -> str:
        png = pngs.get(found["cid"])
        return found[0] if png is None else f"{found['before']}data:image/png;base64,{png}"

    return _SHOWN.sub(whole, message.html) if pngs else message.html


def _stem(message: Message) -> str:
    """`2026-09-21-alert-thanh-tra-<hash>`: found by a person by day, kind and reader."""
    day = f"{message.created_at.astimezone(VIETNAM):%Y-%m-%d}"
    reader = unicodedata.normalize("NFKD", message.recipient.id.replace("đ", "d").replace("Đ", "D"))
    slug = re.sub(r"[^a-z0-9]+", "-", reader.encode("ascii", "ignore").decode().lower()).strip("-")
    return f"{day}-{message.kind}-{slug[:_NAME_LENGTH] or 'reader'}-{key_hash(message.key)}"


def _write(path: Path, content: bytes) -> None:
    """Write beside, flush to the disk, rename: after a power cut the file is whole or absent."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
