"""What belongs to a draft beside its text: annexed files, and who signs first. Both are covered by acceptance and signature."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import check_draft, record
from paidang.contracts.models import Annex, Contract
from paidang.contracts.queries import get_contract, get_standing
from paidang.contracts.rules.annexes import annex_fault, safe_name
from paidang.contracts.rules.signing import ORDERS
from paidang.duties.actions import Proof, close_duty
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToAnnex(UnableTo):
    code = "NOT_ANNEXED"


@clause("OP-7-B", "TC-7-3")
@transaction.atomic
def add_annex(*, person: Person, at: datetime, code: str, kind: str, title: str, file: Proof) -> Annex:
    """Annex a file to a draft; words given and signatures so far do not count any more. The same file twice is once."""
    check_may(person, "upload_contract")
    contract = get_contract(code, lock=True)
    check_draft(contract, UnableToAnnex)
    annexes = get_standing(contract).annexes
    if same := next((row for row in annexes if row.sha256 == file.sha256), None):
        return same
    if fault := annex_fault(kind, title, len(file.content), len(annexes)):
        raise UnableToAnnex(fault.message, code=fault.code, remedy=fault.remedy)
    annex = Annex.objects.create(
        contract=contract, kind=kind, title=title.strip()[:100], name=safe_name(file.name), sha256=file.sha256,
        size=len(file.content), content=file.content, added_by=person, added_at=at,
    )  # fmt: skip
    _void(contract, at)
    record(contract, person, at, "contract.annex_added", {"kind": kind, "annex_sha256": file.sha256})
    return annex


@clause("OP-7-B", "TC-7-3")
@transaction.atomic
def remove_annex(*, person: Person, at: datetime, code: str, annex_id: int) -> Annex:
    """Take an annex out of a draft; it stays on record. Twice is once."""
    check_may(person, "upload_contract")
    contract = get_contract(code, lock=True)
    check_draft(contract, UnableToAnnex)
    annex = contract.annexes.filter(pk=annex_id).defer("content").first()
    if annex is None:
        raise UnableToAnnex(say("这份合同没有这份附件"), code="NO_SUCH_ANNEX", remedy=say("请刷新页面。"))
    if annex.removed_at is None:
        annex.removed_by, annex.removed_at = person, at
        annex.save(update_fields=["removed_by", "removed_at"])
        _void(contract, at)
        record(contract, person, at, "contract.annex_removed", {"annex_sha256": annex.sha256})
    return annex


@clause("OP-7-A")
@transaction.atomic
def set_signing_order(*, person: Person, at: datetime, code: str, order: str) -> Contract:
    """Say who signs a draft first: either side, or the one named. Acceptance covers it, so that both have agreed to it."""
    check_may(person, "decide_term")
    contract = get_contract(code, lock=True)
    check_draft(contract, UnableToAnnex)
    if order not in ORDERS:
        raise UnableToAnnex(say("没有这种签署顺序"), code="NO_SUCH_ORDER", remedy=say("请选一种。"))
    if contract.signing_order != order:
        contract.signing_order = order
        contract.save(update_fields=["signing_order"])
        _void(contract, at)
        record(contract, person, at, "contract.order_set", {"order": order})
    return contract


def _void(contract: Contract, at: datetime) -> None:
    """What was accepted was another thing: the word that one side owed is owed by both again, as today's worklist says."""
    close_duty(contract.pk, key="accept", at=at)
