"""The contracts of an organisation at a glance: as many queries for two hundred as for one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse

from paidang.contracts.models import SETTLED, Contract
from paidang.contracts.queries import count_open_findings
from paidang.contracts.rules.life import last_day, objection_day
from paidang.intake.queries import count_open_by_contract
from paidang.kit.period import day_of
from paidang.portal.queries.grounds import Ground, load_grounds
from paidang.portal.queries.items import name_of
from paidang.portal.queries.worklist import list_items
from paidang.portal.rules.portfolio import DISPUTED, ERRORS, ROWS, Line, Money, health_of
from paidang.portal.rules.worklist import Item
from paidang.settlement.models import CONFIRMED, QUESTIONED, SENT
from paidang.team.models import Person


def list_portfolio(
    *, person: Person, contracts: Sequence[Contract], now: datetime
) -> tuple[list[Line], Mapping[int, Ground]]:
    """A line for each contract, and what they rest on."""
    grounds = load_grounds(contracts, day_of(now))
    by_contract: dict[int, list[Item]] = {}
    for item in list_items(person=person, grounds=grounds, now=now, ahead=None):
        by_contract.setdefault(item.contract_id, []).append(item)
    findings = count_open_findings({pk: ground.standing for pk, ground in grounds.items()})
    rows = count_open_by_contract(list(grounds))
    lines = [
        _line(ground, by_contract.get(pk, []), findings[pk], rows.get(pk, 0), person, now)
        for pk, ground in grounds.items()
    ]
    return lines, grounds


def _line(
    ground: Ground,
    items: Sequence[Item],
    findings: Mapping[str, int],
    rows: int,
    person: Person,
    now: datetime,
) -> Line:
    contract, today = ground.contract, day_of(now)
    other = contract.brand if contract.side_of(person.org_id) == "b" else contract.agency
    disputed = next((one.month for one in ground.statements if one.state == QUESTIONED), "")
    path = reverse("portal:contract", args=(contract.code,))
    urls = {
        DISPUTED: reverse("portal:statement", args=(contract.code, disputed)) if disputed else "",
        ERRORS: f"{path}?tab=findings",
        ROWS: f"{reverse('portal:imports')}?contract={contract.code}&view=quarantine",
    }
    is_over = contract.state == SETTLED
    dated = [item for item in items if item.due_on]
    life = ground.living.life
    objection = objection_day(life, today)
    coming = [item for item in dated if item.due_on and item.due_on >= today] or dated
    return Line(
        contract_id=contract.pk,
        code=contract.code,
        title=contract.title,
        other=name_of(contract, person) if other else "",
        other_id=other.pk if other else 0,
        state=contract.state,
        health=health_of(
            settled=is_over, items=items, disputed=disputed, errors=findings.get("error", 0), rows=rows, today=today,
            urls=urls,
        ),
        money=_money(ground),
        next=None if is_over else next(iter(coming), None),
        errors=findings.get("error", 0),
        findings=sum(findings.values()),
        ends=objection[1] if objection else last_day(life, today),
        object_by=objection[0] if objection else None,
    )  # fmt: skip


def _money(ground: Ground) -> Money:
    confirmed = next((one for one in ground.statements if one.state == CONFIRMED), None)
    waiting = [one.amount_fen for one in ground.statements if one.state in (SENT, QUESTIONED)]
    return Money(
        confirmed.month if confirmed else "",
        confirmed.amount_fen if confirmed else None,
        sum(waiting) if waiting else None,
    )
