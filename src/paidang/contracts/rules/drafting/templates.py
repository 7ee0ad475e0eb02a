"""The six kinds of contract: which articles with which clauses, what must be answered, what is answered to begin with."""

from datetime import date, timedelta
from functools import cache

from paidang.contracts.rules.drafting.library import CLAUSES
from paidang.contracts.rules.drafting.model import Article, Template, slots
from paidang.contracts.rules.reading.vocabulary import TERMS
from paidang.kit.period import add_months

SCOPE = (
    "scope.store", "scope.services", "scope.standard", "scope.free", "scope.exclusive.online", "scope.exclusive.platform",
    "scope.not_exclusive", "scope.other_brands", "scope.no_other_brands", "scope.subcontract.consent", "scope.subcontract.none",
    "scope.offline",
)  # fmt: skip
TIME = ("time.dates", "time.months", "time.renews.months", "time.renews.days", "time.ends")
GOODS = (
    "op.lawful_goods", "op.pricing", "op.floor", "op.approval", "op.approval.refused", "op.approval.approved", "op.warehouse",
    "op.shipping", "op.logistics", "op.dispatch", "op.customer_service", "op.images", "op.image_processing", "op.gifts",
    "op.returns.quality", "op.returns.other", "op.buyer_invoice", "op.accounts",
)  # fmt: skip
PEOPLE = (
    "op.team", "op.manager", "op.product_training", "op.target", "op.target.ratio", "op.report",
)  # fmt: skip
SHARE = ("money.share", "money.formula", "money.formula.factory_price", "money.formula.tax", "money.loss")
TIERS = ("money.tiers.marginal", "money.tiers.whole", "money.minimum")
COUNTED = ("money.net_sales", "money.recognition", "money.refund")
SETUP = ("money.setup", "money.setup.days")
DEPOSIT = ("money.deposit", "money.deposit.back")
TAX = ("money.tax.included", "money.tax.added")
COSTS = (
    "costs.platform", "costs.platform.shared_profit", "costs.marketing", "costs.vouchers", "costs.third_party",
)  # fmt: skip
MONTHLY = (
    "settle.collection", "settle.cycle", "settle.statement", "settle.confirm", "settle.silence.approved", "settle.silence.refused",
    "settle.pay", "settle.methods", "settle.account",
)  # fmt: skip
RIGHTS = ("rights.store", "rights.data", "rights.ip", "rights.brand", "rights.personal_data")
BREACH = ("breach.late_payment", "breach.late_payment.cap", "breach.suspension", "breach.damages")
ENDING = (
    "end.cure", "end.late_payment", "end.late_statement", "end.at_once", "end.notice", "end.how", "end.handover",
)  # fmt: skip

MUST: tuple[str, ...] = (
    "party.a.name", "party.b.name", "platform", "store.name", "services", "term.start", "term.end", "fee.tax_included",
    "penalty.late_payment.rate_per_day", "ip.owner", "dispute.forum", "dispute.place", "signature.copies", "effective.requires",
)  # fmt: skip
MUST_SETTLE = (
    "settlement.statement_due_day", "settlement.confirm_days", "settlement.pay_days", "settlement.pay_window", "settlement.silence",
)  # fmt: skip

USUAL: dict[str, object] = {
    "exclusivity": True, "exclusivity.scope": "platform", "other_brands.allowed": True, "subcontract.allowed": "with_consent",
    "renewal.auto": False, "pricing.set_by": "a", "price.floor": True, "approval.required_for": ["marketing", "pricing", "promotion"],
    "approval.silence": "refused", "warehouse.party": "a", "shipping.party": "a", "logistics.party": "a", "fulfilment.dispatch_hours": 48,
    "customer_service.party": "b", "images.party": "a", "image_processing.party": "b", "gifts.party": "a",
    "returns.quality": "unconditional", "returns.other": "if_resaleable", "invoice.party": "a", "fee.tax_included": True,
    "platform_fees.payer": "a", "marketing.payer": "a", "marketing.vouchers_required": True, "third_party_costs.payer": "a",
    "settlement.statement_due_day": 5, "settlement.confirm_days": 3, "settlement.confirm_days.day_kind": "working",
    "settlement.silence": "approved", "settlement.pay_days": 3, "settlement.pay_days.day_kind": "working",
    "settlement.pay_window": [15, 25], "payment.methods": ["bank_transfer"], "store.owner": "a", "data.owner": "a", "ip.owner": "a",
    "penalty.late_payment.rate_per_day": "0.0005", "penalty.late_payment.cap": "0.2", "suspension.late_payment_days": 15,
    "termination.late_payment_days": 30, "termination.late_statement_days": 10, "termination.cure_days": 15,
    "termination.immediate_for": ["counterfeit", "sublicensing", "unauthorised_brand_use"], "termination.notice_days": 30,
    "handover.days": 15, "confidentiality.years": 3, "confidentiality.on_end": "return_or_destroy", "force_majeure": True,
    "dispute.forum": "court", "dispute.place": "a", "effective.requires": ["seal", "signature"], "signature.copies": 2,
}  # fmt: skip


def _articles(
    *, money: tuple[str, ...], settle: tuple[str, ...] = MONTHLY, scope: tuple[str, ...] = SCOPE,
    time: tuple[str, ...] = TIME, goods: tuple[str, ...] = GOODS,
) -> tuple[Article, ...]:  # fmt: skip
    return (
        Article("scope", "委托关系", "Engagement", scope),
        Article("time", "合作期限", "Term", time),
        Article("goods", "经营分工", "Who does what", goods),
        Article("people", "人员与目标", "People and targets", PEOPLE),
        Article("money", "费用与收益", "Money", (*money, *TAX)),
        Article("costs", "费用承担", "Costs", COSTS),
        Article("settle", "对账与付款", "Settlement", settle),
        Article("rights", "知识产权、数据与个人信息", "Copyright, data and personal data", RIGHTS),
        Article("secret", "保密", "Secrecy", ("secret.bound", "secret.years", "secret.unlimited", "secret.on_end")),
        Article("breach", "违约责任", "Breach", BREACH),
        Article("end", "解除与交接", "Ending", ENDING),
        Article("force", "不可抗力", "Force majeure", ("force.majeure",)),
        Article("dispute", "争议解决", "Disputes", ("dispute.seat", "dispute.court", "dispute.arbitration")),
        Article("close", "其他", "General", (
            "close.changes", "close.notices", "close.severable", "close.annexes", "close.effect.both", "close.effect.signature",
            "close.effect.either", "close.copies",
        )),
    )  # fmt: skip


OPERATION: dict[str, object] = {
    "services": ["campaign_planning", "customer_service", "listing", "page_design", "platform_operation"]
}
TEMPLATES: tuple[Template, ...] = (
    Template(
        "profit-share",
        ("电商代运营合作合同", "E-commerce operation with profit share"),
        ("双方一起经营网店，每月把收益按比例分。", "Both sides run a store together and share each month's profit."),
        ("网店的合作经营", "running the store together"),
        _articles(money=(*SHARE, *COUNTED, *SETUP)),
        (*MUST, *MUST_SETTLE, "fee.share.a", "fee.share.b", "fee.share.formula"),
        USUAL | OPERATION | {
            "platform": ["tmall"], "fee.share.a": "0.7", "fee.share.b": "0.3", "marketing.payer": None, "platform_fees.payer": None,
            "fee.share.formula": ["factory_price", "logistics", "marketing", "platform_fees", "tax"],
        },
    ),
    Template(
        "consulting",
        ("电商运营顾问服务合同", "E-commerce consulting"),
        ("乙方建店、培训甲方的团队，收固定费用，分期付清。", "The agency sets the store up and trains the brand's team for a fixed fee in instalments."),
        ("网店的运营顾问服务", "consulting on running the store"),
        _articles(
            money=("money.total", "money.installments"), settle=("settle.payer", "settle.methods", "settle.account"),
            scope=(*SCOPE, "scope.training"), time=(*TIME, "time.service"), goods=("op.lawful_goods", "op.approval",
            "op.approval.refused", "op.approval.approved", "op.customer_service", "op.images", "op.image_processing", "op.accounts"),
        ),
        (*MUST, "fee.fixed_total", "fee.installments"),
        USUAL | {
            "platform": ["taobao"], "services": ["listing", "page_design", "photography", "store_application", "store_decoration", "training"],
            "approval.required_for": ["publication"], "fee.fixed_total": 50_000_00, "training.months": 6, "service.months": 6,
            "training.product.cycle": "quarter", "customer_service.party": "a", "exclusivity": None, "exclusivity.scope": None, "termination.late_statement_days": None,
            "fee.installments": [
                {"share": "0.5", "trigger": "signing", "days": 3, "day_kind": "working"},
                {"share": "0.5", "trigger": "end", "days": 3, "day_kind": "working"},
            ],
        },
    ),
    Template(
        "commission",
        ("网店代运营服务合同", "Store operation for a commission"),
        ("按销售额的阶梯比例付佣金，每月有保底。", "A commission in tiers on sales, with a monthly minimum."),
        ("网店的代运营服务", "the operation of the store"),
        _articles(money=(*TIERS, *COUNTED, *DEPOSIT)),
        (*MUST, *MUST_SETTLE, "fee.commission.tiers", "fee.commission.tier_mode"),
        USUAL | OPERATION | {
            "platform": ["douyin"], "fee.commission.tier_mode": "marginal", "fee.minimum": 10_000_00,
            "fee.commission.tiers": [
                {"from": 0, "to": 500_000_00, "rate": "0.08"},
                {"from": 500_000_00, "to": 1_000_000_00, "rate": "0.06"},
                {"from": 1_000_000_00, "to": None, "rate": "0.05"},
            ],
        },
    ),
    Template(
        "jd-pop",
        ("京东POP店铺代运营服务合同", "JD POP store operation"),
        ("京东POP店：每月基础服务费，加销售佣金。", "A JD POP store: a monthly base fee and a commission on sales."),
        ("京东POP店铺的代运营服务", "the operation of a JD POP store"),
        _articles(money=("money.monthly", "money.commission", *COUNTED, *DEPOSIT)),
        (*MUST, *MUST_SETTLE, "fee.monthly", "fee.commission.rate"),
        USUAL | OPERATION | {"platform": ["jd"], "fee.monthly": 8_000_00, "fee.commission.rate": "0.05", "fulfilment.dispatch_hours": 24},
        platforms=("jd",),
    ),
    Template(
        "tmall",
        ("天猫旗舰店代运营服务合同", "Tmall flagship store operation"),
        ("天猫旗舰店：基础服务费、阶梯佣金、服务团队和销售目标。", "A Tmall flagship store: base fee, tiered commission, a team and a sales target."),
        ("天猫旗舰店的代运营服务", "the operation of a Tmall flagship store"),
        _articles(money=("money.monthly", *TIERS[:2], *COUNTED, *DEPOSIT)),
        (*MUST, *MUST_SETTLE, "fee.monthly", "fee.commission.tiers", "fee.commission.tier_mode"),
        USUAL | {
            "platform": ["tmall"], "fee.monthly": 15_000_00, "fee.commission.tier_mode": "marginal",
            "services": ["advertising", "campaign_planning", "customer_service", "listing", "page_design", "platform_operation"],
            "team.roles": ["customer_service", "designer", "operator", "project_manager"], "kpi.sales_target": 5_000_000_00,
            "kpi.min_ratio": "0.8", "report.due_day": 5,
            "fee.commission.tiers": [
                {"from": 0, "to": 1_000_000_00, "rate": "0.05"},
                {"from": 1_000_000_00, "to": None, "rate": "0.04"},
            ],
        },
        platforms=("tmall",),
    ),
    Template(
        "wechat",
        ("微信小程序商城代运营合作合同", "WeChat shop"),
        ("微信商城：先付开办费建店，之后分收益。", "A WeChat shop: a set-up fee to build it, then shared profit."),
        ("微信小程序商城的建设与合作经营", "building and running a WeChat shop"),
        _articles(money=(*SETUP, *SHARE, *COUNTED)),
        (*MUST, *MUST_SETTLE, "fee.setup", "fee.setup.days", "fee.share.a", "fee.share.b", "fee.share.formula"),
        USUAL | {
            "platform": ["wechat"], "services": ["advertising", "customer_service", "listing", "platform_build", "platform_operation"],
            "free_of_charge": ["image_processing", "planning"], "fee.setup": 10_000_00, "fee.setup.days": 3,
            "fee.setup.days.day_kind": "working", "fee.share.a": "0.7", "fee.share.b": "0.3",
            "fee.share.formula": ["factory_price", "logistics", "tax"],
        },
        platforms=("wechat",),
    ),
)  # fmt: skip


def find_template(template_id: str) -> Template | None:
    """The template of this id."""
    return next((one for one in TEMPLATES if one.id == template_id), None)


@cache
def asked_terms(template: Template) -> frozenset[str]:
    """The terms that the template's clauses write out or stand for, and how their days are counted."""
    clauses = [CLAUSES[key] for article in template.articles for key in article.clauses]
    written = {slot for clause in clauses for slot in slots(clause)}
    chosen = {term for clause in clauses for term in clause.when if term in clause.states}
    head = {f"party.{side}.{key}" for side in "ab" for key in ("name", "contact")}
    asked = {"contract.number", "signed_on"} | head | written | chosen
    return frozenset(asked | {kind for term in asked if (kind := f"{term}.day_kind") in TERMS})


def first_answers(template: Template, today: date) -> dict[str, object]:
    """What a new draft starts from: the template's answers, and a year from the first of next month."""
    start = add_months(today.replace(day=1), 1)
    months = 12
    dates: dict[str, object] = {
        "term.start": start.isoformat(),
        "term.end": (add_months(start, months) - timedelta(days=1)).isoformat(),
        "term.months": months,
    }
    asked = asked_terms(template)
    return {
        term: value
        for term, value in {**dates, **template.defaults}.items()
        if value is not None and term in asked
    }
