"""Signed bearer tokens: who is calling, and until when. Programs and people use the same.

HS256 with the newest signing key of the ring. A token of a retired key is worth nothing any more:
retiring a key is how one that leaked is stopped.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, OctKey

from criteria.errors import Rule, RuleBroken

ALGORITHM = "HS256"
ONE_DAY_OF_WORK = timedelta(hours=12)
LONGEST = 4096  # characters: a token of ours has some 200


class SigningKey(Protocol):
    """A key as the ring gives it. `secret` holds 32 bytes."""

    @property
    def id(self) -> str: ...
    @property
    def secret(self) -> bytes: ...
    @property
    def retired(self) -> datetime | None: ...


class SigningKeys(Protocol):
    """The part of a key ring that signing needs."""

    @property
    def signing(self) -> SigningKey:
        """The key to sign with now."""

    def find(self, key_id: str, purpose: Literal["seal", "sign"]) -> SigningKey:
        """The key of this id, retired or not. Raises LookupError."""


class TokenSigner:
    """Makes and reads tokens (see `api.parts.Identity`)."""

    def __init__(self, keys: SigningKeys, clock: Callable[[], datetime]) -> None:
        self._keys = keys
        self._clock = clock

    def token(self, person: str, lasts: timedelta = ONE_DAY_OF_WORK) -> str:
        """A token that stands for the person (or program) of this id for so long."""
        key, now = self._keys.signing, self._clock()
        claims = {"sub": person, "iat": _seconds(now), "exp": _seconds(now + lasts)}
        header = {"alg": ALGORITHM, "kid": key.id}
        return jwt.encode(header, claims, OctKey.import_key(key.secret), [ALGORITHM])

    def person(self, token: str) -> str:
        """The id that a token stands for. Raises RuleBroken(NOT_SIGNED_IN) for any other text."""
        try:
            return self._read(token)
        except (JoseError, LookupError, ValueError, TypeError):
            raise RuleBroken(Rule.NOT_SIGNED_IN) from None

    def past_person(self, token: str) -> str | None:
        """Whom an ended token stood for: enough to say whose words were typed, for nothing else."""
        try:
            return str(self._claims(token)["sub"])
        except (JoseError, LookupError, ValueError, TypeError):
            return None

    def device_key(self, person: str, key_id: str = "") -> tuple[str, bytes]:
        """A key of this person's alone: HKDF of the newest signing secret, or of the one named.

        Raises LookupError for an unknown id. A retired key still opens what was kept under it.
        """
        key = self._keys.find(key_id, "sign") if key_id else self._keys.signing
        said = f"touchstone device key:{person}".encode()
        return key.id, HKDF(hashes.SHA256(), length=32, salt=None, info=said).derive(key.secret)

    def _claims(self, token: str) -> dict[str, Any]:
        if len(token) > LONGEST:
            raise ValueError("too long for a token")
        return dict(jwt.decode(token, self._key_of, [ALGORITHM]).claims)

    def _read(self, token: str) -> str:
        claims = self._claims(token)
        wanted = jwt.JWTClaimsRegistry(
            now=_seconds(self._clock()),
            sub={"essential": True},
            iat={"essential": True},
            exp={"essential": True},
        )
        wanted.validate(claims)
        if not isinstance(claims["sub"], str):
            raise TypeError("the subject of a token is text")
        return str(claims["sub"])

    def _key_of(self, token: GuestProtocol) -> OctKey:
        key = self._keys.find(str(token.headers().get("kid")), "sign")
        if key.retired is not None:
            raise LookupError(key.id)
        return OctKey.import_key(key.secret)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
