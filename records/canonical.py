"""One way to write a value as bytes, so that equal content has equal hashes everywhere."""

import hashlib
import json
from typing import Any


def canonical_text(value: Any) -> str:
    """JSON with sorted keys, no spaces and ASCII only. Raises ValueError for NaN and infinities."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    )


def digest(value: Any, salt: str = "") -> str:
    """SHA-256 in hex of the salt followed by the canonical JSON of the value.

    The value is hashed as it will be read back: keys that are no text sort as text once stored.
    """
    stored = json.loads(canonical_text(value))
    return hashlib.sha256((salt + canonical_text(stored)).encode("ascii")).hexdigest()
