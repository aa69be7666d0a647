"""Development only: signing in as a named demonstration person, from this very machine.

Anybody at the keyboard may be anybody here, so it must not be reachable from anywhere else. It
needs the switch, a peer on the loopback interface, a Host that is expected (a web page elsewhere
could otherwise reach it by a name that resolves to this machine), and no sign of a proxy.
"""

from collections.abc import Mapping, Sequence
from ipaddress import ip_address

from starlette.requests import Request

from api.parts import Parts
from criteria.errors import Rule, RuleBroken, require
from records.errors import NotFound
from records.people import Force, Person

_PROXY_HEADERS = (
    *("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"),
)


def require_development(parts: Parts, request: Request) -> None:
    """Raise NotFound where the switch is off, RuleBroken(NOT_SIGNED_IN) for a call from afar."""
    if not parts.development:
        raise NotFound("route", "development")
    peer = request.client.host if request.client else ""
    require(is_loopback(peer), Rule.NOT_SIGNED_IN, "peer_not_loopback")
    known = is_allowed_host(request.headers.get("host", ""), parts.allowed_hosts)
    require(known, Rule.NOT_SIGNED_IN, "host_not_allowed")
    require(not passed_a_proxy(request.headers), Rule.NOT_SIGNED_IN, "forwarded")


def may_sign_in_here(parts: Parts, request: Request) -> bool:
    """Whether demonstration people may be signed in from where this request comes from."""
    try:
        require_development(parts, request)
    except (NotFound, RuleBroken):
        return False
    return True


def is_loopback(peer: str) -> bool:
    """Whether the address of a peer is this machine's own."""
    try:
        return ip_address(peer).is_loopback
    except ValueError:
        return False


def is_allowed_host(host: str, allowed: Sequence[str]) -> bool:
    """Whether a Host header names one of the allowed hosts; its port is no matter."""
    name, _, port = host.rpartition(":")
    if not name or not port.isdigit():
        name = host
    return name.lower() in {one.lower() for one in allowed}


def passed_a_proxy(headers: Mapping[str, str]) -> bool:
    return any(name in _PROXY_HEADERS or name.startswith("x-forwarded-") for name in headers)


def require_demonstration_person(person: Person) -> None:
    """Only invented people may be signed in without proof."""
    if not person.demonstration:
        raise NotFound("person", person.id)


def require_invented_in_development(parts: Parts, force: Force) -> None:
    """A demonstration gives no real force invented content."""
    if parts.development and not force.invented:
        raise RuleBroken(Rule.REAL_FORCE_IN_DEMONSTRATION, force.code)
