"""An institution on this machine: it serves its discovery document and keys by HTTP, and signs tokens."""

import http.server
import json
import threading
import time
from contextlib import contextmanager

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

AUDIENCE = "https://care.example.org"
# made once: a new RSA key takes a second of CPU
RSA_KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})


class LocalIssuer:
    """What it serves can be changed while it serves: ``keys``, ``answers`` by path, ``status``; ``asked`` are paths."""

    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}"
        self.keys = [RSA_KEY]
        self.answers = {}
        self.status = 200
        self.asked = []

    def answer(self, path):
        """The body at a path."""
        told = {
            "/.well-known/openid-configuration": {"issuer": self.url, "jwks_uri": f"{self.url}/keys"},
            "/keys": {"keys": [key.as_dict(private=False) for key in self.keys]},
        }
        found = self.answers.get(path, told.get(path, {}))
        return found if isinstance(found, bytes) else json.dumps(found).encode()

    def token(self, *, key=None, alg=None, header=None, **claims):
        """A token that is valid here unless what is given makes it another; a claim of None is left out."""
        key = key or self.keys[0]
        alg = alg or ("ES256" if isinstance(key, ECKey) else "RS256")
        now = int(time.time())
        every = {"iss": self.url, "aud": AUDIENCE, "sub": "u-17", "iat": now, "exp": now + 300, "roles": ["planner"]}
        told = {name: value for name, value in (every | claims).items() if value is not None}
        heads = {"alg": alg, "kid": key.kid} | (header or {})
        return jwt.encode({name: value for name, value in heads.items() if value is not None}, told, key, [alg])


@contextmanager
def local_issuer():
    """A running issuer."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            issuer.asked.append(self.path)
            body = issuer.answer(self.path)
            self.send_response(issuer.status)
            if issuer.status in {301, 302}:
                self.send_header("Location", f"{issuer.url}/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer = LocalIssuer(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
