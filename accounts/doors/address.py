"""From where a request comes."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of the client behind the trusted proxies (``TRUSTED_PROXIES``).

    Raises:
        PermissionDenied: there is none.
    """
    return get_adapter(request).get_client_ip(request)


def network_of(request: HttpRequest) -> str:
    """The address as attempts are counted: of IPv6 the network of one customer (/64), who has all addresses in it."""
    text = address_of(request)
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text[:45]
    if address.version == 6:
        return str(ipaddress.IPv6Network((address, 64), strict=False).network_address)
    return str(address)
