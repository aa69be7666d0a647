"""Seals every payload that enters Temporal (AES-256-GCM) and refuses what our key ring did not seal.

The seal also authenticates an act: an update sent to the engine by hand in plain text is refused in the
validator and changes nothing. Key id and namespace are bound to the seal, so that neither can be swapped.
"""

import os
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import temporalio.converter
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.converter import EncodingPayloadConverter, PayloadCodec

from touchstone.keys import KeyRing, UnknownKey

SEALED = b"binary/sealed"
REFUSED = b"binary/refused"
_NONCE = 12


class NotSealed(ValueError):
    """A payload that was not sealed by our key ring for this namespace."""


class SealingCodec(PayloadCodec):
    """Seals with the ring's current key, opens with the key named in the payload."""

    def __init__(self, keys: KeyRing, namespace: str) -> None:
        self._keys = keys
        self._namespace = namespace

    async def encode(self, payloads: Iterable[Payload]) -> list[Payload]:
        return [self.seal(payload) for payload in payloads]

    async def decode(self, payloads: Iterable[Payload]) -> list[Payload]:
        return [self._open_or_refuse(payload) for payload in payloads]

    def seal(self, payload: Payload) -> Payload:
        key = self._keys.current
        nonce = os.urandom(_NONCE)
        # Compressed first: histories hold thousands of small payloads that repeat the same words.
        inner = zlib.compress(payload.SerializeToString(), 9)
        sealed = AESGCM(key.secret).encrypt(nonce, inner, self._bound_to(key.id))
        metadata = {"encoding": SEALED, "key": key.id.encode()}
        return Payload(metadata=metadata, data=nonce + sealed)

    def open(self, payload: Payload) -> Payload:
        """The payload inside. Raises NotSealed."""
        if payload.metadata.get("encoding") != SEALED:
            raise NotSealed("the payload is not sealed")
        key_id = payload.metadata.get("key", b"").decode("ascii", "replace")
        try:
            key = self._keys.find(key_id)
            inner = AESGCM(key.secret).decrypt(
                payload.data[:_NONCE], payload.data[_NONCE:], self._bound_to(key_id)
            )
        except (UnknownKey, InvalidTag, ValueError) as error:
            raise NotSealed("the payload is not sealed by a key of this ring") from error
        return Payload.FromString(zlib.decompress(inner))

    def _open_or_refuse(self, payload: Payload) -> Payload:
        # Raising here would fail the whole workflow task, again and again: a stranger could stop an
        # inspection. So the payload is marked, and whoever reads it as a value is told.
        try:
            return self.open(payload)
        except NotSealed:
            return Payload(metadata={"encoding": REFUSED})

    def _bound_to(self, key_id: str) -> bytes:
        return f"{key_id}\n{self._namespace}".encode()


class RefusedPayloadConverter(EncodingPayloadConverter):
    """Raises when a refused payload is read as a value; in an update's validator that is a refusal."""

    @property
    def encoding(self) -> str:
        return REFUSED.decode()

    def to_payload(self, value: Any) -> Payload | None:
        return None

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        raise NotSealed("not_sealed: sent by someone without our seal; nothing was changed")


class SealedPayloadConverter(temporalio.converter.CompositePayloadConverter):
    """The default converters, after the one that speaks for refused payloads."""

    def __init__(self) -> None:
        default = temporalio.converter.DefaultPayloadConverter.default_encoding_payload_converters
        super().__init__(RefusedPayloadConverter(), *default)


def readable_by_operators(codec: SealingCodec, payloads: Sequence[Payload]) -> list[Payload]:
    """What the codec endpoint shows: summaries and details, which are the only bare texts we write.

    Messages, states and results are dataclasses; they hold scores and persons' ids and stay closed. A
    test holds that no message of ours is a bare text.
    """
    return [_for_operator(codec, payload) for payload in payloads]


def _for_operator(codec: SealingCodec, payload: Payload) -> Payload:
    try:
        inner = codec.open(payload)
    except NotSealed:
        return _note("not sealed by us")
    is_text = inner.metadata.get("encoding") == b"json/plain" and inner.data.startswith(b'"')
    return inner if is_text else _note("sealed: not for operators")


def _note(text: str) -> Payload:
    return Payload(metadata={"encoding": b"json/plain"}, data=f'"{text}"'.encode())
