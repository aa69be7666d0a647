"""One POST to a webhook: to the very address that was checked, and nowhere else.

The name is resolved once, its addresses are checked, and the connection goes to one of them; the
certificate is still asked for by the name. So a name that resolves to something else a moment later
gains nothing. No redirect is followed, no proxy asked, and the answer's body never read.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

import httpx

from criteria.errors import RuleBroken
from criteria.web_address import WebAddress, choose_address, read_address

LONGEST_SECONDS = 15.0

Resolve = Callable[[str, int], Awaitable[list[str]]]  # host, port -> IP addresses


class NotReached(Exception):
    """No answer came. `code` says why in a word of ours."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Answer:
    """What the endpoint said: a status, and how long it wants to be left alone."""

    status: int
    retry_after: timedelta | None = None


@dataclass(frozen=True)
class Poster:
    """Posts to addresses on the open internet; in development, to this machine too."""

    resolve: Resolve
    development: bool = False
    trusted: ssl.SSLContext | None = None  # instead of the authorities that everybody trusts

    async def post(self, url: str, body: str, headers: Mapping[str, str], now: datetime) -> Answer:
        """Raises NotReached."""
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                address = read_address(url, development=self.development)
                found = await self.resolve(address.host, address.port)
                ip = choose_address(address, found, development=self.development)
                return await self._post(address, ip, body, headers, now)
        except RuleBroken as broken:
            raise NotReached(broken.rule.value) from None
        except (TimeoutError, httpx.TimeoutException):
            raise NotReached("timed_out") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            raise NotReached("no_connection") from None

    async def _post(
        self, address: WebAddress, ip: str, body: str, headers: Mapping[str, str], now: datetime
    ) -> Answer:
        host = f"[{ip}]" if ":" in ip else ip
        sent = {**headers, "Host": address.authority, "Content-Type": "application/json"}
        async with (
            httpx.AsyncClient(
                verify=self.trusted or _trusted(),
                trust_env=False,
                follow_redirects=False,
                timeout=LONGEST_SECONDS,
            ) as client,
            client.stream(
                "POST",
                f"{address.scheme}://{host}:{address.port}{address.target}",
                content=body.encode(),
                headers=sent,
                extensions={"sni_hostname": address.host},
            ) as answer,
        ):
            return Answer(answer.status_code, _asked_for(answer.headers.get("retry-after"), now))


@cache
def _trusted() -> ssl.SSLContext:
    """Read once: it takes longer than an event loop may stand still."""
    return httpx.create_ssl_context(trust_env=False)


def _asked_for(text: str | None, now: datetime) -> timedelta | None:
    """Retry-After, in seconds or as a date; None for none, and for what is neither."""
    if not text:
        return None
    if text.strip().isdecimal():
        return timedelta(seconds=min(int(text.strip()[:9]), 10**8))
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max((at if at.tzinfo else at.replace(tzinfo=UTC)) - now, timedelta())
