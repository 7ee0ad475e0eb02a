"""Reads on contracts: what is agreed, what is open, which terms hold in a month."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet, prefetch_related_objects

from paidang.contracts.models import (
    AGREED,
    DRAFT,
    Acceptance,
    AcceptedFinding,
    Amendment,
    Annex,
    Approval,
    Contract,
    ContractText,
    Decision,
    PaperSignature,
    Signing,
    TermsInForce,
)
from paidang.contracts.rules.amending import Amended, Change, Held, compile_held
from paidang.contracts.rules.annexes import Annexed, annex_lines
from paidang.contracts.rules.compiled import Agreed, Compiled
from paidang.contracts.rules.finding_key import finding_key
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.signing_day import with_signing_day
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say

Row = TypeVar("Row", Decision, Acceptance, Amendment, Annex, TermsInForce, Signing, PaperSignature, Approval)


@dataclass(frozen=True, slots=True)
class Standing:
    """A contract as it was agreed on: its text, the document meant, decisions, annexes, compiled terms, who has accepted them.

    `terms_sha256` covers the text, the terms, all addenda, also those that move no money, the annexes and who signs
    first: a word given is given for all of it, and for no later version. The day of signing is not in it: where nobody
    has decided it, it is known only afterwards, and `compiled` has it as soon as it is. What has changed since stands in
    the signed `amendments` and in the rows that are `in_force`, the first day first: ask `queries.terms` what holds on a
    day.
    """

    contract: Contract
    text: ContractText
    compiled: Compiled
    decisions: dict[str, Decision]
    annexes: Sequence[Annex]
    terms_sha256: str
    accepted_by: dict[int, Acceptance]
    amendments: tuple[Amended, ...] = ()
    in_force: tuple[TermsInForce, ...] = ()

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = self.text.reading["documents"][self.text.document]
        return document

    @property
    def base(self) -> Held:
        """What the text says and what is decided, before any supplementary agreement."""
        return _held(self.text, self.decisions)

    @property
    def names(self) -> tuple[str, str]:
        """The registered names, brand and agency; empty while one of them is not there."""
        return _names(self.contract)

    @property
    def waits_for(self) -> list[str]:
        """The sides (a, b) that have not accepted exactly this text with exactly these terms."""
        sides = {"a": self.contract.brand_id, "b": self.contract.agency_id}
        return [side for side, org_id in sides.items() if org_id not in self.accepted_by]

    @property
    def is_accepted(self) -> bool:
        """Whether both sides have accepted exactly this, so that it can be signed."""
        return self.compiled.is_complete and not self.waits_for

    def signed_on(self, day: date) -> Compiled:
        """The terms as they are if the last signature is given on `day`."""
        return with_signing_day(self.compiled, self.base.stated, day)


def fingerprint_of(
    contract: Contract,
    text: ContractText,
    decisions: Iterable[Decision],
    annexes: Iterable[Annex],
    terms: Mapping[str, object],
) -> dict[str, object]:
    """All that a word for a contract covers: the text, its terms, the addenda, the annexes, who signs first."""
    return {
        "text": text.sha256,
        "document": text.document,
        "terms": terms,
        "addenda": sorted([row.number, row.key, row.value] for row in decisions if row.number),
        "annexes": annex_lines(annexed_of(row) for row in annexes),
        "signing_order": contract.signing_order,
    }


def canonical(data: object) -> bytes:
    """The bytes of which `digest` is the sha256."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(data: object) -> str:
    """The sha256 of a value's canonical JSON."""
    return hashlib.sha256(canonical(data)).hexdigest()


def list_contracts() -> list[Contract]:
    """The contracts this organisation is a party of, those in force first, the newest first."""
    found = Contract.objects.select_related("brand", "agency")
    return sorted(found, key=lambda contract: (contract.state != "in_force", -contract.pk))


def get_contract(code: str, *, lock: bool = False) -> Contract:
    """The contract with this code; NotFound if there is none that this organisation may see."""
    found = Contract.objects.select_related("brand", "agency")
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    try:
        return found.get(code=code)
    except Contract.DoesNotExist:
        raise NotFound(
            say("没有合同 {code}", code=code), remedy=say("请核对编号，或请对方把合同发给你们。")
        ) from None


def lock_contracts(codes: Collection[str]) -> None:
    """Lock those of the contracts that this organisation may see, in one order, whoever asks for them in which."""
    list(Contract.objects.filter(code__in=codes).order_by("pk").select_for_update(of=("self",), no_key=True))


def get_standing(contract: Contract, *, version: int | None = None) -> Standing:
    """All that both sides look at on the contract's page; of an earlier version of the text, if asked for.

    NotFound for a version that there is not.
    """
    texts = contract.texts.select_related("uploaded_by")
    text = texts.order_by("-number").first() if version is None else texts.filter(number=version).first()
    if text is None:
        raise NotFound(
            say("合同 {code} 没有第 {number} 稿", code=contract.code, number=version or 0),
            remedy=say("请从合同页打开。"),
        )
    current = contract.decisions.filter(replaced_at=None).select_related("proposed_by", "agreed_by")
    annexes = _annexes().filter(contract=contract)
    given = contract.acceptances.filter(withdrawn_at=None).select_related("person")
    standing = _stand(contract, text, current, annexes, given)
    return (
        standing
        if contract.state == DRAFT
        else _with_changes(standing, _agreed([contract.pk]), _in_force([contract.pk]))
    )


def list_standings(contracts: Sequence[Contract]) -> dict[int, Standing]:
    """How each of the contracts stands now, by its id; as many queries for two hundred of them as for one."""
    ids = [contract.pk for contract in contracts]
    texts = ContractText.objects.filter(contract__in=ids).select_related("uploaded_by")
    latest = {
        text.contract_id: text for text in texts.order_by("contract_id", "-number").distinct("contract_id")
    }
    decisions = by_contract(
        Decision.objects.filter(contract__in=ids, replaced_at=None).select_related("proposed_by", "agreed_by")
    )
    annexes = by_contract(_annexes().filter(contract__in=ids))
    accepted = by_contract(
        Acceptance.objects.filter(contract__in=ids, withdrawn_at=None).select_related("person")
    )
    amendments, rows = _agreed(ids), _in_force(ids)
    prefetch_related_objects(contracts, "notices")
    return {
        contract.pk: _with_changes(
            _stand(
                contract,
                latest[contract.pk],
                decisions.get(contract.pk, []),
                annexes.get(contract.pk, []),
                accepted.get(contract.pk, []),
            ),
            amendments,
            rows,
        )
        for contract in contracts
        if contract.pk in latest
    }


def _agreed(ids: Sequence[int]) -> dict[int, list[Amendment]]:
    """The supplementary agreements that both sides have signed, by contract; without their texts."""
    return by_contract(
        Amendment.objects.filter(contract__in=ids, verdict=AGREED, signed_on__isnull=False)
        .defer("text")
        .order_by("number")
    )


def _in_force(ids: Sequence[int]) -> dict[int, list[TermsInForce]]:
    return by_contract(
        TermsInForce.objects.filter(contract__in=ids).order_by("contract_id", "from_day", "pk")
    )


def _with_changes(
    standing: Standing,
    amendments: Mapping[int, Sequence[Amendment]],
    rows: Mapping[int, Sequence[TermsInForce]],
) -> Standing:
    pk = standing.contract.pk
    agreed = tuple(amended(one) for one in amendments.get(pk, ()))
    return replace(standing, amendments=agreed, in_force=tuple(rows.get(pk, ())))


def amended(amendment: Amendment) -> Amended:
    """A supplementary agreement as the rules see it."""
    return Amended(
        number=amendment.number,
        effective_on=amendment.effective_on,
        changes=tuple(Change(**change) for change in amendment.changes),
        places=tuple(amendment.reading["documents"][amendment.document]["terms"]),
        signed_at=amendment.in_force_at,
    )


def _annexes() -> QuerySet[Annex]:
    """The annexes that have not been taken out, without their bytes, in the order in which they were added."""
    return Annex.objects.filter(removed_at=None).select_related("added_by").defer("content").order_by("pk")


def by_contract(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """The same rows by their contract's id, in their order."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.contract_id, []).append(row)
    return found


def _held(text: ContractText, decisions: Mapping[str, Decision]) -> Held:
    read = ReadTerms(terms=text.reading["documents"][text.document]["terms"], party_a=text.party_a)
    return Held(read, {key: Agreed(row.value, row.number) for key, row in decisions.items()})


def _names(contract: Contract) -> tuple[str, str]:
    return (
        contract.brand.registered_name if contract.brand else "",
        contract.agency.registered_name if contract.agency else "",
    )


def _stand(
    contract: Contract,
    text: ContractText,
    current: Iterable[Decision],
    annexes: Iterable[Annex],
    given: Iterable[Acceptance],
) -> Standing:
    """Compile what the text and the current decisions come to; of the words given, those for exactly this count."""
    decisions, annexed = {decision.key: decision for decision in current}, tuple(annexes)
    held = _held(text, decisions)
    compiled = compile_held(held, names=_names(contract), code=contract.code)
    terms_sha256 = digest(fingerprint_of(contract, text, decisions.values(), annexed, compiled.terms))
    given = list(given)
    if contract.state != DRAFT:
        terms_sha256 = _agreed_sha256(given, text) or terms_sha256
    if contract.signed_on:
        compiled = with_signing_day(compiled, held.stated, contract.signed_on)
    accepted = {
        row.org_id: row for row in given if (row.text_sha256, row.terms_sha256) == (text.sha256, terms_sha256)
    }
    return Standing(contract, text, compiled, decisions, annexed, terms_sha256, accepted)


def _agreed_sha256(given: Iterable[Acceptance], text: ContractText) -> str:
    """The digest that both sides last gave their word for: it names what was signed, also when a later release of this
    program compiles the same text to other terms.
    """
    by_digest: dict[str, list[Acceptance]] = {}
    for row in given:
        if row.text_sha256 == text.sha256:
            by_digest.setdefault(row.terms_sha256, []).append(row)
    both = [rows for rows in by_digest.values() if len(rows) == 2]
    return max(both, key=lambda rows: max(row.at for row in rows))[0].terms_sha256 if both else ""


def annexed_of(row: Annex) -> Annexed:
    """An annex as the rules see it."""
    return Annexed(row.kind, row.title, row.name, row.sha256, row.size)


def list_accepted_findings(contract: Contract) -> dict[str, AcceptedFinding]:
    """The findings that somebody lets stand, by key."""
    current = contract.accepted_findings.filter(revoked_at=None).select_related("accepted_by__org")
    return {row.key: row for row in current}


def count_open_findings(standings: Mapping[int, Standing]) -> dict[int, dict[str, int]]:
    """For each contract, how many findings nobody lets stand, by severity."""
    accepted: dict[int, set[str]] = {}
    rows = AcceptedFinding.objects.filter(contract__in=list(standings), revoked_at=None)
    for contract_id, key in rows.values_list("contract_id", "key"):
        accepted.setdefault(contract_id, set()).add(key)
    found: dict[int, dict[str, int]] = {}
    for pk, standing in standings.items():
        let_stand, counts = accepted.get(pk, set()), found.setdefault(pk, {})
        for finding in standing.document["findings"]:
            if not (let_stand and finding_key(finding, standing.text.text) in let_stand):
                counts[finding["severity"]] = counts.get(finding["severity"], 0) + 1
    return found


def list_versions(contract: Contract) -> list[ContractText]:
    """The versions of the text, the first first; without text and reading."""
    texts = contract.texts.select_related("uploaded_by__org").defer("text", "reading")
    return list(texts.order_by("number"))
