"""Webhook không được dùng để dò mạng nội bộ: địa chỉ được kiểm tra rồi nối đúng địa chỉ đó.
A subscriber's address cannot be used against the inside network: checked once, connected as checked."""

import datetime
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from alerts.channels import webhook
from alerts.guard import AddressRefused, read_target
from monitor.domain.cases import Message, Recipient
from monitor.domain.errors import DeliveryError

MakeMessage = Callable[..., Message]
SECRET = "khoa-thu-nghiem-dai-hon-ba-muoi-hai-ky-tu"


def send(message: Message, url: str, **changes: Any) -> str:
    settings = webhook.Settings.model_validate({"secret": SECRET, "timeout_seconds": 5, **changes})
    return webhook.send(replace(message, recipient=Recipient("a", "A", url, "webhook")), settings)


def refused(message: Message, url: str, **changes: Any) -> DeliveryError:
    with pytest.raises(DeliveryError) as failed:
        send(message, url, **changes)
    return failed.value


@dataclass
class Names:
    """The name server: answers in turn, and remembers who was asked for and connected to."""

    answers: list[list[str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    state = Names()
    real_lookup, real_connect = socket.getaddrinfo, socket.create_connection

    def lookup(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if not str(host).endswith(".example"):
            return real_lookup(host, port, *args, **kwargs)
        state.asked.append(host)
        found = state.answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    def connect(place: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        state.connected.append(place[0])
        if not ipaddress.ip_address(place[0]).is_loopback:
            raise ConnectionRefusedError("no network in tests")
        return real_connect(place, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", connect)
    return state


INSIDE = [
    "127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_refused_for_good_before_connecting(
    make_message: MakeMessage, names: Names, address: str
) -> None:
    names.answers = [[address]]
    error = refused(make_message(), "https://nhan.example/x")
    assert error.permanent is True
    assert "https công cộng" in error.vi
    assert names.connected == []


@pytest.mark.parametrize("both", [["93.184.216.34", "10.0.0.8"], ["10.0.0.8", "93.184.216.34"]])
def test_one_inside_address_among_public_ones_is_enough_to_refuse(
    make_message: MakeMessage, names: Names, both: list[str]
) -> None:
    names.answers = [both]
    assert refused(make_message(), "https://nhan.example/x").permanent is True
    assert names.connected == []


def test_a_second_answer_of_the_name_server_is_never_asked_for(
    make_message: MakeMessage, names: Names
) -> None:
    names.answers = [["93.184.216.34"], ["127.0.0.1"]]
    assert refused(make_message(), "https://nhan.example/x").permanent is False
    assert names.asked == ["nhan.example"]
    assert names.connected == ["93.184.216.34"]


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x", "https://[::1]/x", "https://[::ffff:10.0.0.1]/", "https://127.1/",
        "https://2130706433/", "https://0x7f000001/", "https://0/", "https://localhost/",
        "https://[fd00::1]/", "https://[64:ff9b::a00:1]/", "https://[2002:7f00:1::]/",
    ],
)  # fmt: skip
def test_every_spelling_of_an_inside_address_is_refused(
    make_message: MakeMessage, names: Names, url: str
) -> None:
    assert refused(make_message(), url).permanent is True
    assert names.connected == []


@pytest.mark.parametrize(
    "url",
    [
        "http://nhan.example/", "ftp://nhan.example/", "nhan.example", "https://", "", "file:///etc/passwd",
        "https://a:b@nhan.example/", "https://@nhan.example/", "https://nhan.example:99999/",
        "https://nhan.example:x/", "https://a\u0000b.example/", "https://" + "a" * 70 + ".example/",
        "https://nhan.example/" + "a" * 2_000, "https://[fe80::1%25eth0]/", "//nhan.example/", "https://a b/",
    ],
)  # fmt: skip
def test_what_is_no_https_address_is_refused_for_good(
    make_message: MakeMessage, names: Names, url: str
) -> None:
    assert refused(make_message(), url).permanent is True
    assert (names.asked, names.connected) == ([], [])


def test_plain_http_stays_on_this_machine_even_where_loopback_is_allowed(
    make_message: MakeMessage, names: Names
) -> None:
    names.answers = [["93.184.216.34"], ["10.0.0.8"]]
    for _ in range(2):
        assert refused(make_message(), "http://nhan.example/", allow_loopback=True).permanent is True
    assert names.connected == []


def test_only_loopback_is_opened_and_no_other_inside_address(make_message: MakeMessage, names: Names) -> None:
    names.answers = [["169.254.169.254"], ["192.168.1.1"]]
    for _ in range(2):
        assert refused(make_message(), "https://nhan.example/", allow_loopback=True).permanent is True
    assert names.connected == []


def test_a_name_that_nobody_knows_passes(make_message: MakeMessage, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: Any, **kwargs: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert refused(make_message(), "https://nhan.example/").permanent is False


def test_a_path_in_vietnamese_goes_into_the_request_line_as_ascii() -> None:
    target = read_target("https://nhà-thầu.example/nhận tin/%C4%91?a=đ#x", allow_loopback=False)
    assert (target.host, target.port) == ("xn--nh-thu-jta1012d.example", 443)
    assert target.path == "/nh%E1%BA%ADn%20tin/%C4%91?a=%C4%91"


@given(st.text(max_size=60).map(lambda text: "https://" + text))
def test_no_address_falls_over_or_injects_a_line(url: str) -> None:
    try:
        target = read_target(url, allow_loopback=False)
    except AddressRefused:
        return
    assert target.path.startswith("/")
    for text in (target.host, target.path):
        assert text.isascii()
        assert not any(sign.isspace() or not sign.isprintable() for sign in text)
    assert 0 < target.port < 65_536


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nhan.example")])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("nhan.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "nhan.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(built.public_bytes(Encoding.PEM) + secret)
    return path


@pytest.fixture
def tls_port(certificate: Path) -> Iterator[int]:
    """A receiver behind a certificate for nhan.example; answers 204."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Keep the test output quiet."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_the_certificate_is_checked_against_the_name_though_the_address_is_pinned(
    make_message: MakeMessage, names: Names, tls_port: int, certificate: Path
) -> None:
    names.answers = [["127.0.0.1"], ["127.0.0.1"], ["127.0.0.1"]]
    trusted = {"allow_loopback": True, "ca_file": certificate}
    assert "204" in send(make_message(), f"https://nhan.example:{tls_port}/", **trusted)
    wrong_name = refused(make_message(), f"https://khac.example:{tls_port}/", **trusted)
    assert "Hostname mismatch" in str(wrong_name)
    unknown = refused(make_message(), f"https://nhan.example:{tls_port}/", allow_loopback=True)
    assert "CERTIFICATE_VERIFY_FAILED" in str(unknown)
    assert (wrong_name.permanent, unknown.permanent) == (False, False)
