"""Identifiers and salts: random, short enough to read out, free of meaning."""

import base64
import secrets

_BYTES = 12  # 96 bits: twenty characters


def new_id(prefix: str) -> str:
    """`prefix-` and 96 random bits in lower-case base32, such as `act-mfrggzdfmztwq2lkn5xa`."""
    text = base64.b32encode(secrets.token_bytes(_BYTES)).decode("ascii")
    return f"{prefix}-{text.rstrip('=').lower()}"


def new_salt() -> str:
    """128 random bits in hex: it lies with the content and goes when the content goes."""
    return secrets.token_hex(16)
