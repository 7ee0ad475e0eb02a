"""The brand's account with the carrier's interface: numbers for a wave, numbers given back, where parcels are."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from paidang.channels.cainiao.client import BASE_URL, CP_CODES, Client, Shipment, Step
from paidang.channels.link.documents import Receiver
from paidang.channels.link.errors import ChannelError
from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.fulfilment.actions.recording import UnableToFulfil, check_may_pack
from paidang.fulfilment.actions.waybills import Taken, give_waybills
from paidang.fulfilment.engines.carrier import opened
from paidang.fulfilment.models import CarrierAccount, Pack, TrackingEvent
from paidang.fulfilment.queries.waves import get_wave, goods_of
from paidang.fulfilment.rules.states import GIVEN_UP, OPEN, PACKED
from paidang.fulfilment.rules.waybill_files import Given
from paidang.kit.sentence import say
from paidang.orders.models import Parcel
from paidang.orders.rules.carriers import OWN
from paidang.stores.queries import list_receivers
from paidang.stores.queries.sealed import seal, unseal
from paidang.stores.rules.persons import is_readable
from paidang.team.context import act_as
from paidang.team.models import Person
from paidang.team.rules.vault import Unreadable

PURPOSE = "carrier-account"
NEEDED = ("provider", "secret", "app_code", "sender", "phone", "province", "city", "district", "address")
"""The account's words, and from whom and where parcels leave."""
SIGNED = "SIGN"
FOLLOWED = timedelta(days=20)
PARCELS_A_LOOK = 200
Clock = Callable[[], datetime]


@transaction.atomic
def set_carrier_account(
    *, person: Person, at: datetime, code: str, base_url: str, values: Mapping[str, str]
) -> None:
    """Keep the brand's access to the interface, encrypted; what is empty keeps what it was."""
    contract = check_may_pack(person, code)
    address = base_url.strip().rstrip("/") or BASE_URL
    before = _values(person.org_id)
    kept = {name: values.get(name, "").strip() or before.get(name, "") for name in NEEDED}
    if address not in (BASE_URL, *settings.STORE_ADDRESSES) or not all(kept.values()):
        raise UnableToFulfil(
            say("快递接口没有写全"), code="CARRIER_INCOMPLETE", remedy=say("资源编码、密钥、应用编码、寄件人和地址都要填。")
        )  # fmt: skip
    CarrierAccount.objects.update_or_create(
        org_id=person.org_id,
        defaults={
            "base_url": address, "set_by": person, "set_at": at,
            "sealed": seal(json.dumps(kept, ensure_ascii=False), purpose=PURPOSE, owner=f"org:{person.org_id}"),
        },
    )  # fmt: skip
    record(contract, person, at, "fulfilment.carrier_set", {"address": address})


def _values(org_id: int) -> dict[str, str]:
    """What the account knows; nothing where there is none or the installation's key is another one now."""
    account = CarrierAccount.objects.filter(org_id=org_id).first()
    try:
        return json.loads(unseal(account.sealed, purpose=PURPOSE, owner=f"org:{org_id}")) if account else {}
    except Unreadable:
        return {}


def _account(org_id: int) -> tuple[str, dict[str, str]]:
    account, values = CarrierAccount.objects.filter(org_id=org_id).first(), _values(org_id)
    if account is None or not values:
        raise UnableToFulfil(
            say("还没有设快递接口"), code="CARRIER_MISSING", remedy=say("请在发货页填快递接口，或按文件填运单号。")
        )  # fmt: skip
    return account.base_url, values


def fetch_waybills(*, person: Person, code: str, wave_code: str, clock: Clock) -> Taken:
    """Get numbers for the parcels of a wave that have none. Asked again, the interface gives the same numbers."""
    contract = check_may_pack(person, code)
    packs = list(
        get_wave(contract, wave_code)
        .packs.filter(parcel__waybill="", parcel__carrier__in=CP_CODES, parcel__shipped_at=None)
        .exclude(stage__in=GIVEN_UP)
        .order_by("number")
        .select_related("parcel")
        .prefetch_related("parcel__lines__parts")
    )
    if not packs:
        return Taken()
    base_url, values = _account(person.org_id)
    shipments, without = _shipments(contract, packs)
    taken = Taken(refused=[(code, say("收货人不知道或由平台加密，取不了号")) for code in without])
    if not shipments:
        return taken
    try:
        with opened(base_url, values, now=clock) as client:
            numbers = client.get_waybills(packs[0].parcel.carrier, _sender(values), shipments)
    except ChannelError as error:
        raise UnableToFulfil(error.args[0], code="CARRIER_REFUSED") from None
    with transaction.atomic():
        rows = [Given(parcel, "", one.number) for parcel, one in numbers.items()]
        done = give_waybills(person=person, at=clock(), code=code, rows=rows)
        for pack in packs:
            if pack.code in numbers:
                Parcel.objects.filter(pk=pack.parcel_id, waybill=numbers[pack.code].number).update(
                    waybill_by_us=True, route=numbers[pack.code].route
                )
    done.refused += taken.refused
    return done


def _shipments(contract: Contract, packs: Sequence[Pack]) -> tuple[list[Shipment], list[str]]:
    """What is asked for, and the parcels whose receiver nobody knows, or the platform does not tell."""
    receivers = list_receivers(contract.pk, {pack.orders[0] for pack in packs})
    goods = goods_of(contract.pk, {item.sku for pack in packs for item in pack.contents})
    known, without = [], []
    for pack in packs:
        to = receivers.get(pack.orders[0])
        if to is None or not is_readable(to):
            without.append(pack.code)
            continue
        items = tuple((goods[item.sku].title, item.quantity) for item in pack.contents)
        known.append(Shipment(pack.code, pack.orders[0], to, items))
    return known, without


def _sender(values: Mapping[str, str]) -> Receiver:
    return Receiver(
        values["sender"],
        values["phone"],
        values["province"],
        values["city"],
        values["district"],
        values["address"],
    )


def cancel_waybill(*, person: Person, code: str, pack_id: int, clock: Clock) -> Pack:
    """Give the number of a parcel that has not left back to the carrier; one that came otherwise is only taken off."""
    contract = check_may_pack(person, code)
    pack = (
        Pack.objects.select_related("parcel")
        .filter(contract=contract, pk=pack_id, stage__in=[*OPEN, PACKED], parcel__shipped_at=None)
        .exclude(parcel__waybill="")
        .first()
    )
    if pack is None:
        raise UnableToFulfil(
            say("这个包裹没有可以作废的运单号"), code="WAYBILL_MISSING", remedy=say("交出的包裹不能作废运单。")
        )  # fmt: skip
    parcel = pack.parcel
    if parcel.waybill_by_us:
        base_url, values = _account(person.org_id)
        try:
            with opened(base_url, values, now=clock) as client:
                client.cancel(parcel.carrier, parcel.waybill)
        except ChannelError as error:
            raise UnableToFulfil(error.args[0], code="CARRIER_REFUSED") from None
    with transaction.atomic():
        parcel.waybill, parcel.waybill_by_us, parcel.route = "", False, ""
        parcel.save(update_fields=["waybill", "waybill_by_us", "route"])
        record(contract, person, clock(), "fulfilment.waybills_cancelled", {"count": 1})
    return pack


def follow_parcels(*, org_id: int, clock: Clock) -> int:
    """Ask where the brand's parcels are, those that are on their way; answers how many events were new.

    The carrier is asked with nothing open in the database. To be called in nobody's name; what the carrier refuses of one
    parcel keeps no other waiting.
    """
    with act_as(org_id=org_id):
        values, account = _values(org_id), CarrierAccount.objects.filter(org_id=org_id).first()
        parcels = _on_their_way(org_id, clock()) if account and values else []
    if account is None or not parcels:
        return 0
    new = 0
    with opened(account.base_url, values, now=clock) as client:
        for parcel in parcels:
            steps = _trace(client, parcel)
            with act_as(org_id=org_id):
                new += _keep(parcel, steps)
    return new


def _on_their_way(org_id: int, at: datetime) -> list[Parcel]:
    """The parcels whose numbers came from the carrier and that nobody has signed for, the longest gone first."""
    gone = Parcel.objects.filter(contract__brand_id=org_id, shipped_at__gte=at - FOLLOWED, waybill_by_us=True)
    return list(
        gone.exclude(carrier=OWN).exclude(events__state=SIGNED).order_by("shipped_at")[:PARCELS_A_LOOK]
    )


def _trace(client: Client, parcel: Parcel) -> Sequence[Step]:
    try:
        return client.trace(parcel.carrier, parcel.waybill)
    except ChannelError:
        return ()


def _keep(parcel: Parcel, steps: Sequence[Step]) -> int:
    known = set(TrackingEvent.objects.filter(parcel=parcel).values_list("at", "state"))
    new = [step for step in steps if (step.at, step.state) not in known and step.words]
    TrackingEvent.objects.bulk_create(
        (
            TrackingEvent(
                contract_id=parcel.contract_id, parcel=parcel, at=step.at, state=step.state, words=step.words
            )
            for step in new
        ),
        ignore_conflicts=True,
    )
    return len(new)
