"""Addresses to which webhooks may be sent, and all the others, each refused by a rule's name."""

import pytest

from criteria.errors import Rule, RuleBroken
from criteria.web_address import WebAddress, choose_address, read_address

PUBLIC = "93.184.215.14"
HOOKS = WebAddress("https", "hooks.example", 443, "/")


def refusal(url: str, found: list[str], *, development: bool = False) -> Rule | None:
    try:
        address = read_address(url, development=development)
        choose_address(address, found, development=development)
    except RuleBroken as broken:
        return broken.rule
    return None


def test_an_address_is_taken_apart() -> None:
    assert read_address("https://Hooks.Example./in?x=1") == WebAddress(
        "https", "hooks.example", 443, "/in?x=1"
    )
    assert read_address("https://hooks.example:8443").authority == "hooks.example:8443"
    assert read_address("https://[2606:4700::1111]/").authority == "[2606:4700::1111]"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://",
        "https:///path",
        "https://name:password@hooks.example/",
        "https://hooks.example@10.0.0.1/",
        "https://hooks.example/#part",
        "https://hooks.example:0/",
        "https://hooks.example:99999/",
        "https://hooks.example/a b",
        "https://hooks.example\\@10.0.0.1/",
        "https://hooks.example/\n",
        "https://höoks.example/",
        "https://[::1/",
        "https://hooks.example/" + "a" * 2000,
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    assert refusal(url, [PUBLIC]) in (
        Rule.WEBHOOK_ADDRESS_UNREADABLE,
        *([Rule.WEBHOOK_NEEDS_HTTPS] if not url else []),
    )


@pytest.mark.parametrize("scheme", ["http", "ftp", "file", "gopher", "javascript"])
def test_anything_but_https_is_refused(scheme: str) -> None:
    assert refusal(f"{scheme}://hooks.example/", [PUBLIC]) is Rule.WEBHOOK_NEEDS_HTTPS


@pytest.mark.parametrize(
    "ip",
    [
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "240.0.0.1",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:0:1:2:3:4:5:6",
        "2001:db8::1",
    ],
)
def test_no_address_inside_a_network_is_called(ip: str) -> None:
    assert refusal("https://hooks.example/", [ip]) is Rule.WEBHOOK_ADDRESS_NOT_PUBLIC
    assert refusal("https://hooks.example/", [PUBLIC, ip]) is Rule.WEBHOOK_ADDRESS_NOT_PUBLIC


@pytest.mark.parametrize("ip", [PUBLIC, "2606:4700:4700::1111", "::ffff:93.184.215.14"])
def test_an_address_on_the_open_internet_is_called(ip: str) -> None:
    assert choose_address(HOOKS, [ip]) == ip


def test_a_host_that_nobody_knows_is_refused() -> None:
    assert refusal("https://hooks.example/", []) is Rule.WEBHOOK_HOST_UNKNOWN


def test_in_development_this_machine_may_be_called_without_https_and_no_other() -> None:
    assert refusal("http://localhost:9000/", ["127.0.0.1", "::1"], development=True) is None
    assert refusal("http://hooks.example/", [PUBLIC], development=True) is Rule.WEBHOOK_NEEDS_HTTPS
    private = refusal("http://hooks.example/", ["10.0.0.1"], development=True)
    assert private is Rule.WEBHOOK_ADDRESS_NOT_PUBLIC
    both = refusal("https://hooks.example/", ["127.0.0.1", PUBLIC], development=True)
    assert both is Rule.WEBHOOK_ADDRESS_NOT_PUBLIC
