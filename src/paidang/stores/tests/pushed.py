"""The address of a store to which its platform pushes, and what was kept and refused there."""

from datetime import datetime

from django.utils import timezone
from tests.cast import acting

from paidang.stores.actions.connect import keep_credentials
from paidang.stores.actions.push_take import take_pushed
from paidang.stores.models import PushAddress, PushedMessage, PushRefusal, StoreLink


def address(link: StoreLink) -> str:
    with acting(link.connected_by):
        return f"/push/{PushAddress.objects.get(link=link).code}"


def become(link: StoreLink, platform: str, values: dict[str, str]) -> str:
    """The store as another platform's, whose client is not connected here; the address is what counts."""
    with acting(link.connected_by):
        StoreLink.objects.filter(pk=link.pk).update(platform=platform)
        keep_credentials(link, values, None)
    return address(link)


def kept_messages(link: StoreLink) -> list[tuple[str, str]]:
    with acting(link.connected_by):
        return [*PushedMessage.objects.order_by("pk").values_list("key", "state")]


def refusals(link: StoreLink) -> dict[str, int]:
    with acting(link.connected_by):
        return dict(PushRefusal.objects.values_list("code", "times"))


def take(link: StoreLink, at: datetime | None = None) -> None:
    take_pushed(link_id=link.pk, org_id=link.connected_by.org_id, clock=lambda: at or timezone.now())
