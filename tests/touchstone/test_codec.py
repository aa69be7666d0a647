"""The seal: what it hides, what it refuses, and what it lets operators read."""

import dataclasses
import json
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.converter import DataConverter, DefaultPayloadConverter

from tests.builders import an_outline
from touchstone.codec import (
    REFUSED,
    SEALED,
    NotSealed,
    SealedPayloadConverter,
    SealingCodec,
    readable_by_operators,
)
from touchstone.keys import KeyRing
from touchstone.temporal import data_converter
from workflows import contracts, messages
from workflows.acts import ALL_ACTS
from workflows.messages import Accepted, Act, StartProcess
from workflows.notices import NoticesWorkflow
from workflows.webhooks import WebhookWorkflow

PLAIN = {"encoding": b"json/plain"}
NAMESPACE = "touchstone"


@pytest.fixture(scope="session")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    made = KeyRing.load(tmp_path_factory.mktemp("ring"))
    made.make_missing()
    return made


@pytest.fixture(scope="session")
def codec(ring: KeyRing) -> SealingCodec:
    return SealingCodec(ring, NAMESPACE)


@pytest.fixture
def own_ring(tmp_path: Path) -> KeyRing:
    """A ring to retire keys of."""
    made = KeyRing.load(tmp_path / "keys")
    made.make_missing()
    return made


def a_payload(text: str = "N-0417 was seen") -> Payload:
    return Payload(metadata=PLAIN, data=json.dumps(text).encode())


@settings(deadline=None)
@given(data=st.binary(max_size=2000), encoding=st.binary(max_size=20))
def test_what_is_sealed_comes_out_as_it_went_in(
    codec: SealingCodec, data: bytes, encoding: bytes
) -> None:
    payload = Payload(metadata={"encoding": encoding, "messageType": b"x"}, data=data)
    sealed = codec.seal(payload)
    assert sealed.metadata["encoding"] == SEALED
    assert codec.open(sealed) == payload


def test_nothing_of_what_is_sealed_can_be_read(codec: SealingCodec) -> None:
    sealed = codec.seal(a_payload("p-inspector-1 requires_improvement N-0417"))
    written = sealed.SerializeToString()
    for word in (b"p-inspector-1", b"requires_improvement", b"N-0417", b"json/plain"):
        assert word not in written


def test_the_same_words_are_never_sealed_twice_alike(codec: SealingCodec) -> None:
    seals = {codec.seal(a_payload()).data for _ in range(50)}
    assert len({seal[:12] for seal in seals}) == len(seals) == 50


async def test_many_payloads_are_sealed_and_opened_in_their_order(codec: SealingCodec) -> None:
    payloads = [a_payload(str(number)) for number in range(5)]
    assert await codec.decode(await codec.encode(payloads)) == payloads
    assert await codec.decode(await codec.encode([])) == []


def test_an_act_is_smaller_sealed_than_plain(codec: SealingCodec) -> None:
    act = Act("p-x01-auditor-1", {"revision": "r-1", "case": "N-1", "scores": ["4"] * 9}, "0" * 16)
    [plain] = DefaultPayloadConverter().to_payloads([act])
    assert len(codec.seal(plain).data) < len(plain.data)


# Keys


def test_a_retired_key_still_opens_and_never_seals(own_ring: KeyRing) -> None:
    codec = SealingCodec(own_ring, NAMESPACE)
    old = codec.seal(a_payload())
    retired = own_ring.retire(own_ring.current.id)
    assert codec.open(old) == a_payload()
    new = codec.seal(a_payload())
    assert old.metadata["key"] == retired.id.encode()
    assert new.metadata["key"] != old.metadata["key"]
    assert codec.open(new) == a_payload()


def test_a_retirement_by_another_process_holds_at_once(own_ring: KeyRing) -> None:
    codec = SealingCodec(own_ring, NAMESPACE)
    codec.seal(a_payload())
    elsewhere = KeyRing.load(own_ring.folder)
    retired = elsewhere.retire(elsewhere.current.id)
    assert codec.seal(a_payload()).metadata["key"] != retired.id.encode()


def test_a_key_made_by_another_process_opens_at_once(own_ring: KeyRing) -> None:
    codec = SealingCodec(own_ring, NAMESPACE)
    elsewhere = KeyRing.load(own_ring.folder)
    elsewhere.make("seal")
    sealed = SealingCodec(elsewhere, NAMESPACE).seal(a_payload())
    assert codec.open(sealed) == a_payload()


def test_a_key_for_tokens_does_not_open_payloads(own_ring: KeyRing) -> None:
    codec, signing = SealingCodec(own_ring, NAMESPACE), own_ring.signing
    bound = f"{signing.id}\n{NAMESPACE}".encode()
    data = AESGCM(signing.secret).encrypt(b"0" * 12, b"\x01", bound)
    forged = Payload(
        metadata={"encoding": SEALED, "key": signing.id.encode()}, data=b"0" * 12 + data
    )
    with pytest.raises(NotSealed):
        codec.open(forged)


# Refusals


def test_another_namespaces_seal_is_refused(ring: KeyRing, codec: SealingCodec) -> None:
    with pytest.raises(NotSealed):
        codec.open(SealingCodec(ring, "another").seal(a_payload()))


def test_another_rings_seal_is_refused(codec: SealingCodec, own_ring: KeyRing) -> None:
    with pytest.raises(NotSealed):
        codec.open(SealingCodec(own_ring, NAMESPACE).seal(a_payload()))


def test_another_key_of_the_same_ring_does_not_open(own_ring: KeyRing) -> None:
    codec = SealingCodec(own_ring, NAMESPACE)
    sealed = codec.seal(a_payload())
    sealed.metadata["key"] = own_ring.make("seal").id.encode()
    with pytest.raises(NotSealed):
        codec.open(sealed)


@settings(deadline=None)
@given(data=st.data())
def test_a_seal_that_was_tampered_with_anywhere_is_refused(
    codec: SealingCodec, data: st.DataObject
) -> None:
    sealed = codec.seal(a_payload())
    place = data.draw(st.integers(0, len(sealed.data) - 1))
    flipped = bytearray(sealed.data)
    flipped[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(NotSealed):
        codec.open(Payload(metadata=dict(sealed.metadata), data=bytes(flipped)))


@settings(deadline=None)
@given(cut=st.integers(1, 60))
def test_a_seal_that_was_cut_short_is_refused(codec: SealingCodec, cut: int) -> None:
    sealed = codec.seal(a_payload())
    short = Payload(metadata=dict(sealed.metadata), data=sealed.data[:-cut])
    with pytest.raises(NotSealed):
        codec.open(short)


@pytest.mark.parametrize(
    "payload",
    [
        a_payload(),
        Payload(),
        Payload(metadata={"encoding": b"binary/null"}),
        Payload(metadata={"encoding": SEALED}),
        Payload(metadata={"encoding": SEALED, "key": b"\xff\xfe"}, data=b"x" * 40),
        Payload(metadata={"encoding": SEALED, "key": b"../../etc"}, data=b"x" * 40),
        Payload(metadata={"encoding": REFUSED}),
    ],
)
async def test_what_is_not_sealed_is_marked_on_decoding_and_refused_on_reading(
    codec: SealingCodec, payload: Payload
) -> None:
    """Raising in the decoder would fail a workflow's task for ever: any stranger could do it."""
    [marked] = await codec.decode([payload])
    assert marked == Payload(metadata={"encoding": REFUSED})
    with pytest.raises(NotSealed, match="not_sealed"):
        SealedPayloadConverter().from_payload(marked, Act)


async def test_the_whole_converter_seals_and_refuses(ring: KeyRing) -> None:
    ours = data_converter(ring, NAMESPACE)
    act = Act("p-lead", {"revision": "r-1"}, "0" * 16)
    [sealed] = await ours.encode([act])
    assert sealed.metadata["encoding"] == SEALED
    assert await ours.decode([sealed], [Act]) == [act]
    [plain] = await DataConverter.default.encode([act])
    with pytest.raises(NotSealed):
        await ours.decode([plain], [Act])


async def test_failures_carry_no_readable_words(ring: KeyRing) -> None:
    ours, failure = data_converter(ring, NAMESPACE), Failure()
    await ours.encode_failure(ValueError("child N-0417 at risk"), failure)
    assert b"N-0417" not in failure.SerializeToString()
    assert failure.message == "Encoded failure"


def test_nothing_of_ours_says_that_it_is_refused() -> None:
    assert SealedPayloadConverter().to_payload("text").metadata["encoding"] == b"json/plain"


def test_words_packed_by_a_newer_version_are_an_error_and_no_refusal(
    codec: SealingCodec, ring: KeyRing
) -> None:
    """They are sealed by us: calling them forged would refuse an act that was ours."""
    key = ring.current
    inner = b"\x63" + b"packed with word list 99"
    nonce = b"n" * 12
    sealed = AESGCM(key.secret).encrypt(nonce, inner, f"{key.id}\n{NAMESPACE}".encode())
    payload = Payload(metadata={"encoding": SEALED, "key": key.id.encode()}, data=nonce + sealed)
    with pytest.raises(LookupError):
        codec.open(payload)


# What operators read


def sealed_value(codec: SealingCodec, value: Any) -> Payload:
    [plain] = DefaultPayloadConverter().to_payloads([value])
    return codec.seal(plain)


def note(text: str) -> Payload:
    return Payload(metadata=PLAIN, data=f'"{text}"'.encode())


def test_operators_read_summaries_and_the_engines_own_description(codec: SealingCodec) -> None:
    details = WorkflowMetadata(current_details="**Inspection T-1: moderation**")
    shown = readable_by_operators(
        codec, [sealed_value(codec, "next rung of a ladder"), sealed_value(codec, details)]
    )
    assert shown[0] == note("next rung of a ladder")
    assert b"Inspection T-1" in shown[1].data


@pytest.mark.parametrize(
    "value",
    [
        Act("p-lead", {"score": "3"}, "0" * 16),
        StartProcess("T-1", {"judgements": {"stage-1": {"score": "3"}}}),
        Accepted("act-1"),
        contracts.Rendered({"draft_report/1": "0" * 64}),
        an_outline(),
        ["3", "4"],
        {"grade": "good"},
        3,
        None,
        b"good",
    ],
)
def test_operators_read_no_message_no_state_and_no_result(codec: SealingCodec, value: Any) -> None:
    assert readable_by_operators(codec, [sealed_value(codec, value)]) == [
        note("sealed: not for operators")
    ]


def test_operators_are_told_what_is_not_sealed_by_us(
    codec: SealingCodec, own_ring: KeyRing
) -> None:
    stranger = SealingCodec(own_ring, NAMESPACE).seal(a_payload())
    assert readable_by_operators(codec, [a_payload("forged"), stranger]) == [
        note("not sealed by us"),
        note("not sealed by us"),
    ]


def sent_types() -> list[Any]:
    """Every type that is sent to or answered by a workflow or an activity."""
    found: list[Any] = [Act, StartProcess, Accepted, messages.StandingReport]
    found += [rule.message for rule in ALL_ACTS.values()]
    for value in vars(contracts).values():
        if callable(value) and hasattr(value, "__temporal_activity_definition"):
            found += get_type_hints(value).values()
    runs = (NoticesWorkflow.run, WebhookWorkflow.run)
    return [*found, *(value for run in runs for value in get_type_hints(run).values())]


def test_no_message_and_no_result_of_ours_is_a_bare_text() -> None:
    """A bare text would be readable by operators: summaries and details alone are texts."""
    kinds = sent_types()
    assert len(kinds) > 35
    for kind in kinds:
        assert kind in (type(None), None) or dataclasses.is_dataclass(kind), kind
        assert str not in get_args(kind)
