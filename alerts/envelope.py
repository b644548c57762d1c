"""Phong bì: địa chỉ, tiêu đề và mã thư, kiểm trước khi gửi.
The envelope every mail channel checks: addresses, header texts and the message's identity."""

from email.errors import MessageError
from email.headerregistry import Address
from urllib.parse import urlsplit

from monitor.domain.cases import Message, key_hash
from monitor.domain.errors import DeliveryError

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
# With its name the header line stays under the 998 octets that a mail may have in one line.
_LONGEST_URL = 900


def message_id(key: str, from_address: str) -> str:
    """The Message-ID of a key: the same message carries the same one however often it is sent."""
    return f"<{key_hash(key)}@{from_address.rpartition('@')[2]}>"


def thread_headers(message: Message, from_address: str) -> dict[str, str]:
    """Identity and thread: the first message of a thread is what every later one refers to."""
    headers = {"Message-ID": message_id(message.key, from_address)}
    if message.thread_key and message.thread_key != message.key:
        first = message_id(message.thread_key, from_address)
        headers |= {"References": first, "In-Reply-To": first}
    return headers


def unsubscribe_headers(message: Message) -> dict[str, str]:
    """One-click unsubscribe (RFC 8058), which exists for https only; nothing where there is no address."""
    if not message.unsubscribe_url:
        return {}
    headers = {"List-Unsubscribe": f"<{message.unsubscribe_url}>"}
    if message.unsubscribe_url.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def check_envelope(message: Message) -> None:
    """Refuse header injection and unusable addresses: permanent `DeliveryError`, sends nothing."""
    check_texts(message)
    if message.unsubscribe_url and not _is_plain_url(message.unsubscribe_url):
        raise DeliveryError(
            f"not an unsubscribe address: {message.unsubscribe_url!r}",
            permanent=True,
            vi=f"Thư cho {message.recipient.id} không gửi: địa chỉ ngừng nhận tin không phải địa chỉ "
            "https hợp lệ. Hãy sửa địa chỉ công khai của hệ thống trong tệp cài đặt.",
        )
    mailbox(message.recipient.name, message.recipient.address)


def check_texts(message: Message) -> None:
    """What every channel refuses: control signs in one-line texts, no key, no subject."""
    recipient = message.recipient
    for field, text in (
        ("subject", message.subject),
        ("recipient name", recipient.name),
        ("recipient address", recipient.address),
        ("key", message.key),
        ("thread key", message.thread_key),
        ("unsubscribe address", message.unsubscribe_url),
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


def _is_plain_url(url: str) -> bool:
    """Plain ASCII https (http on loopback, for the demo) with nothing that ends a `<…>`."""
    if len(url) > _LONGEST_URL or not url.isascii() or any(sign in ' <>"\\,`' for sign in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    return secure and bool(parts.hostname) and parts.username is None


def _no_address(name: str, address: str) -> DeliveryError:
    return DeliveryError(
        f"not a mail address: {address!r}",
        permanent=True,
        vi=f"“{address}” của {name} không phải địa chỉ thư. Hãy sửa trong tệp cài đặt.",
    )
