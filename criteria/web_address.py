"""Which addresses webhooks may be sent to: https on the open internet, nothing inside a network.

Otherwise whoever may register an address could make this service call machines that only it can
reach. A name is judged by what it resolves to, when it is registered and again at each sending.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from criteria.errors import Rule, RuleBroken, require

LONGEST = 2000
PORTS = {"https": 443, "http": 80}
_NAT64 = IPv6Network("64:ff9b::/96")  # an IPv4 address in its last four bytes


@dataclass(frozen=True)
class WebAddress:
    """An address taken apart. `target` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The host as a request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def read_address(url: str, *, development: bool = False) -> WebAddress:
    """The parts of an address. In development http is let through, for this machine alone.

    Raises RuleBroken(WEBHOOK_ADDRESS_UNREADABLE, WEBHOOK_NEEDS_HTTPS).
    """
    plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    require(plain and len(url) <= LONGEST, Rule.WEBHOOK_ADDRESS_UNREADABLE)
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise RuleBroken(Rule.WEBHOOK_ADDRESS_UNREADABLE) from None
    allowed = ("https", "http") if development else ("https",)
    require(parts.scheme in allowed, Rule.WEBHOOK_NEEDS_HTTPS)
    # A name and password in an address, or a mark within a page, are meant for browsers.
    named = bool(host) and port != 0 and "@" not in parts.netloc and not parts.fragment
    require(named, Rule.WEBHOOK_ADDRESS_UNREADABLE)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return WebAddress(parts.scheme, host, port or PORTS[parts.scheme], target)


def choose_address(address: WebAddress, found: Sequence[str], *, development: bool = False) -> str:
    """The one to connect to, of the IP addresses that the host resolves to; all must be fit.

    Raises RuleBroken(WEBHOOK_HOST_UNKNOWN, WEBHOOK_ADDRESS_NOT_PUBLIC, WEBHOOK_NEEDS_HTTPS).
    """
    require(bool(found), Rule.WEBHOOK_HOST_UNKNOWN)
    ips = [_unwrapped(one) for one in found]
    here = development and all(ip.is_loopback for ip in ips)
    require(here or all(_is_public(ip) for ip in ips), Rule.WEBHOOK_ADDRESS_NOT_PUBLIC)
    require(here or address.scheme == "https", Rule.WEBHOOK_NEEDS_HTTPS)
    return found[0]


def _unwrapped(text: str) -> IPv4Address | IPv6Address:
    """The address itself, where one of the old kind is written as one of the new."""
    ip = ip_address(text.partition("%")[0])  # "%eth0": by which wire it is reached
    if isinstance(ip, IPv6Address):
        if ip in _NAT64:
            return IPv4Address(int(ip) & 0xFFFFFFFF)
        return ip.ipv4_mapped or ip.sixtofour or ip
    return ip


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Neither private, loopback, link-local, multicast, unspecified nor set aside for anything."""
    tunnelled = isinstance(ip, IPv6Address) and (ip.teredo is not None or ip.is_site_local)
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not tunnelled
