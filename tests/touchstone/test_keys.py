"""The key ring: what it makes, keeps, retires and refuses."""

import json
from pathlib import Path

import pytest

from touchstone.keys import (
    KEY_BYTES,
    KeyDamaged,
    KeyExposed,
    KeyRing,
    NoUsableKey,
    UnknownKey,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def ring(folder: Path) -> KeyRing:
    made = KeyRing.load(folder)
    made.make_missing()
    return made


def test_keys_are_made_for_sealing_and_signing_for_the_owner_alone(
    folder: Path, ring: KeyRing
) -> None:
    assert [key.purpose for key in ring.all()] == ["seal", "sign"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_making_what_is_missing_changes_nothing_where_nothing_is(ring: KeyRing) -> None:
    before = ring.all()
    ring.make_missing()
    assert ring.all() == before


def test_a_ring_opened_again_holds_the_same_keys(folder: Path, ring: KeyRing) -> None:
    assert KeyRing.load(folder).all() == ring.all()
    assert len(ring.current.secret) == KEY_BYTES
    assert ring.current.secret != ring.signing.secret


def test_the_newest_key_seals(ring: KeyRing) -> None:
    newer = ring.make()
    assert ring.current == newer


def test_a_retired_key_seals_no_more_in_any_process_and_still_opens(
    folder: Path, ring: KeyRing
) -> None:
    elsewhere = KeyRing.load(folder)
    old = elsewhere.current
    retired = ring.retire(old.id)
    assert elsewhere.current.id != old.id
    assert elsewhere.current == ring.current
    assert elsewhere.find(old.id) == retired
    assert elsewhere.find(old.id).secret == old.secret


def test_retiring_the_last_key_makes_its_successor(ring: KeyRing) -> None:
    signing = ring.signing
    ring.retire(signing.id)
    assert ring.signing.id != signing.id


def test_retiring_twice_keeps_the_first_time(ring: KeyRing) -> None:
    first = ring.retire(ring.current.id)
    assert ring.retire(first.id) == first


def test_a_key_made_by_another_process_is_found(folder: Path, ring: KeyRing) -> None:
    elsewhere = KeyRing.load(folder)
    made = ring.make()
    assert elsewhere.find(made.id) == made


def test_an_unknown_key_is_refused(ring: KeyRing) -> None:
    with pytest.raises(UnknownKey):
        ring.find("0badc0de")


def test_a_key_serves_one_purpose(ring: KeyRing) -> None:
    with pytest.raises(UnknownKey):
        ring.find(ring.signing.id)
    assert ring.find(ring.signing.id, "sign") == ring.signing


def test_an_empty_ring_seals_nothing(folder: Path) -> None:
    with pytest.raises(NoUsableKey, match="run `keys make seal`"):
        _ = KeyRing.load(folder).current


def test_a_key_open_to_everyone_is_refused(folder: Path, ring: KeyRing) -> None:
    [file] = folder.glob("seal-*.json")
    file.chmod(0o604)
    with pytest.raises(KeyExposed, match="chmod o="):
        KeyRing.load(folder)


@pytest.mark.parametrize("damage", ["", "{}", '{"id": "x", "purpose": "seal"}', "[]"])
def test_a_damaged_key_is_told_by_its_file(folder: Path, ring: KeyRing, damage: str) -> None:
    [file] = folder.glob("seal-*.json")
    file.write_text(damage)
    with pytest.raises(KeyDamaged, match=file.name):
        KeyRing.load(folder)


def test_a_key_of_the_wrong_length_is_refused(folder: Path, ring: KeyRing) -> None:
    [file] = folder.glob("seal-*.json")
    file.write_text(json.dumps(json.loads(file.read_text()) | {"secret": "c2hvcnQ="}))
    with pytest.raises(KeyDamaged):
        KeyRing.load(folder)


def test_a_secret_is_never_shown(ring: KeyRing) -> None:
    assert repr(ring.current.secret)[2:-1] not in repr(ring.current)
