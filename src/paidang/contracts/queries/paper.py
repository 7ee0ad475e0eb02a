"""The contract as it is laid out for signing: text, addenda, annexes, both parties; a pure function of what was accepted."""

from paidang.contracts.models import SigningDocument
from paidang.contracts.models.signing import SIGNED, TO_SIGN
from paidang.contracts.queries.standing import Standing
from paidang.contracts.rules.annexes import KINDS
from paidang.contracts.rules.compiled import Agreed
from paidang.contracts.rules.decided_words import Wording
from paidang.contracts.rules.points import SILENT, Point
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.signing import ANY
from paidang.contracts.rules.terms import compile_terms
from paidang.kit.sentence import say
from paidang.printing.contract_signed import (
    Addendum,
    Annex,
    ContractPaper,
    SigningParty,
    compose_contract,
)
from paidang.team.rules.roles import BRAND


def contract_paper(standing: Standing) -> ContractPaper:
    """What both sides sign. Its date is the moment of the later acceptance, so that it is the same whenever it is made."""
    contract, text, document = standing.contract, standing.text, standing.document
    return ContractPaper(
        code=contract.code,
        title=document["title"] or contract.title,
        version=text.number,
        text=text.text[document["start"] : document["end"]],
        text_sha256=text.sha256,
        terms_sha256=standing.terms_sha256,
        parties=_parties(standing),
        order=_order(standing),
        made_at=max(word.at for word in standing.accepted_by.values()),
        addenda=_addenda(standing),
        annexes=[Annex(row.name, f"{KINDS[row.kind]} {row.title}", row.sha256, row.size) for row in standing.annexes],
    )  # fmt: skip


def _parties(standing: Standing) -> list[SigningParty]:
    """In the order of the text: its 甲方 first."""
    brand, agency = standing.contract.parties
    is_brand_first = standing.text.party_a == BRAND
    parties = [
        SigningParty("a", brand.registered_name, "甲方" if is_brand_first else "乙方"),
        SigningParty("b", agency.registered_name, "乙方" if is_brand_first else "甲方"),
    ]
    return parties if is_brand_first else parties[::-1]


def _order(standing: Standing) -> str:
    """Who signs first, where one side does."""
    order, words = standing.contract.signing_order, Wording(by_role=standing.text.party_a != BRAND)
    return "" if order == ANY else say("约定由{side}先签。", side=words.side(order))


def _addenda(standing: Standing) -> list[Addendum]:
    """What both sides decided, by number, in the contract's own words."""
    words, points = Wording(by_role=standing.text.party_a != BRAND), list_points(standing)
    found = []
    for decision in sorted(standing.decisions.values(), key=lambda row: row.number or 0):
        if decision.number and decision.agreed_at:
            point = points.get(decision.key) or Point(
                decision.key, SILENT, decision.key, decision.key, "text", None
            )
            value = words.value(point, decision.value)
            found.append(Addendum(decision.number, words.question(point), value, decision.agreed_at))
    return found


def list_points(standing: Standing) -> dict[str, Point]:
    """Everything the text alone leaves open, decided since or not."""
    read = ReadTerms(standing.document["terms"], standing.text.party_a)
    undecided: dict[str, Agreed] = {}
    alone = compile_terms(contract="", read=read, decisions=undecided, names=("甲", "乙"))
    return {point.key: point for point in alone.open}


def find_document(standing: Standing, kind: str = TO_SIGN) -> SigningDocument | None:
    """The stored PDF of exactly this version and its terms; the one to sign is stored with the first signature."""
    return SigningDocument.objects.filter(
        contract=standing.contract, text=standing.text, terms_sha256=standing.terms_sha256, kind=kind
    ).first()


def get_pdf_to_sign(standing: Standing) -> bytes:
    """The PDF that both sides sign; only where both have accepted."""
    stored = find_document(standing)
    return bytes(stored.content) if stored else compose_contract(contract_paper(standing))


def find_signed_pdf(standing: Standing) -> SigningDocument | None:
    """The PDF with both signatures; None where there is none, as for a contract signed on paper."""
    return find_document(standing, SIGNED)
