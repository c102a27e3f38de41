"""Which addresses of the network a customer's words may lead to."""

from ipaddress import ip_address

import pytest
from pytest_django import Settings

from crisisdesk.web.addresses import is_open

CLOSED = [
    "0.0.0.0",  # noqa: S104 -- an address to refuse
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "192.0.0.8",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
]
OPEN = ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]


@pytest.mark.parametrize("address", CLOSED)
def test_addresses_that_are_not_public_are_closed(address: str) -> None:
    assert not is_open(ip_address(address))


@pytest.mark.parametrize("address", OPEN)
def test_public_addresses_are_open(address: str) -> None:
    assert is_open(ip_address(address))


def test_only_the_operator_opens_a_network_and_only_that_one(settings: Settings) -> None:
    settings.HTTP_ALLOWED_NETWORKS = ["10.20.0.0/16", "fd00::/8"]

    verdicts = [is_open(ip_address(each)) for each in ("10.20.3.4", "::ffff:10.20.3.4", "fd00::7", "10.21.0.1")]

    assert verdicts == [True, True, True, False]
