"""A contract that was signed and sealed on paper: one side records day and scan, the other confirms or disputes."""

from datetime import date, datetime

from django.db import transaction

from paidang.contracts.actions.in_force import bring_into_force
from paidang.contracts.actions.recording import record
from paidang.contracts.actions.signable import UnableToSign, check_case, get_signable
from paidang.contracts.models import Contract, PaperSignature
from paidang.contracts.models.signing import CONFIRMED, DISPUTED, WITHDRAWN
from paidang.contracts.queries import get_contract, get_room, get_standing
from paidang.contracts.rules.annexes import safe_name
from paidang.duties.actions import Proof
from paidang.evidence.actions import hand_out_head
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

SCAN_MAX = 20 * 2**20
SCAN_STARTS = (b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
ON_PAPER = ("authority", "seal", "turn")
"""What the paper itself shows, and the other side confirms: who signed, with which seal, in which order."""


@clause("OP-7-A", "OP-7-B", "TC-7-1")
@transaction.atomic
def record_paper_signature(
    *, person: Person, at: datetime, code: str, signed_on: date, scan: Proof
) -> PaperSignature:
    """Record the day of the last of both signatures on paper and the scan of the whole, signed and sealed by both.

    It counts as soon as the other side confirms that it holds the same original. The same scan twice is once.
    """
    check_may(person, "accept_contract")
    contract = get_contract(code, lock=True)
    if same := contract.papers.filter(recorded_by=person, scan_sha256=scan.sha256, verdict="").first():
        return same
    room = get_signable(contract)
    check_case(room, person, at, but=ON_PAPER)
    if signed_on > day_of(at):
        raise UnableToSign(
            say("签署日 {day} 还没有到", day=signed_on.isoformat()),
            code="SIGNED_IN_FUTURE",
            remedy=say("请填双方最后一方签字盖章的那天。"),
        )
    if not 0 < len(scan.content) <= SCAN_MAX or not scan.content.startswith(SCAN_STARTS):
        raise UnableToSign(
            say("扫描件不是 PDF、PNG 或 JPG，或超过 20 MB"),
            code="SCAN_UNREADABLE",
            remedy=say("请把签字盖章后的全部页扫成一份 PDF 再传。"),
        )
    paper = PaperSignature.objects.create(
        contract=contract, text=room.standing.text, terms_sha256=room.standing.terms_sha256,
        side=contract.side_of(person.org_id), signed_on=signed_on, scan_name=safe_name(scan.name),
        scan_sha256=scan.sha256, scan=scan.content, recorded_by=person, recorded_at=at,
    )  # fmt: skip
    facts = {
        "signed_on": signed_on.isoformat(),
        "scan_sha256": scan.sha256,
        "terms_sha256": paper.terms_sha256,
        "version": room.standing.text.number,
    }
    record(contract, person, at, "contract.paper_recorded", facts)
    return paper


@clause("OP-7-A", "OP-7-B", "TC-7-1")
@transaction.atomic
def answer_paper_signature(
    *, person: Person, at: datetime, code: str, paper_id: int, verdict: str, reason: str = ""
) -> Contract:
    """The other side confirms that it holds the same original, which brings the contract into force, or disputes it with a
    reason; who recorded it may take it back before. The same word twice is once.
    """
    check_may(person, "accept_contract")
    contract = get_contract(code, lock=True)
    paper = contract.papers.select_for_update(of=("self",)).filter(pk=paper_id).first()
    if paper and (paper.verdict, paper.answered_by_id) == (verdict, person.pk):
        return contract
    if paper is None or paper.verdict:
        raise UnableToSign(
            say("这份纸上签署已经答复"), code="PAPER_ANSWERED", remedy=say("请刷新页面看现在的情况。")
        )
    _check_verdict(paper, person, verdict, reason)
    if verdict == CONFIRMED:
        _check_still_exact(contract, paper, person, at)
    paper.verdict, paper.reason, paper.answered_by, paper.answered_at = (
        verdict,
        reason.strip()[:500],
        person,
        at,
    )
    paper.save(update_fields=["verdict", "reason", "answered_by", "answered_at"])
    _record_answer(contract, paper, person, at)
    if verdict == CONFIRMED:
        entry = bring_into_force(contract, get_standing(contract), person, at, paper.signed_on)
        for party in contract.parties:
            hand_out_head(entry, document=f"{contract.code} 纸上签署", holder_org_id=party.pk)
    return contract


def _check_verdict(paper: PaperSignature, person: Person, verdict: str, reason: str) -> None:
    is_own = paper.side == paper.contract.side_of(person.org_id)
    if verdict not in ((WITHDRAWN,) if is_own else (CONFIRMED, DISPUTED)):
        raise UnableToSign(
            say("登记的一方不能自己确认") if is_own else say("要么确认，要么说明哪里不对"),
            code="NO_SUCH_VERDICT",
            remedy=say("请对方确认。") if is_own else say("请选一种。"),
        )
    if verdict == DISPUTED and not reason.strip():
        raise UnableToSign(say("没有写哪里不对"), code="REASON_MISSING", remedy=say("请写明，对方看得到。"))


def _check_still_exact(contract: Contract, paper: PaperSignature, person: Person, at: datetime) -> None:
    """A paper of an earlier version, or of other terms, is no paper of what both sides have accepted now."""
    room = get_room(get_standing(contract))
    if room.paper is None or room.paper.pk != paper.pk or not room.standing.is_accepted:
        raise UnableToSign(
            say("合同在登记后改过，这份纸质件不是双方接受的那一稿"),
            code="PAPER_OUTDATED",
            remedy=say("请双方接受新的一稿，重新签署。"),
        )
    check_case(room, person, at, but=ON_PAPER)


def _record_answer(contract: Contract, paper: PaperSignature, person: Person, at: datetime) -> None:
    facts: dict[str, object] = {"scan_sha256": paper.scan_sha256, "signed_on": paper.signed_on.isoformat()}
    if paper.verdict == CONFIRMED:
        record(contract, person, at, "contract.paper_confirmed", facts)
    elif paper.verdict == DISPUTED:
        facts["reason_sha256"] = text_digest(paper.reason)
        record(contract, person, at, "contract.paper_disputed", facts)
    else:
        record(contract, person, at, "contract.paper_withdrawn", facts)
