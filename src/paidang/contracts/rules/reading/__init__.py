"""Reading a contract: text in, cited terms and findings out (READING.md).

decode (`paidang.printing.read_text`) → documents → clause tree → term readers, a module per family → checks.
"""

from datetime import date

from paidang.contracts.rules.reading.assemble import read_document
from paidang.contracts.rules.reading.documents import split_documents
from paidang.contracts.rules.reading.messages import in_english
from paidang.contracts.rules.reading.model import Reading

__all__ = ["Reading", "read_contract"]


def read_contract(
    text: str, *, name: str, sha256: str, as_of: date | None = None, lang: str = "zh"
) -> Reading:
    """Read every agreement in a text.

    Positions count code points of `text`; what is no agreement is listed and yields nothing. `as_of` is the day the
    calendar checks look at; without it the day of signing or of the start, if stated. Never raises on any text.
    `lang` is the language of the findings' messages, zh or en.
    """
    documents = [read_document(text, document, as_of) for document in split_documents(text)]
    if lang != "zh":
        documents = [in_english(document) for document in documents]
    return Reading(name, sha256, len(text), documents)
