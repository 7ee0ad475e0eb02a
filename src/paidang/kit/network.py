"""Where in the network a host is."""

import ipaddress
import socket


def is_public(host: str) -> bool:
    """Whether all addresses of a host are of the public internet; one that nobody knows counts: connecting says so."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return True
    return all(ipaddress.ip_address(str(place[4][0]).partition("%")[0]).is_global for place in found)
