"""Cases for the tests: two units sold for 316.00 with a factory price of 62.00, and the acts of each side in short."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from tests.cast import Party, acting, shanghai
from tests.worlds import kept

from paidang.aftersales import actions
from paidang.aftersales.actions import Found, LineAsked
from paidang.aftersales.models import Case
from paidang.catalog.models import FactoryPrice
from paidang.contracts.models import Contract
from paidang.intake.tests.files import hand_in, line, lines
from paidang.orders.models import LogisticsCharge, Refund
from paidang.team.models import Person

SOLD = shanghai("2026-03-05 10:00")
ASKED = shanghai("2026-03-12 19:44")
LATER = shanghai("2026-03-13 12:55")
PHOTO = b"\xff\xd8\xff\xe0 a bowl with a crack"


def cup(line_id: str = "L1", **changes: str) -> str:
    """Two bowls for 336.00 less 20.00, signed for on 03-08."""
    given = {"unit_price": "16800", "merchant_discount": "2000", "completed_at": "2026-03-08T11:06:00+08:00"}
    return line(line_id, **(given | changes))


@kept
def sold(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    """Three orders of two bowls each, priced, shipped and signed for."""
    with acting(brand.manager):
        FactoryPrice.objects.create(
            contract=contract_in_force, sku="QL-1", valid_from=date(2026, 3, 1), factory_price_fen=6200,
            declared_by=brand.manager, declared_at=SOLD,
        )  # fmt: skip
    hand_in(agency.finance, contract_in_force, lines(cup("L1"), cup("L2"), cup("L3")))
    return contract_in_force


def open_one(person: Person, contract: Contract, line_id: str = "L1", **changes: object) -> Case:
    """A case on one of the two bowls of a line, by phone."""
    given: dict[str, object] = {
        "lines": [LineAsked(line_id, 1)], "source": "phone", "reason": "quality", "wish": "return_goods", "words": "釉裂",
    }  # fmt: skip
    with acting(person):
        return actions.open_case(
            person=person,
            at=ASKED,
            code=contract.code,
            order_id=f"O-{line_id}",
            **(given | changes),  # type: ignore[arg-type]
        )


@contextmanager
def on(person: Person, case: Case) -> Iterator[dict[str, object]]:
    """What every act on the case takes, in the person's name."""
    with acting(person):
        yield {"person": person, "at": LATER, "code": case.contract.code, "number": case.number}


def come_back(person: Person, case: Case, finding: str = "quality", **freight: object) -> Case:
    """Received and inspected by the brand's warehouse."""
    with on(person, case) as act:
        actions.receive_return(**act, waybill="SF8830", **freight)  # type: ignore[arg-type]
        found = {line.line_id: Found(finding, "碗沿裂纹 12 mm") for line in case.lines.all()}
        return actions.inspect_case(**act, found=found)  # type: ignore[arg-type]


def decide(person: Person, case: Case, verdict: str = "refund", **more: object) -> Case:
    with on(person, case) as act:
        return actions.decide_case(**act, verdict=verdict, **more)  # type: ignore[arg-type]


def refunds(party: Party, contract: Contract) -> list[tuple[str, int, int, str, bool]]:
    """The refunds in the facts: line, units, fen, cause, restocked."""
    with acting(party.manager):
        found = Refund.objects.filter(contract=contract).order_by("refund_id")
        return [(r.line_id, r.quantity, r.amount_fen, r.cause, r.restocked) for r in found]


def charges(party: Party, contract: Contract) -> list[tuple[str, str, int, str, str]]:
    """The charges in the facts: id, kind, fen, paid by, borne by."""
    with acting(party.manager):
        found = LogisticsCharge.objects.filter(contract=contract).order_by("charge_id")
        return [(c.charge_id, c.kind, c.amount_fen, c.paid_by, c.borne_by) for c in found]
