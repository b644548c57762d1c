"""Chứng thư luôn được kiểm tra, kể cả khi địa chỉ đã được ghim.
Certificates are always checked, against the name and not against the pinned address."""

import shutil
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from monitor.domain.errors import SourceUnreachable
from monitor.domain.sources import Source
from monitor.domain.vocabulary import Channel
from sources.http.settings import TlsProfile


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/tin" else 404)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_arguments):
        pass


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A client that refuses the certificate hangs up: expected here."""


@pytest.fixture
def secure(tmp_path):
    """An https site for `localhost` whose certificate no public authority signed; gives (url, pem)."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl program to make a certificate with")
    key, pem = tmp_path / "khoa.pem", tmp_path / "chung-thu.pem"
    command = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    subprocess.run(
        ["openssl", *command.split(), "-keyout", key, "-out", pem],
        check=True,
        capture_output=True,
        timeout=60,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    server = QuietServer(("127.0.0.1", 0), Page)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"https://localhost:{server.server_address[1]}/tin", str(pem)
    server.shutdown()
    thread.join()
    server.server_close()


def source(url):
    return Source("s", "Nguồn thử", Channel.PORTAL, "feed", url, allow_private=True)


def test_an_unknown_certificate_is_refused_and_an_added_one_accepted(secure, make_client):
    url, pem = secure
    with pytest.raises(SourceUnreachable) as caught:
        make_client().get(source(url), url)
    assert caught.value.reason == "tls"
    client = make_client(tls={"localhost": {"ca_bundle": pem}})
    assert client.get(source(url), url).body == b"ok"


def test_a_certificate_for_another_name_is_refused(secure, make_client):
    url, pem = secure
    other = url.replace("localhost", "127.0.0.1")
    with pytest.raises(SourceUnreachable) as caught:
        make_client(tls={"127.0.0.1": TlsProfile(ca_bundle=pem)}).get(source(other), other)
    assert caught.value.reason == "tls"
