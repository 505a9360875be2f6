"""How often something may be tried: by account, so that no password is guessed, and by address, so that no account is.

Counts live in the cache under a keyed hash, until their time is over. No address and no name is stored: whoever reads
the cache without the secret key cannot tell whose they are. A cache of one process counts for that process.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so many seconds, counted from the first time."""

    times: int
    seconds: int


# What is tried, by whom: ``account`` is a name or address as it was typed in, ``address`` where it came from.
LIMITS: Mapping[tuple[str, str], Limit] = {
    ("sign_in", "account"): Limit(10, 15 * 60),
    ("sign_in", "address"): Limit(50, 15 * 60),
    ("password", "account"): Limit(10, 15 * 60),
    ("code", "account"): Limit(5, 15 * 60),
    ("code", "address"): Limit(50, 15 * 60),
    ("passkey", "account"): Limit(20, 15 * 60),
    ("passkey", "address"): Limit(50, 15 * 60),
    ("mail", "account"): Limit(3, 60 * 60),
    ("mail", "address"): Limit(20, 60 * 60),
    ("deliver", "account"): Limit(60, 60 * 60),
    ("shared", "account"): Limit(200, 15 * 60),  # a link, whoever opens it
    ("shared", "address"): Limit(60, 15 * 60),
}


def exceeded(action: str, account: str, request: HttpRequest | None = None) -> bool:
    """Counts one more try of an account, and of a request's address, and says whether it is one too many."""
    by = {"account": account}
    if request and (network := _network(request)):
        by["address"] = network
    counted = [_count(action, kind, value) > LIMITS[action, kind].times for kind, value in by.items()]
    return any(counted)  # after all were counted


def forget(action: str, account: str) -> None:
    """Begins the count of an account anew, once it has shown that it is rightly used."""
    cache.delete(_key(action, "account", account))


def _count(action: str, kind: str, value: str) -> int:
    key = _key(action, kind, value)
    cache.add(key, 0, LIMITS[action, kind].seconds)
    try:
        return cache.incr(key)
    except ValueError:  # its time was over between the two
        return 1


def _key(action: str, kind: str, value: str) -> str:
    return salted_hmac(__name__, f"{action} {kind} {value.casefold()}", algorithm="sha256").hexdigest()


def _network(request: HttpRequest) -> str:
    """The address, or of IPv6 the network from which one subscriber chooses; "" behind a local socket."""
    given = request.META.get("REMOTE_ADDR", "")
    if not given:
        return ""
    address = ip_address(given)
    return str(ip_network((address, 64), strict=False) if address.version == 6 else address)
