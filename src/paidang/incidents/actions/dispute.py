"""A dispute file is taken along: on record, and its taker holds the chain's head from then on."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append, hand_out_head
from paidang.evidence.models import Entry
from paidang.incidents.actions.recording import UnableToReport
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person


@clause("TC-7-2")
@transaction.atomic
def record_dispute_copy(*, person: Person, at: datetime, code: str) -> Entry:
    """Put on record that somebody took the dispute file, and hand out the head that it carries."""
    check_may(person, "answer_notice")
    contract = get_contract(code)
    if contract.in_force_at is None:
        raise UnableToReport(
            say("合同还没有生效"), code="CONTRACT_NOT_IN_FORCE", remedy=say("没有履行，就没有争议卷宗。")
        )
    entry = append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act="dispute.exported",
        subject=contract.code, facts={"entries": contract.chain.head_seq + 1},
    )  # fmt: skip
    hand_out_head(entry, document=f"{contract.code} 争议卷宗", holder_org_id=person.org_id)
    return entry
