"""Seals every payload that enters Temporal (AES-256-GCM) and refuses what our ring did not seal.

The seal also authenticates an act: an update sent to the engine by hand in plain text is refused in
the validator and changes nothing. Key id and namespace are bound to the seal; what an act is about
is bound inside it (`workflows.messages.binding`).
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


# Histories hold thousands of small payloads that repeat the same words, so these are given to the
# compressor beforehand; what is most frequent stands last. A change of the words needs a new number
# beside the old, for payloads already written name the number they were packed with.
_WORDS = {
    1: b"""binary/nulljson/plain{"reference":"","documents":["render not_applicable not_seen
    requires_improvement inadequate{"revision":"r-","item":"indicator:case:","decision":"confirm"
    "amend""return""moderated":"confirm","moderator":"p-panel-"overall":{"by":"p-lead-1","rungs":
    {"judgements":{"due":"2027-0-0T17:00:00+00:00","next":0}"report":{"events":{"accepted":"
    "documents":{"managing-risk-posers","evidenced":["leadership.","indicator":"initial-contact"
    "good","requires_improvement""cases":{"N-0":{"audit":{"review":{"by":"p-inspector-1","revision"
    :"r-","scores":["4","3","2","5","1","not_applicable"],"grade":"good"}}}{"actor":"p-x01-auditor-1
    ","body":{"case":"N-0","grade":"good","revision":"r-","scores":["4","4","4","3","3","3","2",
    "not_applicable"]},"hash":"{"act":"act-"}{"changes":[{"at":"2026-11-22T14:00:00.000+00:00",
    "base":"act-","effect":"act-","event":"","patch":{"cases":{"N-0":{"audit":{"by":"p-x01-auditor-1
    ","grade":"good","revision":"r-"}}}},"roles":[],"rung":""}]}\n\x16\n\x08encoding\x12\njson/plain""",
}
_NEWEST = max(_WORDS)


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
        inner = _packed(payload.SerializeToString())
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
        return Payload.FromString(_unpacked(inner))

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
    """Raises when a refused payload is read as a value: in a validator, that refuses the update."""

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


def _packed(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zdict=_WORDS[_NEWEST])
    return bytes([_NEWEST]) + packer.compress(data) + packer.flush()


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(-15, zdict=_WORDS[data[0]])
    return unpacker.decompress(data[1:]) + unpacker.flush()


def readable_by_operators(codec: SealingCodec, payloads: Sequence[Payload]) -> list[Payload]:
    """What the codec endpoint shows: summaries and details, the only bare texts that we write.

    Messages, states and results are dataclasses: they hold scores and people's ids, so stay closed.
    A test holds that no message of ours is a bare text.
    """
    return [_for_operator(codec, payload) for payload in payloads]


def _for_operator(codec: SealingCodec, payload: Payload) -> Payload:
    try:
        inner = codec.open(payload)
    except NotSealed:
        return _note("not sealed by us")
    return inner if _is_for_operators(inner) else _note("sealed: not for operators")


def _is_for_operators(inner: Payload) -> bool:
    """A bare text (a summary), or the engine's own description that holds the current details."""
    if inner.metadata.get("encoding") == b"json/protobuf":
        return inner.metadata.get("messageType") == b"temporal.api.sdk.v1.WorkflowMetadata"
    return inner.metadata.get("encoding") == b"json/plain" and inner.data.startswith(b'"')


def _note(text: str) -> Payload:
    return Payload(metadata={"encoding": b"json/plain"}, data=f'"{text}"'.encode())
