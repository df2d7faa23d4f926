"""Secrets at rest: AES-256-GCM, bound to the row they belong to, the key outside the database.

A dump of the database alone reveals no token, and ciphertext moved to another account does not open.
"""

import base64
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hark.config import read_secret, stored_secret

_NONCE_BYTES = 12


class VaultError(Exception):
    """A secret cannot be opened: the key is another one, or the ciphertext belongs elsewhere."""


class Vault:
    """Seals and opens small JSON documents with one key."""

    def __init__(self, data_dir: Path) -> None:
        text = read_secret("HARK_VAULT_KEY") or stored_secret(data_dir, "vault_key")
        self._aead = AESGCM(hashlib.sha256(text.encode()).digest())

    def seal(self, secret: dict[str, Any], bound_to: str) -> bytes:
        """Ciphertext of `secret`, usable only with the same `bound_to`."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, json.dumps(secret).encode(), bound_to.encode())

    def open(self, sealed: bytes, bound_to: str) -> dict[str, Any]:
        """What was sealed. Raises VaultError."""
        try:
            plain = self._aead.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to.encode())
        except (InvalidTag, ValueError):  # ValueError: too short to have been sealed at all
            raise VaultError(
                "The stored credentials do not open with this key. Restore the file vault_key or HARK_VAULT_KEY, "
                "or connect the account again."
            ) from None
        return dict(json.loads(plain))


def fingerprint(secret: str) -> str:
    """A short, safe name for a secret in logs and on screens."""
    return base64.b32encode(hashlib.sha256(secret.encode()).digest())[:8].decode()
