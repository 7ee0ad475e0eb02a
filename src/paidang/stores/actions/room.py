"""Rows of a store's interface that wait in quarantine make room for what the platform says of the same order or case later."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from django.db.models import QuerySet

from paidang.channels.formats import FORMATS
from paidang.channels.link.documents import Document
from paidang.channels.link.sheet import MapDocument, document_of
from paidang.channels.mapping import Context
from paidang.channels.platforms import PLATFORMS
from paidang.intake.actions import discard_row
from paidang.intake.models import ImportFile, QuarantineRow
from paidang.intake.rules.states import OPEN
from paidang.kit.sentence import say
from paidang.stores.models import StoreLink
from paidang.team.models import Person

AGAIN_MAX = 50
"""So many orders, and so many cases, are asked for again in an hour."""
Key = tuple[str, str]
"""Kind and number of a document."""


def changed_of_waiting(
    link: StoreLink, numbers: Collection[str], map_document: MapDocument, context: Context
) -> dict[Key, str]:
    """When the platform had changed the orders and cases of which a row waits, the latest of each; "" where that cannot be read."""
    found: dict[Key, str] = {}
    for key, changed_at, _row in _waiting(link, numbers, map_document, context):
        found[key] = max(changed_at, found.get(key, ""))
    return found


def list_waiting_orders(link: StoreLink) -> list[str]:
    """The numbers of orders of the store of which a row waits, the longest first, at most AGAIN_MAX."""
    return list(_waiting_of(link, "order"))


def list_waiting_cases(link: StoreLink, map_document: MapDocument, context: Context) -> list[tuple[str, str]]:
    """The same of cases, each with the moment of its last change, "" where that cannot be read."""
    return [
        (number, map_document(document, context).changed_at)
        for number, document in _waiting_of(link, "case").items()
    ]


def _waiting_of(link: StoreLink, kind: str) -> dict[str, Document]:
    rows = _rows(link).order_by("pk").values_list("group", "cells")
    found: dict[str, Document] = {}
    for number, cells in rows.iterator(
        chunk_size=4 * AGAIN_MAX
    ):  # of 60,000 that wait no more than these are read
        if (document := document_of(cells)) and document.kind == kind:
            found[number] = document
        if len(found) == AGAIN_MAX:
            break
    return found


def make_room(
    link: StoreLink,
    imported: ImportFile,
    person: Person,
    at: datetime,
    changed: Mapping[Key, str],
    map_document: MapDocument,
    context: Context,
) -> None:
    """Discard the rows of earlier pulls that wait for an order or case which came in again, unless they say something later."""
    reason = str(say("平台后来又给了这张单据，以新的为准"))
    rows = {}
    for key, changed_at, row in _waiting(link, [number for _, number in changed], map_document, context):
        if row.file_id != imported.pk and key in changed and changed_at <= changed[key]:
            rows[row.file_id, row.group] = row.pk
    for row_id in rows.values():
        discard_row(person=person, at=at, row_id=row_id, reason=reason)


def _waiting(
    link: StoreLink, numbers: Collection[str], map_document: MapDocument, context: Context
) -> Iterator[tuple[Key, str, QuarantineRow]]:
    for row in _rows(link).filter(group__in=numbers).order_by("pk"):
        document = document_of(row.cells)
        if document is not None:
            yield (document.kind, document.id), map_document(document, context).changed_at, row


def _rows(link: StoreLink) -> QuerySet[QuarantineRow]:
    format = FORMATS[f"{PLATFORMS[link.platform].folder}_api"]
    return QuarantineRow.objects.filter(
        contract_id=link.contract_id, file__format=format.key, file__store=link.store, state=OPEN
    )
