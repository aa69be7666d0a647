"""The key ring: the keys that seal what enters Temporal and those that sign tokens, one file each.

A retired key is used for writing no more, at once and in every process, and still opens what it
sealed. There is no way to delete one: that needs proof that nothing sealed under it is left.
"""

import json
import os
import secrets
import time
from base64 import b64decode, b64encode
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from touchstone.obstacles import Obstacle

Purpose = Literal["seal", "sign"]
PURPOSES: tuple[Purpose, ...] = ("seal", "sign")
SETTLED_NS = 100_000_000
KEY_BYTES = 32  # AES-256, and as long for HMAC-SHA-256


class UnknownKey(LookupError):
    """The ring has no key of this id: what names it was not sealed or signed by us."""


class NoUsableKey(Obstacle):
    """The ring has no key that may still be used for writing."""


class KeyExposed(Obstacle):
    """A key file may be read or changed by any user of the machine."""


class KeyDamaged(Obstacle):
    """A key file is not what we wrote."""


@dataclass(frozen=True)
class Key:
    """One key. `secret` holds 32 bytes and is never shown; times are UTC."""

    id: str
    purpose: Purpose
    created: datetime
    secret: bytes = field(repr=False)
    retired: datetime | None = None


class KeyRing:
    """The keys of one folder. Follows changes of the folder, so that a retirement holds at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._keys: dict[str, Key] = {}
        self._seen: int | None = None

    @classmethod
    def load(cls, folder: Path) -> "KeyRing":
        """The ring in `folder`, which may be empty or absent; raises KeyExposed, KeyDamaged."""
        ring = cls(folder)
        ring._follow()
        return ring

    @property
    def current(self) -> Key:
        """The key to seal with: the newest that is not retired; raises NoUsableKey."""
        return self._newest("seal")

    @property
    def signing(self) -> Key:
        """The key to sign tokens with: the newest that is not retired; raises NoUsableKey."""
        return self._newest("sign")

    def find(self, key_id: str, purpose: Purpose = "seal") -> Key:
        """The key of this id, retired or not; raises UnknownKey."""
        if key_id not in self._keys:
            self._follow()
        key = self._keys.get(key_id)
        if key is None or key.purpose != purpose:
            raise UnknownKey(key_id)
        return key

    def all(self) -> tuple[Key, ...]:
        """Every key, oldest first."""
        self._follow()
        return tuple(sorted(self._keys.values(), key=lambda key: (key.created, key.id)))

    def make(self, purpose: Purpose = "seal") -> Key:
        """Make a key and use it for writing from now on."""
        now = datetime.now(UTC)
        key = Key(secrets.token_hex(4), purpose, now, secrets.token_bytes(KEY_BYTES))
        self._write(key)
        return key

    def make_missing(self) -> None:
        """See to it that there is a usable key for each purpose."""
        for purpose in PURPOSES:
            try:
                self._newest(purpose)
            except NoUsableKey:
                self.make(purpose)

    def retire(self, key_id: str) -> Key:
        """End writing with this key; if it was the last of its purpose, a new one takes its place.

        Raises UnknownKey. Retiring a retired key changes nothing.
        """
        self._follow()
        if key_id not in self._keys:
            raise UnknownKey(key_id)
        key = self._keys[key_id]
        if key.retired is None:
            key = replace(key, retired=datetime.now(UTC))
            self._write(key)
            self.make_missing()
        return key

    def _newest(self, purpose: Purpose) -> Key:
        self._follow()
        usable = [key for key in self._keys.values() if key.purpose == purpose and not key.retired]
        if not usable:
            raise NoUsableKey(
                f"No key to {purpose} with in {self.folder}: run `keys make {purpose}`."
            )
        return max(usable, key=lambda key: (key.created, key.id))

    def _follow(self) -> None:
        """Read the folder again if it changed: every write renames a file and so marks the folder.

        Its time stamp moves in ticks of some milliseconds; until one is safely past, read again.
        """
        changed = self.folder.stat().st_mtime_ns if self.folder.is_dir() else None
        if changed is not None and changed == self._seen:
            return
        files = sorted(self.folder.glob("*.json")) if changed else []
        self._keys = {key.id: key for key in map(_read, files)}
        settled = changed is not None and time.time_ns() - changed > SETTLED_NS
        self._seen = changed if settled else None

    def _write(self, key: Key) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{key.purpose}-{key.id}.json"
        draft = path.with_suffix(".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(_written(key), file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        _sync(self.folder)  # a key must outlive a power cut before anything is sealed with it
        self._seen = None
        self._follow()


def _written(key: Key) -> dict[str, str | None]:
    return {
        "id": key.id,
        "purpose": key.purpose,
        "created": key.created.isoformat(),
        "retired": key.retired.isoformat() if key.retired else None,
        "secret": b64encode(key.secret).decode("ascii"),
    }


def _read(path: Path) -> Key:
    # Group access is let through: mounted secrets are often owned by root and read by group.
    if path.stat().st_mode & 0o007:
        raise KeyExposed(f"{path} is open to every user of this machine: chmod o= {path}")
    try:
        written = json.loads(path.read_text("utf-8"))
        retired = written["retired"]
        key = Key(
            id=str(written["id"]),
            purpose=PURPOSES[PURPOSES.index(written["purpose"])],
            created=datetime.fromisoformat(written["created"]),
            secret=b64decode(written["secret"], validate=True),
            retired=datetime.fromisoformat(retired) if retired else None,
        )
    except (ValueError, KeyError, TypeError):
        raise KeyDamaged(f"{path} is not a key file that Touchstone wrote.") from None
    if len(key.secret) != KEY_BYTES:
        raise KeyDamaged(f"{path} is not a key file that Touchstone wrote.")
    return key


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
