"""What is signed as it is laid out for signing: text, addenda, annexes, both parties; a pure function of what was accepted."""

from collections.abc import Mapping

from paidang.contracts.models import Amendment, SigningDocument
from paidang.contracts.models.signing import SIGNED, TO_SIGN
from paidang.contracts.queries.signable import Signable
from paidang.contracts.queries.standing import Standing, amended
from paidang.contracts.rules.amending import (
    POINT,
    POINTS_OF,
    REMOVED,
    Amended,
    Change,
    Held,
    held_on,
)
from paidang.contracts.rules.annexes import KINDS
from paidang.contracts.rules.compiled import Agreed
from paidang.contracts.rules.decided_words import Wording
from paidang.contracts.rules.decisions import CHOICES
from paidang.contracts.rules.points import SILENT, Point
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.reading import vocabulary
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


def paper_of(signable: Signable) -> ContractPaper:
    """What both sides sign. Its date is the moment of the later acceptance, so that it is the same whenever it is made."""
    return _amendment_paper(signable) if signable.amendment else _contract_paper(signable)


def _contract_paper(signable: Signable) -> ContractPaper:
    standing = signable.standing
    contract, text, document = standing.contract, standing.text, standing.document
    return ContractPaper(
        code=contract.code,
        title=signable.title,
        version=text.number,
        text=text.text[document["start"] : document["end"]],
        text_sha256=text.sha256,
        terms_sha256=standing.terms_sha256,
        parties=_parties(standing),
        order=_order(standing),
        made_at=signable.accepted_at,
        addenda=_addenda(standing),
        annexes=[Annex(row.name, f"{KINDS[row.kind]} {row.title}", row.sha256, row.size) for row in standing.annexes],
    )  # fmt: skip


def _amendment_paper(signable: Signable) -> ContractPaper:
    """The text of the supplementary agreement, and the terms that it changes, since what else it says changes nothing."""
    standing, amendment = signable.standing, signable.amendment
    assert amendment, "only of an amendment"
    document = amendment.reading["documents"][amendment.document]
    return ContractPaper(
        code=signable.contract.code,
        title=signable.title,
        version=standing.text.number,
        supplement=amendment.number,
        text=amendment.text[document["start"] : document["end"]],
        text_sha256=amendment.sha256,
        terms_sha256=signable.sha256,
        parties=_parties(standing),
        order=_order(standing),
        made_at=signable.accepted_at,
        effective_on=amendment.effective_on,
        changes=_changes(standing, amendment),
    )


def _changes(standing: Standing, amendment: Amendment) -> list[tuple[str, str]]:
    """The terms that change and what each becomes, in the contract's own words."""
    new, words = amended(amendment), Wording(by_role=standing.text.party_a != BRAND)
    held = held_on(Held(standing.base.read, {}), [new], new.effective_on)
    points = points_of(held.read)
    return [_change(change, new, points, words) for change in new.changes]


def _change(change: Change, new: Amended, points: Mapping[str, Point], words: Wording) -> tuple[str, str]:
    if change.kind == POINT:
        term = next((term for term, point in POINTS_OF.items() if point == change.key), change.key)
        name = vocabulary.label(term, "zh") if term in vocabulary.TERMS else change.key
        point = points.get(change.key) or Point(
            change.key, SILENT, name, name, "choice", None, CHOICES.get(change.key, ())
        )
        return words.question(point), words.value(point, change.value)
    name = vocabulary.label(change.key, "zh")
    if change.kind == REMOVED:
        return name, say("不再适用")
    said = [vocabulary.show_value(change.key, place["value"], "zh") for place in new.places_of(change.key)]
    return name, "、".join(dict.fromkeys(said))


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
    return points_of(ReadTerms(standing.document["terms"], standing.text.party_a))


def points_of(read: ReadTerms) -> dict[str, Point]:
    """Everything that what is stated leaves open."""
    undecided: dict[str, Agreed] = {}
    alone = compile_terms(contract="", read=read, decisions=undecided, names=("甲", "乙"))
    return {point.key: point for point in alone.open}


def find_document(signable: Signable, kind: str = TO_SIGN) -> SigningDocument | None:
    """The stored PDF of exactly this; the one to sign is stored with the first signature."""
    return SigningDocument.objects.filter(**signable.row, kind=kind).first()


def get_pdf_to_sign(signable: Signable) -> bytes:
    """The PDF that both sides sign; only where both have accepted."""
    stored = find_document(signable)
    return bytes(stored.content) if stored else compose_contract(paper_of(signable))


def find_signed_pdf(signable: Signable) -> SigningDocument | None:
    """The PDF with both signatures; None where there is none, as for what was signed on paper."""
    return find_document(signable, SIGNED)
