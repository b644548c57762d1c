"""Phong bì: địa chỉ, tiêu đề và mã thư, kiểm trước khi gửi.
The envelope every mail channel checks: addresses, header texts and the message's identity."""

import hashlib
from email.errors import MessageError
from email.headerregistry import Address

from monitor.domain.cases import Message
from monitor.domain.errors import DeliveryError


def key_hash(key: str) -> str:
    """32 hexadecimal digits that stand for a message key where it cannot be written itself."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def message_id(key: str, from_address: str) -> str:
    """The Message-ID of a key: the same message carries the same one however often it is sent."""
    return f"<{key_hash(key)}@{from_address.rpartition('@')[2]}>"


def check_envelope(message: Message) -> None:
    """Refuse header injection and unusable addresses: permanent `DeliveryError`, sends nothing."""
    recipient = message.recipient
    for field, text in (
        ("subject", message.subject),
        ("recipient name", recipient.name),
        ("recipient address", recipient.address),
        ("key", message.key),
    ):
        if any(ord(sign) < 0x20 or ord(sign) == 0x7F or sign in "\u2028\u2029\u0085" for sign in text):
            raise DeliveryError(
                f"control characters in {field}",
                permanent=True,
                vi=f"Thư cho {recipient.id} không gửi: {field} chứa ký tự điều khiển. "
                "Hãy sửa tên hoặc địa chỉ người nhận trong tệp cài đặt.",
            )
    if not message.key or not message.subject:
        raise DeliveryError("a message needs a key and a subject", permanent=True)
    mailbox(recipient.name, recipient.address)


def mailbox(name: str, address: str) -> Address:
    """A header address; permanent `DeliveryError` when the address is none."""
    try:
        parsed = Address(display_name=name, addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:  # the parser indexes into an empty string
        raise _no_address(name, address) from error
    # Comments and quotings would be read differently by the next reader: only the plain form passes.
    if not parsed.username or not parsed.domain or parsed.addr_spec != address:
        raise _no_address(name, address)
    return parsed


def _no_address(name: str, address: str) -> DeliveryError:
    return DeliveryError(
        f"not a mail address: {address!r}",
        permanent=True,
        vi=f"“{address}” của {name} không phải địa chỉ thư. Hãy sửa trong tệp cài đặt.",
    )
