"""A platform that sends to a store's address, as gunicorn hands its requests on."""

from dataclasses import dataclass
from typing import Any

from django.core.servers.basehttp import get_internal_wsgi_application
from django.test import RequestFactory
from tests.cast import acting, shanghai

from paidang.channels.tests.shop import SECRET
from paidang.contracts.models import Contract
from paidang.stores.actions import Given, connect_store
from paidang.stores.models import StoreLink
from paidang.team.models import Person


@dataclass(frozen=True, slots=True)
class Answered:
    status_code: int
    content: bytes


def connect_shop(contract: Contract, person: Person) -> StoreLink:
    """A shop of one's own that is connected."""
    with acting(person):
        return connect_store(
            person=person, at=shanghai("2026-03-01 12:00"), code=contract.code,
            given=Given("shop", "青岚商城", "", {"secret": SECRET}),
        )  # fmt: skip


def send(
    method: str,
    url: str,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    content_type: str = "application/json",
) -> Answered:
    request = RequestFactory().generic(method, url, body, content_type, headers=headers or {})
    statuses: list[str] = []
    application = get_internal_wsgi_application()
    parts = application(request.environ, lambda status, _headers: statuses.append(status))
    return Answered(int(statuses[0].split()[0]), b"".join(parts))


def post(url: str, body: bytes, headers: dict[str, str] | None = None, **more: Any) -> Answered:
    return send("POST", url, body, headers, **more)
