"""Where in the network a host is."""

import ipaddress
import socket

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
OLD_IPV4 = ipaddress.IPv6Network("::/96")


def is_public(host: str) -> bool:
    """Whether all addresses of a host are of the public internet; one that nobody knows counts: connecting says so."""
    return all(is_public_address(address) for address in addresses_of(host))


def addresses_of(host: str) -> list[str]:
    """The addresses of a host, the preferred one first; none if nobody knows it."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # a name too long to be one
        return []
    return list(dict.fromkeys(str(place[4][0]) for place in found))


def is_public_address(address: str) -> bool:
    """Whether an IP address is one machine's of the public internet, also by the IPv4 address that an IPv6 one leads to."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is None and ip in OLD_IPV4:
            return False
        ip = inner or ip
    return ip.is_global and not ip.is_multicast
