"""How far a version that both sides have accepted has come on its way to two signatures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from paidang.contracts.models import (
    Approval,
    ApprovalStep,
    Contract,
    OrganisationSeal,
    PaperSignature,
    Signatory,
    Signing,
)
from paidang.contracts.queries.standing import Standing
from paidang.contracts.rules.approval import Word, steps_left
from paidang.contracts.rules.signing import (
    Authority,
    Case,
    NamedParty,
    awaited,
    names_in_block,
)
from paidang.kit.sentence import say
from paidang.team.models import Person
from paidang.team.rules.roles import BRAND

Row = TypeVar("Row", Signing, PaperSignature, Approval)


@dataclass(frozen=True, slots=True)
class Room:
    """Signatures on exactly this version and its terms; the steps and words of internal approval are the reader's own organisation's.

    `paper` is a signature on paper that waits for the other side's word or has it.
    """

    standing: Standing
    signings: Mapping[str, Signing]
    paper: PaperSignature | None
    steps: Sequence[ApprovalStep]
    said: Sequence[Approval]

    @property
    def awaited(self) -> tuple[str, ...]:
        """The sides whose signature is awaited now; none before both have accepted, nor while one on paper waits for a word."""
        if not self.standing.is_accepted or self.paper:
            return ()
        return awaited(self.standing.contract.signing_order, self.signings)

    @property
    def left(self) -> list[ApprovalStep]:
        """The own organisation's steps that nobody has passed; the first is next."""
        words = [Word(row.step_id, row.verdict) for row in self.said]
        left = set(steps_left([step.pk for step in self.steps], words))
        return [step for step in self.steps if step.pk in left]


def get_room(standing: Standing) -> Room:
    """The room of one contract."""
    return list_rooms([standing])[standing.contract.pk]


def list_rooms(standings: Sequence[Standing]) -> dict[int, Room]:
    """The room of each contract, by its id; as many queries for two hundred of them as for one."""
    ids = [standing.contract.pk for standing in standings]
    if not ids:
        return {}
    signings = _by_contract(
        Signing.objects.filter(contract__in=ids)
        .select_related("person", "signatory", "document")
        .defer("seal", "document__content", "signatory__letter")
    )
    papers = _by_contract(
        PaperSignature.objects.filter(contract__in=ids, verdict__in=["", "confirmed"])
        .select_related("recorded_by__org", "answered_by__org")
        .defer("scan")
    )
    steps = list_steps()
    said = _by_contract(
        Approval.objects.filter(contract__in=ids).select_related("person", "step").order_by("pk")
    )
    return {
        standing.contract.pk: _room(
            standing,
            signings.get(standing.contract.pk, []),
            papers.get(standing.contract.pk, []),
            steps,
            said.get(standing.contract.pk, []),
        )
        for standing in standings
    }


def list_steps() -> list[ApprovalStep]:
    """The steps of approval that hold in the reader's own organisation, in order."""
    found = ApprovalStep.objects.filter(ended_at=None).select_related("person")
    return list(found.order_by("number"))


def _by_contract(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.contract_id, []).append(row)
    return found


def _room(
    standing: Standing,
    signings: Iterable[Signing],
    papers: Iterable[PaperSignature],
    steps: Sequence[ApprovalStep],
    said: Iterable[Approval],
) -> Room:
    """Of what was ever given, that for exactly this version and its terms."""
    exactly = (standing.text.pk, standing.terms_sha256)
    return Room(
        standing,
        {row.side: row for row in signings if (row.document.text_id, row.document.terms_sha256) == exactly},
        next((row for row in papers if (row.text_id, row.terms_sha256) == exactly), None),
        steps,
        [row for row in said if (row.text_id, row.terms_sha256) == exactly],
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


def case_of(room: Room, person: Person, day: date) -> Case:
    """What is known of a contract that the person is about to sign on a day."""
    standing, signatory = room.standing, find_signatory(person)
    contract = standing.contract
    term = cast("Mapping[str, str]", standing.signed_on(day).terms["term"])
    return Case(
        side=contract.side_of(person.org_id),
        day=day,
        order=contract.signing_order,
        signed=list(room.signings),
        parties=named_parties(standing),
        starts=term.get("start", ""),
        ends=term.get("end", ""),
        authority=authority_of(signatory) if signatory else None,
        seal_is_said=find_seal(person.org_id) is not None,
        approvals_left=len(room.left),
    )


def named_parties(standing: Standing) -> list[NamedParty]:
    """Both parties as the contract names them, its block of signatures too where it has a name there."""
    contract, document = standing.contract, standing.document
    names = cast("Mapping[str, Mapping[str, str]]", standing.compiled.terms["parties"])
    in_text = standing.text.text[document["start"] : document["end"]]
    is_brand_first, found = standing.text.party_a == BRAND, []
    words = (
        {"a": say("甲方"), "b": say("乙方")} if is_brand_first else {"a": say("品牌方"), "b": say("代运营")}
    )
    for side, org in zip("ab", contract.parties, strict=True):
        word, letter = words[side], side if is_brand_first else ("b" if side == "a" else "a")
        where = standing.compiled.sources.get(f"party.{side}.name", "")
        places = [(where, names[side]["name"] or "")]
        places += [(say("签署栏"), name) for of, name in names_in_block(in_text) if of == letter]
        found += [NamedParty(side, word, name, place, org.registered_name) for place, name in places]
    return found


def get_signatory_letter(contract: Contract, signing_id: int) -> Signatory | None:
    """The authority behind a signature on this contract, with the letter's bytes; None where it rests on none."""
    signing = Signing.objects.filter(contract=contract, pk=signing_id).select_related("signatory").first()
    return signing.signatory if signing and signing.signatory.letter is not None else None
