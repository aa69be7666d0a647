"""Secrets that the records keep: sealed for one purpose, by one ring."""

from pathlib import Path

import pytest

from touchstone.codec import NotSealed
from touchstone.keys import KeyRing
from touchstone.sealing import SealedTexts

SECRET = "whsec_c2VjcmV0"


def a_ring(folder: Path) -> KeyRing:
    ring = KeyRing.load(folder)
    ring.make_missing()
    return ring


def test_what_is_sealed_opens_for_its_purpose_alone_and_shows_nothing(tmp_path: Path) -> None:
    sealed = SealedTexts(a_ring(tmp_path / "keys"))
    text = sealed.seal("webhook/wh-1", SECRET)
    assert SECRET not in text
    assert text != sealed.seal("webhook/wh-1", SECRET)
    assert sealed.open("webhook/wh-1", text) == SECRET
    with pytest.raises(NotSealed):
        sealed.open("webhook/wh-2", text)


def test_a_retired_key_still_opens_and_another_ring_does_not(tmp_path: Path) -> None:
    ring = a_ring(tmp_path / "keys")
    text = SealedTexts(ring).seal("webhook/wh-1", SECRET)
    ring.retire(ring.current.id)
    assert SealedTexts(ring).open("webhook/wh-1", text) == SECRET
    with pytest.raises(NotSealed):
        SealedTexts(a_ring(tmp_path / "others")).open("webhook/wh-1", text)


@pytest.mark.parametrize("text", ["", "plain", ".", "key.not-base64", "key.AAAA"])
def test_what_was_not_sealed_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(NotSealed):
        SealedTexts(a_ring(tmp_path / "keys")).open("webhook/wh-1", text)
