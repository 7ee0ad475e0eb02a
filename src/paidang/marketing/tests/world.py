"""Short ways to propose, approve, spend, vouch and claim in the tests."""

from datetime import date

from tests.cast import Party, acting, shanghai

from paidang.contracts.models import Contract
from paidang.duties.actions import Proof
from paidang.kit.money import yuan_text
from paidang.marketing import actions
from paidang.marketing.models import Proposal, SpendEntry, Voucher
from paidang.marketing.queries.money import Money, get_money
from paidang.marketing.queries.proposals import get_proposal, latest_of
from paidang.marketing.rules.proposing import Plan
from paidang.settlement.models import Reimbursement

AT = shanghai("2026-03-20 10:00")
TODAY = date(2026, 3, 20)
PLAN = Plan(
    "小红书种草", "8 篇笔记，写茶器的手感和故事。", 4_800_00, date(2026, 3, 5), date(2026, 3, 31), goal_sales_fen=10_000_00,
    store="京东旗舰店", skus=["CUP"],
)  # fmt: skip
EVENT_PLAN = Plan(
    "线下茶会", "在茶室办一次茶会，40 人。", 9_800_00, date(2026, 3, 10), date(2026, 3, 12), goal_count=25,
    goal_unit="新客", place="杭州西湖",
)  # fmt: skip


def invoice(fen: int, number: str = "26332000000000001187", seller: str = "半盏文化") -> Proof:
    """The tax bureau's XML of a fully digital invoice, as a supplier sends it."""
    text = (
        f"<EInvoice><Header><EIid>{number}</EIid></Header><EInvoiceData><SellerInformation><SellerName>{seller}</SellerName>"
        f"</SellerInformation><BasicInformation><TotalTax-includedAmount>{yuan_text(fen)}</TotalTax-includedAmount>"
        f"</BasicInformation></EInvoiceData><TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber>"
        f"<IssueTime>2026-03-20</IssueTime></TaxSupervisionInfo></EInvoice>"
    )
    return Proof("发票.xml", text.encode())


def propose(
    agency: Party, contract: Contract, plan: Plan = PLAN, *, kind: str = "article", number: int = 0
) -> Proposal:
    """Written and asked."""
    manager = agency.manager
    with acting(manager):
        made = actions.write_proposal(
            person=manager, at=AT, code=contract.code, plan=plan, kind=kind, number=number
        )
        return actions.ask_approval(
            person=manager, at=AT, code=contract.code, number=made.number, today=TODAY
        )


def approve(brand: Party, contract: Contract, number: int = 1, fen: int = 4_800_00) -> Proposal:
    with acting(brand.manager):
        version = latest_of(get_proposal(contract, number)).version
        return actions.approve_proposal(
            person=brand.manager, at=AT, code=contract.code, number=number, version=version, amount_fen=fen
        )


def spend(
    agency: Party, contract: Contract, fen: int, *, number: int = 1, day: date = date(2026, 3, 15), supplier: str = "半盏文化"
) -> SpendEntry:  # fmt: skip
    person = agency.people["agency_operator"]
    with acting(person):
        return actions.record_spend(
            person=person, at=AT, code=contract.code, number=number, spent_on=day, amount_fen=fen, supplier=supplier,
            what="笔记",
        )  # fmt: skip


def vouch(agency: Party, contract: Contract, file: Proof, *, number: int = 1, **given: object) -> Voucher:
    person = agency.people["agency_operator"]
    with acting(person):
        return actions.bring_voucher(
            person=person, at=AT, code=contract.code, number=number, file=file, **given
        )  # type: ignore[arg-type]


def claim(agency: Party, contract: Contract, fen: int, *, number: int = 1) -> Reimbursement:
    with acting(agency.finance):
        return actions.claim_spend(
            person=agency.finance, at=AT, code=contract.code, number=number, amount_fen=fen
        )


def money(party: Party, contract: Contract, number: int = 1) -> Money:
    with acting(party.manager):
        return get_money(get_proposal(contract, number))
