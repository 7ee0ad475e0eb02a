"""⌘K: what the daily work is about, by the number on it or by its name: waves, parcels, cases, promotions, incidents, pictures."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from paidang.aftersales.models import Case
from paidang.aftersales.rules.words import REASONS, STATES
from paidang.contracts.models import Contract
from paidang.fulfilment.models import Wave
from paidang.incidents.models import Incident, Penalty
from paidang.incidents.rules.words import KINDS as INCIDENT_KINDS
from paidang.kit.written import whole_in
from paidang.marketing.models import Proposal, ProposalVersion
from paidang.orders.models import OrderWaybill, Parcel
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.marketing import code_of as campaign_code
from paidang.promotions.models import Promotion
from paidang.studio.models import Asset
from paidang.studio.rules.page import code_of as picture_code
from paidang.team.models import Person

MOST = 8
NUMBER_FROM, NAME_FROM = 4, 2
END = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the palette."""

    word: str | Promise
    url: str
    icon: str
    hint: str = ""


def find_waves(q: str, person: Person) -> Iterable[Hit]:
    """Waves whose code begins so: `P-260403`."""
    found = _of_ours(Wave).filter(**_begins("code", q)) if len(q) >= NUMBER_FROM else Wave.objects.none()
    for wave in found.select_related("contract", "warehouse").order_by("-pk")[:MOST]:
        url = reverse("portal:fulfilment_wave", args=[wave.contract.code, wave.code])
        yield Hit(wave.code, url, "van", f"{wave.warehouse.name} · {wave.contract.code}")


def find_parcels(q: str, person: Person) -> Iterable[Hit]:
    """Parcels by their own code or their waybill, from four characters on; what left without us leads to its order."""
    if len(q) < NUMBER_FROM:
        return
    parcels = _of_ours(Parcel).filter(Q(**_begins("code", q)) | Q(**_begins("waybill", q)))
    known = set()
    for parcel in parcels.select_related("contract").prefetch_related("lines").order_by("-pk")[:MOST]:
        known.add((parcel.contract_id, parcel.waybill))
        orders = sorted({line.order_id for line in parcel.lines.all()})
        page = ("fulfilment_scan_pack", parcel.code) if parcel.wave else ("order", orders[0])
        url = reverse(f"portal:{page[0]}", args=[parcel.contract.code, page[1]])
        yield Hit(parcel.waybill or parcel.code, url, "box", f"{parcel.code} · {'、'.join(orders)}")
    told = _of_ours(OrderWaybill).filter(**_begins("waybill", q)).select_related("contract")
    for one in told.order_by("waybill")[:MOST]:
        if (one.contract_id, one.waybill) not in known:
            url = reverse("portal:order", args=[one.contract.code, one.order_id])
            yield Hit(one.waybill, url, "box", f"{one.order_id} · {one.contract.code}")


def find_cases(q: str, person: Person) -> Iterable[Hit]:
    """After-sales cases by number, by the platform's, or by the waybill of what comes back."""
    wanted = Q(platform_case__iexact=q) | Q(return_waybill__iexact=q)
    if (number := _number(q, "s")) is not None:
        wanted |= Q(number=number)
    for case in _found(Case, q, wanted):
        words = f"{worded(REASONS[case.reason])} · {worded(STATES[case.state])}"
        url = reverse("portal:case", args=[case.contract.code, case.number])
        yield Hit(f"{case.code} {case.order_id}", url, "back", words)


def find_promotions(q: str, person: Person) -> Iterable[Hit]:
    """Promotions by number or title."""
    wanted = _named("title", q)
    if (number := _number(q, "")) is not None:
        wanted |= Q(number=number)
    for one in _found(Promotion, q, wanted):
        url = reverse("portal:price_promotion", args=[one.contract.code, one.number])
        yield Hit(one.title, url, "price", f"{one.number} · {one.store}")


def find_incidents(q: str, person: Person) -> Iterable[Hit]:
    """Incidents and platforms' penalties by number or by what was written of them."""
    wanted = _named("words", q)
    if (number := _number(q, "w")) is not None:
        wanted |= Q(number=number)
    for incident in _found(Incident, q, wanted):
        url = reverse("portal:incident", args=[incident.contract.code, incident.number])
        yield Hit(
            f"{incident.code} {worded(INCIDENT_KINDS[incident.kind].word)}", url, "warn", incident.words[:40]
        )
    number = _number(q, "f")
    wanted = _named("rule", q) | (Q(number=number) if number is not None else Q(pk=None))
    for penalty in _found(Penalty, q, wanted):
        asked = {"contract": penalty.contract.code, "year": penalty.penalised_on.year, "one": penalty.code}
        url = f"{reverse('portal:incident_penalties')}?{urlencode(asked)}#{penalty.code}"
        yield Hit(f"{penalty.code} {penalty.rule}", url, "warn", penalty.store)


def find_pictures(q: str, person: Person) -> Iterable[Hit]:
    """Pictures by number, by the product's name or SKU."""
    wanted = _named("product__title", q) | Q(sku__code__iexact=q)
    if (number := _number(q, "t")) is not None:
        wanted |= Q(number=number)
    for asset in _found(Asset, q, wanted):
        url = reverse("portal:studio_picture", args=[asset.contract.code, asset.number])
        yield Hit(f"{picture_code(asset.number)} {asset.product.title}", url, "image", asset.contract.code)


def find_campaigns(q: str, person: Person) -> Iterable[Hit]:
    """Marketing proposals by number or by a title that they have or had."""
    named = ProposalVersion.objects.filter(_named("title", q)).values("proposal")
    wanted = Q(pk__in=named)
    if (number := _number(q, "m")) is not None:
        wanted |= Q(number=number)
    for one in _found(Proposal, q, wanted):
        last = one.versions.order_by("-version").first()
        url = reverse("portal:marketing_proposal", args=[one.contract.code, one.number])
        yield Hit(
            f"{campaign_code(one.number)} {last.title if last else ''}", url, "price", one.contract.code
        )


def _found(model: type[Model], q: str, wanted: Q) -> list[Any]:
    """The newest that fit; none for no text."""
    if not q:
        return []
    return list(_of_ours(model).filter(wanted).select_related("contract").order_by("-pk")[:MOST])


def _of_ours(model: type[Model]) -> QuerySet[Any]:
    """The rows under one's contracts, by name: only so an index that begins with the contract is used."""
    return model._default_manager.filter(contract__in=list(Contract.objects.values_list("pk", flat=True)))


def _named(field: str, q: str) -> Q:
    return Q(**{f"{field}__icontains": q}) if len(q) >= NAME_FROM else Q(pk=None)


def _begins(field: str, q: str) -> dict[str, str]:
    """The condition that an index is used for."""
    return {f"{field}__gte": q.upper(), f"{field}__lt": q.upper() + END}


def _number(q: str, letter: str) -> int | None:
    """`s-0012`, `s12` or, of things without a letter, `12`."""
    digits = (
        q.removeprefix(letter).removeprefix("-") if letter and q.startswith(letter) else "" if letter else q
    )
    return whole_in(digits, None, digits=8)
