"""Một nhà cung cấp danh tính thử trên vòng lặp nội bộ: HTTP thật, token ký thật.
An OpenID provider on loopback for tests: real HTTP, really signed tokens, and it can lie on demand."""

import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from joserfc.util import urlsafe_b64encode

CLIENT, SECRET = "giam-sat", "bi-mat-cua-ung-dung"


@cache
def _own_key() -> RSAKey:
    """The provider keeps its key from test to test: to draw one takes a quarter of a second."""
    return RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"})


@dataclass
class Idp:
    """What it says and to whom; `lie` changes the claims, `sign_with` the key, `algorithm` how."""

    now: Callable[[], datetime]
    url: str = ""
    key: RSAKey = field(default_factory=_own_key)
    lie: dict[str, Any] = field(default_factory=dict)
    sign_with: RSAKey | OctKey | None = None
    algorithm: str = "RS256"
    description: dict[str, Any] = field(default_factory=dict)
    subject: str = "123"
    email: str = "thanh.tra@songmau.example"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def authorize(self, query: dict[str, str]) -> str:
        """The person agrees at once: where the browser is sent back to."""
        self.asked.append(query)
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return f"{query['redirect_uri']}?code={code}&state={query['state']}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """One token for each code, with the right client, address and PKCE verifier."""
        given = self.codes.pop(form.get("code", ""), None)
        client = b64decode(authorization.removeprefix("Basic ")).decode()
        if given is None or client != f"{CLIENT}:{SECRET}" or form["redirect_uri"] != given["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).decode()
        if given["code_challenge_method"] != "S256" or challenge != given["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        at = int(self.now().timestamp())
        claims = {
            "iss": self.url,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": at,
            "exp": at + 300,
            "auth_time": at,
            "nonce": given["nonce"],
            "email": self.email,
            "email_verified": True,
            **self.lie,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "k1"}
        id_token = jwt.encode(header, claims, self.sign_with or self.key, algorithms=[self.algorithm])
        return 200, {"access_token": "vo-nghia", "token_type": "Bearer", "id_token": id_token}

    def get(self, path: str) -> dict[str, Any]:
        """Its description and its public keys."""
        if path == "/keys":
            return dict(KeySet([self.key]).as_dict(private=False))
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            **self.description,
        }


@contextmanager
def providing(now: Callable[[], datetime]) -> Iterator[Idp]:
    """The provider, served until the block ends."""
    idp = Idp(now)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", idp.authorize(query))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.answer(200, idp.get(parts.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(*idp.token(form, self.headers.get("Authorization", "")))

        def answer(self, status: int, told: dict[str, Any]) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Tests print nothing of it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    idp.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield idp
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
