"""Marketing of the demo world: notes that were approved and spent, one voucher missing; a tea party that waits for the brand."""

from datetime import date, datetime, timedelta

from paidang.duties.actions import Proof
from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI, day_of, month_period
from paidang.marketing import actions
from paidang.marketing.rules.proposing import Plan
from paidang.marketing.rules.states import ARTICLE, EVENT
from paidang.site.demo.acting import ActingAs
from paidang.site.demo.cast import AGENCY, BRAND
from paidang.site.demo.month import JD, STORES
from paidang.team.models import Person

LIN, XU, SHEN = AGENCY.people[0].email, AGENCY.people[1].email, BRAND.people[0].email
SELLER = "杭州半盏文化传媒有限公司"
SPENT = (
    (9, 2_000_00, SELLER, "小红书笔记 5 篇"),
    (14, 1_200_00, SELLER, "小红书笔记 3 篇"),
    (20, 1_600_00, "达人 茶友小周", "探店视频 1 条"),
)
"""By days after the first of the month: fen, who was paid, what for. The last one has no voucher."""


def write_marketing(code: str, month: str, now: datetime, acting_as: ActingAs) -> None:
    """Proposed and approved at the beginning of the month, spent and vouched in it; the party is proposed now."""
    days = month_period(month)
    at = datetime(days.start.year, days.start.month, 2, 10, 30, tzinfo=SHANGHAI)
    notes = Plan(
        "小红书种草，8 篇", "请 3 位茶友写用壶的手感和养护，带店铺名，不写“最”。", 4_800_00, days.start + timedelta(days=4),
        days.end - timedelta(days=1), goal_sales_fen=12_000_00, store=STORES[JD], skus=["QL-CB260", "QL-LX4"],
    )  # fmt: skip
    party = Plan(
        "西湖边的茶会", "在茶室办一次下午茶会，40 人，扫码进店下单；场地 4,200 元，人员与布置 5,600 元，茶样由甲方提供。",
        9_800_00, day_of(now) + timedelta(days=18), day_of(now) + timedelta(days=18), goal_count=25, goal_unit="新客",
        place="杭州西湖",
    )  # fmt: skip
    with acting_as(LIN) as lin:
        number = _ask(lin, at, code, notes, ARTICLE)
    with acting_as(SHEN) as shen:
        actions.approve_proposal(
            person=shen, at=at + timedelta(hours=8), code=code, number=number, version=1, amount_fen=4_800_00,
            words="照这样做，笔记发前给我看一眼",
        )  # fmt: skip
    with acting_as(XU) as xu:
        for day, fen, supplier, what in SPENT:
            spent_on = days.start + timedelta(days=day)
            noted = datetime(spent_on.year, spent_on.month, spent_on.day, 17, 5, tzinfo=SHANGHAI)
            actions.record_spend(
                person=xu, at=noted, code=code, number=number, spent_on=spent_on, amount_fen=fen, supplier=supplier, what=what
            )  # fmt: skip
            if supplier == SELLER:
                file = _invoice(f"2633200000000000{1187 + day:04}", spent_on, fen)
                actions.bring_voucher(
                    person=xu, at=noted + timedelta(days=2), code=code, number=number, file=file
                )
    with acting_as(LIN) as lin:
        _ask(lin, now - timedelta(hours=20), code, party, EVENT)


def _ask(person: Person, at: datetime, code: str, plan: Plan, kind: str) -> int:
    made = actions.write_proposal(person=person, at=at, code=code, plan=plan, kind=kind)
    actions.ask_approval(person=person, at=at, code=code, number=made.number, today=day_of(at))
    return made.number


def _invoice(number: str, day: date, fen: int) -> Proof:
    """A supplier's fully digital invoice, as the tax bureau's XML."""
    text = (
        f"<EInvoice><Header><EIid>{number}</EIid></Header><EInvoiceData><SellerInformation><SellerName>{SELLER}</SellerName>"
        f"</SellerInformation><BasicInformation><TotalTax-includedAmount>{yuan_text(fen)}</TotalTax-includedAmount>"
        f"</BasicInformation></EInvoiceData><TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber>"
        f"<IssueTime>{day}</IssueTime></TaxSupervisionInfo></EInvoice>"
    )
    return Proof(f"发票{number[-4:]}.xml", text.encode())
