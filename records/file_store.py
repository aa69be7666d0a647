"""Bytes by their SHA-256, written once: in a folder or an S3 store, by the same calls."""

import asyncio
import hashlib
import os
import re
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url

from records.errors import FileDamaged, NotFound

_HASH = re.compile(r"[0-9a-f]{64}")


class FileStore:
    """Content-addressed files. What is put there is never changed; what is read is verified."""

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder

    @classmethod
    def open(cls, place: str | Path) -> "FileStore":
        """Open a folder (made if missing) or the address of a store, such as `s3://bucket/path`."""
        if isinstance(place, str) and "://" in place:
            return cls(from_url(place))
        folder = Path(place)
        return cls(LocalStore(folder, mkdir=True), folder)

    async def put(self, content: bytes) -> str:
        """Keep the bytes and give their hash; the same bytes again change nothing.

        They are durable when this returns: put first, name them in a row afterwards. A damaged file
        of that hash, such as a power cut leaves, is replaced by the right bytes.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        try:
            await obstore.put_async(self._store, sha256, content, mode="create")
        except AlreadyExistsError:
            await self._mend(sha256, content)
        if self._folder is not None:
            await asyncio.to_thread(_make_durable, self._folder, sha256)
        return sha256

    async def _mend(self, sha256: str, content: bytes) -> None:
        try:
            await self.get(sha256)
        except FileDamaged:
            await obstore.put_async(self._store, sha256, content, mode="overwrite")

    async def get(self, sha256: str) -> bytes:
        """The bytes. Raises NotFound, or FileDamaged where they no longer match their hash."""
        if not _HASH.fullmatch(sha256):
            raise NotFound("stored file", sha256)
        try:
            result = await obstore.get_async(self._store, sha256)
        except FileNotFoundError as error:
            raise NotFound("stored file", sha256) from error
        content = bytes(await result.bytes_async())
        if hashlib.sha256(content).hexdigest() != sha256:
            raise FileDamaged(sha256)
        return content


def _make_durable(folder: Path, name: str) -> None:
    """Force a file and its directory entry to the disk, which the local store does not."""
    for path in (folder / name, folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
