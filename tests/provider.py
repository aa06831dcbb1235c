"""An OpenID Connect provider on this machine, for the tests: it signs people in, and can be made to go wrong.

with running_provider() as provider:
    provider.person = {"sub": "1", "groups": ["FP owners"]}     # who signs in next
    provider.claims = {"nonce": "another"}                      # what the token says instead
    provider.sign = provider.signed_with_nothing                # how the token is signed instead
    provider.answers["/token"] = huge                           # what an address answers instead
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT, SECRET = "fingerpost", "a secret: of ours"
DISCOVERY = "/.well-known/openid-configuration"

Claims = dict[str, Any]


@dataclass
class Provider:
    """What it knows and how it behaves. `asked` are the addresses that were asked for, with their forms."""

    issuer: str = ""
    person: Claims = field(default_factory=lambda: {"sub": "anna", "groups": ["FP owners"]})
    claims: Claims = field(default_factory=dict)
    key: RSAKey | ECKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    algorithm: str = "RS256"
    sign: Callable[[Claims], str] | None = None
    published: list[dict[str, Any]] | None = None
    described: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorise(self, address: str) -> str:
        """What a browser is sent back to, once the person has signed in there."""
        query = dict(parse_qsl(urlsplit(address).query))
        code = f"code-{secrets.token_hex(4)}"
        self.codes[code] = query
        back = {"code": code, "state": query["state"], "iss": self.issuer}
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def token(self, query: dict[str, str]) -> str:
        now = int(time.time())
        claims: Claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": query["nonce"],
            "auth_time": now,
            **self.person,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return self.sign(claims) if self.sign else self.signed(claims)

    def signed(self, claims: Claims, *, key: RSAKey | ECKey | None = None, **header: Any) -> str:
        used = key or self.key
        head = {"alg": self.algorithm, "kid": used.kid or "one", **header}
        return jwt.encode(head, claims, used, algorithms=[self.algorithm])

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorise",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/end",
            "authorization_response_iss_parameter_supported": True,
            **self.described,
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)] if self.published is None else self.published}

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """A code for a token: once, with the secret, and with the word of which the challenge is the digest."""
        query = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        expected = f"{CLIENT}:{urlencode({'': SECRET})[1:]}".encode()
        if (
            query is None
            or query["code_challenge"] != challenge
            or query["redirect_uri"] != form.get("redirect_uri")
            or authorization != "Basic " + base64.b64encode(expected).decode()
        ):
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.token(query)}


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, form: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            provider.asked.append((path, form))
            if other := provider.answers.get(path):
                other(self)
            elif path == "/token":
                send(self, *provider.exchange(form, self.headers.get("Authorization", "")))
            elif path == "/authorise":
                self.send_response(303)
                self.send_header("Location", provider.authorise(self.path))
                self.end_headers()
            else:
                send(self, 200, provider.keys() if path == "/keys" else provider.discovery())

        def log_message(self, *_: Any) -> None:
            """Nothing: the tests look at `asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(handler: BaseHTTPRequestHandler, status: int, value: Any) -> None:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
