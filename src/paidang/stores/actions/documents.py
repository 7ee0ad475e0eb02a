"""Taking in what a platform sent: one transaction for the documents, the facts, the heads and the cursor, or nothing.

The facts go the way that files go (ADR 0036): a pull that brings anything new is one file of intake, in the format
`<platform>_api`; what cannot be read waits in its quarantine. The same documents again change nothing.
"""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paidang.channels.formats import FORMATS
from paidang.channels.link.documents import CaseHead, Document, MappedDocument, OrderHead
from paidang.channels.link.sheet import MapDocument, SheetRow, mapped_before, write_sheet
from paidang.channels.mapping import Context, Mapped
from paidang.channels.platforms import PLATFORMS
from paidang.intake.actions import receive_file, write_now
from paidang.intake.models import ImportFile
from paidang.intake.rules.states import WRITTEN
from paidang.kit.outcome import UnableTo
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say
from paidang.orders.actions import hold_by_person, hold_without_lines, keep_persons, keep_waybills
from paidang.orders.models import OrderLine, Store
from paidang.stores.actions.heads import keep_case, keep_orders, moment, shipped_at_of
from paidang.stores.actions.moved import keep_moved, receivers_before
from paidang.stores.actions.recording import count_day, record
from paidang.stores.actions.room import Key, changed_of_waiting, make_room
from paidang.stores.actions.ship import TO_SHIP
from paidang.stores.models import PulledDocument, StoreCase, StoreLink, StoreOrder
from paidang.stores.queries import get_link
from paidang.stores.queries.codes import coded
from paidang.stores.queries.sealed import DOCUMENT, link_owner, seal
from paidang.stores.rules.persons import without_persons
from paidang.stores.rules.states import WORKING
from paidang.team.models import Person


class UnableToTakeIn(UnableTo):
    code = "DOCUMENTS_NOT_TAKEN_IN"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a pull brought: how many documents were new, and the file that they went in by, if any."""

    documents: int
    imported: ImportFile | None


@dataclass(frozen=True, slots=True)
class _New:
    """A document that was not there yet, and what it says."""

    document: Document
    sha256: str
    mapped: MappedDocument


@transaction.atomic
def take_in(
    *,
    person: Person,
    at: datetime,
    link_id: int,
    documents: Sequence[Document],
    map_document: MapDocument,
    kind: str = "",
    until: datetime | None = None,
    act: str = "stores.pulled",
) -> TakenIn:
    """Take documents in, and move the cursor of their kind to `until`: everything changed before that is in now."""
    link = get_link(link_id, lock=True)
    if link.state not in WORKING:
        return TakenIn(0, None)
    new = _only_new(link, coded(link, documents), map_document, at)
    imported = _write(link, person, at, new, map_document) if new else None
    _keep_heads(link, person, new, at)
    _keep_documents(link, new, at, imported)
    if until is not None:
        _move_cursor(link, kind, until, at)
    count_day(link, at, pulls=int(until is not None), documents=len(new))
    if imported:
        counts = {"documents": len(new), "import": imported.pk}
        record(link, person, at, act, counts)
    return TakenIn(len(new), imported)


def digest(document: Document) -> str:
    """What makes a document the same: everything in it."""
    text = json.dumps(document.body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def context_of(link: StoreLink, at: datetime) -> Context:
    """What the documents do not say themselves, just as intake will say it."""
    return Context(link.store, link.channel, at.astimezone(SHANGHAI).isoformat(timespec="seconds"))


def _only_new(
    link: StoreLink, documents: Sequence[Document], map_document: MapDocument, at: datetime
) -> list[_New]:
    """Those that were not there yet, of each order or case the latest, unless what we know of it is later still.

    And those that the platform says again after a state that could not be read: a doubled one is followed by the whole one.
    """
    context, latest = context_of(link, at), dict[tuple[str, str], _New]()
    by_digest: dict[tuple[str, str, str], Document] = {
        (one.kind, one.id, digest(one)): one for one in documents
    }
    # by the number, as the index goes: by the digest alone all that the store ever sent would be looked through
    known = PulledDocument.objects.filter(
        link=link, kind__in={kind for kind, _, _ in by_digest}, document_id__in=[id for _, id, _ in by_digest]
    )
    keys = list(known.order_by("pulled_at", "pk").values_list("kind", "document_id", "sha256"))
    last = {(kind, number): sha256 for kind, number, sha256 in keys}
    waits = changed_of_waiting(link, [number for _, number in last], map_document, context)
    for kind, number, sha256 in keys:
        if (kind, number) not in waits or last[kind, number] == sha256:
            by_digest.pop((kind, number, sha256), None)
    for (kind, number, sha256), document in by_digest.items():
        found = _New(document, sha256, map_document(document, context))
        if (kind, number, sha256) in keys and found.mapped.changed_at < waits[kind, number]:
            continue
        before = latest.get((kind, number))
        if before is None or found.mapped.changed_at >= before.mapped.changed_at:
            latest[kind, number] = found
    ours = {
        ("order", number): changed
        for number, changed in StoreOrder.objects.filter(
            link=link, order_id__in=[number for kind, number in latest if kind == "order"]
        ).values_list("order_id", "modified_at")
    } | {
        ("case", number): changed
        for number, changed in StoreCase.objects.filter(
            link=link, case_id__in=[number for kind, number in latest if kind == "case"]
        ).values_list("case_id", "modified_at")
    }
    return [
        one
        for key, one in sorted(latest.items(), key=lambda item: (item[0][0] != "order", item[0][1]))
        if not _is_older(one.mapped, ours.get(key))
    ]


def _is_older(mapped: MappedDocument, ours: datetime | None) -> bool:
    theirs = moment(mapped.changed_at) if mapped.head else None
    return ours is not None and theirs is not None and theirs < ours


def _write(
    link: StoreLink, person: Person, at: datetime, new: Sequence[_New], map_document: MapDocument
) -> ImportFile:
    """The documents as a file of intake, written at once; what of older ones still waited there makes room."""
    platform = PLATFORMS[link.platform]
    format = FORMATS[f"{platform.folder}_api"]
    known = _known_orders(link, new)
    rows = [
        SheetRow(_pared(one.document), _shipped_at(link, one, at), one.document.id in known) for one in new
    ]
    imported = receive_file(
        person=person,
        at=at,
        code=link.contract.code,
        name=f"{platform.label}接口-{link.store}-{at.astimezone(SHANGHAI):%Y%m%d%H%M%S}.csv",
        content=write_sheet(format.required, rows, taken_at=at.isoformat()),
        store=link.store,
        channel=link.channel,
        is_to_write=True,
    )
    assert format.map_order is not None
    map_order = mapped_before(format.map_order, _mapped(new, known))
    imported = write_now(person=person, at=at, import_id=imported.pk, map_order=map_order)
    if imported.state != WRITTEN:
        reason = imported.problem["reason"] if imported.problem else say("写不进去")
        raise UnableToTakeIn(say("店铺 {store} 的单据没有写入：{reason}", store=link.store, reason=reason))
    changed: dict[Key, str] = {(one.document.kind, one.document.id): one.mapped.changed_at for one in new}
    make_room(link, imported, person, at, changed, map_document, context_of(link, at))
    return imported


def _mapped(new: Sequence[_New], known: Collection[str]) -> dict[tuple[str, str], Mapped]:
    """What need not be read again from the file: not what has a fault, since there it may be about a person, who is in no
    file; nor an order of which there are facts, which this state of it may have to undo.
    """
    return {
        (one.document.kind, one.document.id): one.mapped.mapped
        for one in new
        if not one.mapped.mapped.faults and one.document.id not in known
    }


def _known_orders(link: StoreLink, new: Sequence[_New]) -> set[str]:
    """The orders whose lines are in the facts already."""
    numbers = [one.document.id for one in new if one.document.kind == "order"]
    lines = OrderLine.objects.filter(contract_id=link.contract_id, order_id__in=numbers)
    return set(lines.values_list("order_id", flat=True))


def _pared(document: Document) -> Document:
    return Document(document.kind, document.id, without_persons(document.body))


def _shipped_at(link: StoreLink, one: _New, at: datetime) -> str:
    """When an order left as we know it, in Shanghai; empty for a case, and for one that has not left."""
    head = one.mapped.head
    if not isinstance(head, OrderHead):
        return ""
    shipped_at = shipped_at_of(link, head, at)
    return shipped_at.astimezone(SHANGHAI).isoformat() if shipped_at else ""


def _numbers_of_other_stores(link: StoreLink, numbers: Sequence[str]) -> set[str]:
    """Orders that are another store's: theirs of the same number wait in quarantine, and are worked on only when that is mended."""
    if Store.objects.filter(contract=link.contract_id).count() < 2:
        return set()
    lines = OrderLine.objects.filter(contract=link.contract_id, order_id__in=numbers)
    ours = lines.filter(channel=link.channel, store=link.store).values_list("order_id", flat=True)
    return set(lines.values_list("order_id", flat=True)) - set(ours)


def _keep_heads(link: StoreLink, person: Person, new: Sequence[_New], at: datetime) -> None:
    heads = [one.mapped.head for one in new]
    others = _numbers_of_other_stores(link, [head.order_id for head in heads if isinstance(head, OrderHead)])
    orders = [head for head in heads if isinstance(head, OrderHead) and head.order_id not in others]
    moved = receivers_before(link, orders)
    keep_orders(link, orders, at)
    keep_moved(link.contract, person, at, moved)
    keep_waybills(link.contract_id, [(head.order_id, one.waybill) for head in orders for one in head.parcels])
    keep_persons(link.contract_id, {head.order_id: head.receiver for head in orders})
    to_ship = [head.order_id for head in orders if head.state in TO_SHIP]
    hold_without_lines(link.contract, person=person, at=at, order_ids=to_ship)
    hold_by_person(link.contract, person=person, at=at, order_ids=[head.order_id for head in orders])
    for head in heads:
        if isinstance(head, CaseHead):
            keep_case(link, head)


def _keep_documents(link: StoreLink, new: Sequence[_New], at: datetime, imported: ImportFile | None) -> None:
    owner = link_owner(link.pk)
    PulledDocument.objects.bulk_create(
        (
            PulledDocument(
                contract_id=link.contract_id,
                org_id=link.connected_by.org_id,
                link=link,
                kind=one.document.kind,
                document_id=one.document.id,
                sha256=one.sha256,
                sealed=seal(json.dumps(one.document.body, ensure_ascii=False), purpose=DOCUMENT, owner=owner),
                import_id=imported.pk if imported else None,
                pulled_at=at,
            )
            for one in new
        ),
        batch_size=500,
        update_conflicts=True,  # said again after another state: it is the latest once more
        unique_fields=["link", "kind", "document_id", "sha256"],
        update_fields=["import_id", "pulled_at"],
    )


def _move_cursor(link: StoreLink, kind: str, until: datetime, at: datetime) -> None:
    """Forward only: another pull may have been further already."""
    if kind == "order":
        link.orders_until = max(link.orders_until, until)
    else:
        link.cases_until = max(link.cases_until, until)
    link.tried_at = link.answered_at = at
    link.failures, link.problem = 0, None
    link.save()
