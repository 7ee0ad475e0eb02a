"""A contract, or a supplementary agreement, that was signed and sealed on paper: one side records day and scan, the other confirms or disputes."""

from datetime import date, datetime

from django.db import transaction

from paidang.contracts.actions.in_force import bring_into_force
from paidang.contracts.actions.recording import check_alive, record
from paidang.contracts.actions.signable import UnableToSign, check_case, open_room
from paidang.contracts.models import PaperSignature
from paidang.contracts.models.signing import CONFIRMED, DISPUTED, WITHDRAWN
from paidang.contracts.queries import BooksOf, Signable, get_contract, get_room, get_signable
from paidang.contracts.rules.annexes import safe_name
from paidang.duties.actions import Proof
from paidang.evidence.actions import hand_out_head
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.media import JPEG, PDF, PNG, media_of
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

SCAN_MAX = 20 * 2**20
SCANS = (PDF, PNG, JPEG)
ON_PAPER = ("authority", "seal", "turn")
"""What the paper itself shows, and the other side confirms: who signed, with which seal, in which order."""


@clause("OP-7-A", "OP-7-B", "TC-7-1")
@transaction.atomic
def record_paper_signature(
    *,
    person: Person,
    at: datetime,
    code: str,
    signed_on: date,
    scan: Proof,
    number: int = 0,
    books_of: BooksOf | None = None,
) -> PaperSignature:
    """Record the day of the last of both signatures on paper and the scan of the whole, signed and sealed by both: of the
    contract, or of its supplementary agreement `number`.

    It counts as soon as the other side confirms that it holds the same original. The same scan twice is once.
    """
    check_may(person, "accept_contract")
    contract = get_contract(code, lock=True)
    signable = get_signable(contract, number, lock=True)
    known = contract.papers.filter(recorded_by=person, scan_sha256=scan.sha256, verdict="")
    if same := known.filter(amendment=signable.amendment).first():
        return same
    room = open_room(signable, at)
    check_case(room, person, at, books_of, but=ON_PAPER)
    if signed_on > day_of(at):
        raise UnableToSign(
            say("签署日 {day} 还没有到", day=signed_on.isoformat()),
            code="SIGNED_IN_FUTURE",
            remedy=say("请填双方最后一方签字盖章的那天。"),
        )
    if not 0 < len(scan.content) <= SCAN_MAX or media_of(scan.content) not in SCANS:
        raise UnableToSign(
            say("扫描件不是 PDF、PNG 或 JPG，或超过 20 MB"),
            code="SCAN_UNREADABLE",
            remedy=say("请把签字盖章后的全部页扫成一份 PDF 再传。"),
        )
    paper = PaperSignature.objects.create(
        **signable.row, side=contract.side_of(person.org_id), signed_on=signed_on, scan_name=safe_name(scan.name),
        scan_sha256=scan.sha256, scan=scan.content, recorded_by=person, recorded_at=at,
    )  # fmt: skip
    facts = {**signable.facts, "signed_on": signed_on.isoformat(), "scan_sha256": scan.sha256}
    record(contract, person, at, "amendment.paper_recorded" if number else "contract.paper_recorded", facts)
    return paper


@clause("OP-7-A", "OP-7-B", "TC-7-1")
@transaction.atomic
def answer_paper_signature(
    *,
    person: Person,
    at: datetime,
    code: str,
    paper_id: int,
    verdict: str,
    reason: str = "",
    books_of: BooksOf | None = None,
) -> Signable:
    """The other side confirms that it holds the same original, which brings what was signed into force, or disputes it with a
    reason; who recorded it may take it back before. The same word twice is once.
    """
    check_may(person, "accept_contract")
    contract = get_contract(code, lock=True)
    found = contract.papers.select_for_update(of=("self",)).select_related("amendment")
    paper = found.filter(pk=paper_id).first()
    signable = get_signable(contract, paper.amendment.number if paper and paper.amendment else 0, lock=True)
    if paper and (paper.verdict, paper.answered_by_id) == (verdict, person.pk):
        return signable
    if paper is None or paper.verdict:
        raise UnableToSign(
            say("这份纸上签署已经答复"), code="PAPER_ANSWERED", remedy=say("请刷新页面看现在的情况。")
        )
    _check_verdict(paper, person, verdict, reason)
    if verdict == CONFIRMED:
        _check_still_exact(signable, paper, person, at, books_of)
    paper.verdict, paper.reason, paper.answered_by, paper.answered_at = (
        verdict,
        reason.strip()[:500],
        person,
        at,
    )
    paper.save(update_fields=["verdict", "reason", "answered_by", "answered_at"])
    _record_answer(signable, paper, person, at)
    if verdict == CONFIRMED:
        entry = bring_into_force(signable, person, at, paper.signed_on)
        for party in contract.parties:
            hand_out_head(entry, document=f"{signable.name} 纸上签署", holder_org_id=party.pk)
    return signable


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


def _check_still_exact(
    signable: Signable, paper: PaperSignature, person: Person, at: datetime, books_of: BooksOf | None
) -> None:
    """A paper of an earlier version, or of other terms, is no paper of what both sides have accepted now."""
    room = get_room(signable)
    if room.paper is None or room.paper.pk != paper.pk or not signable.is_accepted:
        raise UnableToSign(
            say("合同在登记后改过，这份纸质件不是双方接受的那一稿"),
            code="PAPER_OUTDATED",
            remedy=say("请双方接受新的一稿，重新签署。"),
        )
    if signable.amendment:
        check_alive(signable.contract, at, UnableToSign)
    check_case(room, person, at, books_of, but=ON_PAPER)


def _record_answer(signable: Signable, paper: PaperSignature, person: Person, at: datetime) -> None:
    contract, of_amendment = signable.contract, signable.number > 0
    facts: dict[str, object] = {"scan_sha256": paper.scan_sha256, "signed_on": paper.signed_on.isoformat()}
    if of_amendment:
        facts["number"] = signable.number
    if paper.verdict == CONFIRMED:
        act = "amendment.paper_confirmed" if of_amendment else "contract.paper_confirmed"
    elif paper.verdict == DISPUTED:
        facts["reason_sha256"] = text_digest(paper.reason)
        act = "amendment.paper_disputed" if of_amendment else "contract.paper_disputed"
    else:
        act = "amendment.paper_withdrawn" if of_amendment else "contract.paper_withdrawn"
    record(contract, person, at, act, facts)
