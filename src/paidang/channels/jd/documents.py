"""What any document of JD's says. Pure."""

from paidang.channels.jd.cases import map_case
from paidang.channels.jd.mapping import map_order
from paidang.channels.link.documents import Document, MappedDocument
from paidang.channels.mapping import Context


def map_document(document: Document, context: Context) -> MappedDocument:
    """An order's or a case's head and facts."""
    map_one = map_case if document.kind == "case" else map_order
    return map_one(document.body, document.id, context)
