"""How far what both sides have accepted has come on its way to two signatures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from paidang.contracts.models import (
    Approval,
    ApprovalStep,
    Contract,
    OrganisationSeal,
    PaperSignature,
    Signatory,
    Signing,
    SigningDocument,
)
from paidang.contracts.queries.amendments import BooksOf, get_case
from paidang.contracts.queries.signable import Signable
from paidang.contracts.queries.standing import Standing, amended, by_contract
from paidang.contracts.rules.amendment_checks import amendment_fault
from paidang.contracts.rules.approval import Word, steps_left
from paidang.contracts.rules.signing import (
    Authority,
    Case,
    Check,
    NamedParty,
    awaited,
    change_check,
    names_in_block,
    term_check,
)
from paidang.kit.sentence import say
from paidang.kit.sides import other_side
from paidang.team.models import Person
from paidang.team.rules.roles import BRAND


@dataclass(frozen=True, slots=True)
class Room:
    """Signatures on exactly this; the steps and words of internal approval are the reader's own organisation's.

    `paper` is a signature on paper that waits for the other side's word or has it.
    """

    signable: Signable
    signings: Mapping[str, Signing]
    paper: PaperSignature | None
    steps: Sequence[ApprovalStep]
    said: Sequence[Approval]

    @property
    def standing(self) -> Standing:
        return self.signable.standing

    @property
    def awaited(self) -> tuple[str, ...]:
        """The sides whose signature is awaited now; none before both have accepted, nor while one on paper waits for a word."""
        if not self.signable.is_accepted or self.paper:
            return ()
        return awaited(self.standing.contract.signing_order, self.signings)

    @property
    def left(self) -> list[ApprovalStep]:
        """The own organisation's steps that nobody has passed; the first is next."""
        words = [Word(row.step_id, row.verdict) for row in self.said]
        left = set(steps_left([step.pk for step in self.steps], words))
        return [step for step in self.steps if step.pk in left]


def get_room(signable: Signable) -> Room:
    """The room of one contract, or of one supplementary agreement."""
    return list_rooms([signable])[0]


def list_rooms(signables: Sequence[Signable]) -> list[Room]:
    """The room of each; as many queries for two hundred of them as for one."""
    ids = {signable.contract.pk for signable in signables}
    if not ids:
        return []
    signings = by_contract(
        Signing.objects.filter(contract__in=ids)
        .select_related("person", "signatory", "document")
        .defer("seal", "document__content", "signatory__letter")
    )
    papers = by_contract(
        PaperSignature.objects.filter(contract__in=ids, verdict__in=["", "confirmed"])
        .select_related("recorded_by__org", "answered_by__org")
        .defer("scan")
    )
    steps = list_steps()
    said = by_contract(
        Approval.objects.filter(contract__in=ids).select_related("person", "step").order_by("pk")
    )
    return [
        _room(
            signable,
            signings.get(signable.contract.pk, []),
            papers.get(signable.contract.pk, []),
            steps,
            said.get(signable.contract.pk, []),
        )
        for signable in signables
    ]


def list_steps() -> list[ApprovalStep]:
    """The steps of approval that hold in the reader's own organisation, in order."""
    found = ApprovalStep.objects.filter(ended_at=None).select_related("person")
    return list(found.order_by("number"))


def _room(
    signable: Signable,
    signings: Iterable[Signing],
    papers: Iterable[PaperSignature],
    steps: Sequence[ApprovalStep],
    said: Iterable[Approval],
) -> Room:
    """Of what was ever given, that for exactly this."""
    exactly = (signable.standing.text.pk, signable.amendment and signable.amendment.pk, signable.sha256)

    def is_of_it(row: SigningDocument | PaperSignature | Approval) -> bool:
        return (row.text_id, row.amendment_id, row.terms_sha256) == exactly

    return Room(
        signable,
        {row.side: row for row in signings if is_of_it(row.document)},
        next((row for row in papers if is_of_it(row)), None),
        steps,
        [row for row in said if is_of_it(row)],
    )


def list_signatories(org_id: int) -> list[Signatory]:
    """Who may sign for an organisation, by name, without the letters' bytes; of another's only those who have signed."""
    found = Signatory.objects.filter(org_id=org_id, ended_at=None, person__is_active=True)
    return list(found.select_related("person", "added_by").defer("letter").order_by("person__name"))


def find_signatory(person: Person) -> Signatory | None:
    """On what authority the person signs for the organisation; None where they may not."""
    return Signatory.objects.filter(person=person, ended_at=None).defer("letter").first()


def find_seal(org_id: int) -> OrganisationSeal | None:
    """With which seal the reader's own organisation signs; None where it has not said."""
    return OrganisationSeal.objects.filter(org_id=org_id).first()


def authority_of(signatory: Signatory) -> Authority:
    """A signatory's authority as the rules see it."""
    return Authority(signatory.ground, signatory.title, signatory.until)


def case_of(room: Room, person: Person, day: date, books_of: BooksOf | None = None) -> Case:
    """What is known of what the person is about to sign on a day; `books_of` is asked where it is an amendment."""
    signable, signatory = room.signable, find_signatory(person)
    contract = signable.contract
    return Case(
        side=contract.side_of(person.org_id),
        day=day,
        order=contract.signing_order,
        signed=list(room.signings),
        parties=named_parties(signable),
        subject=_change_check(signable, day, books_of) if signable.amendment else _term_check(signable.standing, day),
        mend=say("请收回，改好另提一份") if signable.amendment else say("请交新的一稿改正"),
        authority=authority_of(signatory) if signatory else None,
        seal_is_said=find_seal(person.org_id) is not None,
        approvals_left=len(room.left),
    )  # fmt: skip


def _term_check(standing: Standing, day: date) -> Check:
    term = cast("Mapping[str, str]", standing.signed_on(day).terms["term"])
    return term_check(term.get("start", ""), term.get("end", ""))


def _change_check(signable: Signable, day: date, books_of: BooksOf | None) -> Check:
    """Whether it can still hold, as the contract and the books stand now: since it was accepted, time has passed."""
    amendment = signable.amendment
    assert amendment and books_of, "a change of terms is judged by the books"
    case = get_case(signable.standing, amendment, books_of(signable.contract), day)
    return change_check(amendment.effective_on, amendment_fault(case))


def named_parties(signable: Signable) -> list[NamedParty]:
    """Both parties as the contract, or the amendment, names them, its block of signatures too where it has a name there."""
    standing, contract = signable.standing, signable.contract
    is_brand_first, found = standing.text.party_a == BRAND, []
    words = (
        {"a": say("甲方"), "b": say("乙方")} if is_brand_first else {"a": say("品牌方"), "b": say("代运营")}
    )
    in_text = _text_of(signable)
    for side, org in zip("ab", contract.parties, strict=True):
        word, letter = words[side], side if is_brand_first else other_side(side)
        places = [_named(signable, side, letter)]
        places += [(say("签署栏"), name) for of, name in names_in_block(in_text) if of == letter]
        found += [NamedParty(side, word, name, place, org.registered_name) for place, name in places]
    return found


def _named(signable: Signable, side: str, letter: str) -> tuple[str, str]:
    """Where a party is named, and how: in the amendment, or, where that is silent, in the contract."""
    compiled = signable.standing.compiled
    names = cast("Mapping[str, Mapping[str, str]]", compiled.terms["parties"])
    if signable.amendment:
        for place in amended(signable.amendment).places_of(f"party.{letter}.name"):
            return str(place["clause"]), str(place["value"] or "")
    return compiled.sources.get(f"party.{side}.name", ""), names[side]["name"] or ""


def _text_of(signable: Signable) -> str:
    amendment = signable.amendment
    if amendment:
        document = amendment.reading["documents"][amendment.document]
        return amendment.text[document["start"] : document["end"]]
    document = signable.standing.document
    return signable.standing.text.text[document["start"] : document["end"]]


def get_signatory_letter(contract: Contract, signing_id: int) -> Signatory | None:
    """The authority behind a signature on this contract, with the letter's bytes; None where it rests on none."""
    signing = Signing.objects.filter(contract=contract, pk=signing_id).select_related("signatory").first()
    return signing.signatory if signing and signing.signatory.letter is not None else None
