"""Which addresses an outgoing request may reach: those of the public internet and what the operator opened."""

import socket
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as ResolveTimeout
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from django.conf import settings

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NAT64: Final = ip_network("64:ff9b::/96")
COMPATIBLE: Final = ip_network("::/96")  # the long dead form of an IPv4 address inside an IPv6 one
CLOSED: Final[tuple[Network, ...]] = (
    ip_network("64:ff9b:1::/48"),  # NAT64 into somebody's own network
    ip_network("fec0::/10"),  # site-local
    ip_network("192.0.0.0/24"),  # protocol assignments
    ip_network("192.88.99.0/24"),  # 6to4 relays
)


@cache
def _resolver() -> ThreadPoolExecutor:
    """The system's resolver knows no time limit, so it is asked from a thread that can be left behind."""
    return ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolve")


def resolve(host: str, port: int, timeout: float) -> list[Address]:
    """All addresses of a host, each once. Raises OSError, also when the answer takes too long."""
    question = _resolver().submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        answers = question.result(timeout=max(timeout, 0.01))
    except ResolveTimeout as error:
        raise TimeoutError(f"{host} was not resolved in time") from error
    except UnicodeError as error:
        raise OSError(f"{host} is no host name") from error
    return list(dict.fromkeys(ip_address(str(answer[4][0]).split("%")[0]) for answer in answers))


def is_open(address: Address) -> bool:
    """Public, or inside HTTP_ALLOWED_NETWORKS, which only the operator of the instance can change."""
    real = embedded_in(address)
    networks = [ip_network(network, strict=False) for network in settings.HTTP_ALLOWED_NETWORKS]
    if any(real in network or address in network for network in networks):
        return True
    return _is_public(real) and (real.version != address.version or _is_public(address))


def embedded_in(address: Address) -> Address:
    """The IPv4 address that an IPv6 one only wraps: mapped, compatible, 6to4, Teredo or NAT64."""
    if isinstance(address, IPv4Address):
        return address
    if inner := address.ipv4_mapped or address.sixtofour:
        return inner
    if address.teredo:
        return address.teredo[1]
    if address in NAT64 or (address in COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_public(address: Address) -> bool:
    if any(address in network for network in CLOSED if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
