"""Signing keys of the ThaID simulator: RS256, rotated on demand, kept over a restart."""

import base64
import secrets
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from integrations.simulators.state import Kept

PUBLISHED = 3


class Keys:
    """The newest key signs; older ones stay published until they are dropped."""

    def __init__(self, path: Path) -> None:
        self.kept = Kept(path)
        if not self.kept.rows:
            self.rotate()

    @property
    def newest(self) -> str:
        return list(self.kept.rows)[-1]

    def rotate(self, *, drop_old: bool = False) -> str:
        """A fresh key; returns its kid."""
        old = list(self.kept.rows)
        kid = secrets.token_hex(6)
        pair = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = pair.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self.kept.put(kid, pem.decode())
        self.kept.drop(old if drop_old else old[: -(PUBLISHED - 1)])
        return kid

    def sign(self, claims: dict[str, Any]) -> str:
        kid = self.newest
        return jwt.encode(claims, self.kept.get(kid), algorithm="RS256", headers={"kid": kid})

    def jwks(self) -> dict[str, Any]:
        return {"keys": [self._public(kid, pem) for kid, pem in self.kept.rows.items()]}

    @staticmethod
    def _public(kid: str, pem: str) -> dict[str, str]:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
        assert isinstance(key, rsa.RSAPrivateKey)
        numbers = key.public_key().public_numbers()
        fixed = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid}
        return {**fixed, "n": _base64(numbers.n), "e": _base64(numbers.e)}


def _base64(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
