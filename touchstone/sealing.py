"""Seals short secrets that the records keep, with the key ring: a webhook's, so that it can sign.

AES-256-GCM like the codec. Key id and purpose are bound in: what was sealed for one webhook opens
for no other.
"""

import os
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from touchstone.codec import NotSealed
from touchstone.keys import KeyRing, UnknownKey

_NONCE = 12


class SealedTexts:
    """Seals with the ring's current key, opens with the key that the sealed text names."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys

    def seal(self, purpose: str, text: str) -> str:
        """`key id.nonce and ciphertext in base64`. Raises NoUsableKey."""
        key, nonce = self._keys.current, os.urandom(_NONCE)
        sealed = AESGCM(key.secret).encrypt(nonce, text.encode(), _bound_to(key.id, purpose))
        return f"{key.id}.{b64encode(nonce + sealed).decode('ascii')}"

    def open(self, purpose: str, sealed: str) -> str:
        """The text inside. Raises NotSealed, a ValueError."""
        key_id, _, inner = sealed.partition(".")
        try:
            found = b64decode(inner, validate=True)
            key = self._keys.find(key_id)
            bound = _bound_to(key_id, purpose)
            return AESGCM(key.secret).decrypt(found[:_NONCE], found[_NONCE:], bound).decode()
        except (UnknownKey, InvalidTag, ValueError) as error:
            raise NotSealed("the text is not sealed by a key of this ring") from error


def _bound_to(key_id: str, purpose: str) -> bytes:
    return f"{key_id}\nrecords\n{purpose}".encode()
