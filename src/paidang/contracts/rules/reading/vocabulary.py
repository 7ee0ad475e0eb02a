"""Every term the reader knows: its words in both languages, its group on the page, and how its value is shown.

The keys and their value types are those of READING.md. A new term is one row here and one reader in its family.
"""

from collections.abc import Mapping

from paidang.kit.money import percent, yuan

GROUPS: dict[str, tuple[str, str]] = {
    "parties": ("双方与范围", "Parties and scope"),
    "time": ("期限", "Time"),
    "money": ("钱", "Money"),
    "settlement": ("对账与付款", "Settlement"),
    "operation": ("经营", "Operation"),
    "ending": ("违约与终止", "Ending"),
}

TERMS: dict[str, tuple[str, str, str, str]] = {
    # term: (group, kind of value, 中文, English)
    "party.a.name": ("parties", "text", "甲方名称", "Name of party A"),
    "party.b.name": ("parties", "text", "乙方名称", "Name of party B"),
    "party.c.name": ("parties", "text", "丙方名称", "Name of party C"),
    "party.a.contact": ("parties", "text", "甲方联系人", "Contact of party A"),
    "party.b.contact": ("parties", "text", "乙方联系人", "Contact of party B"),
    "party.a.role": ("parties", "word", "甲方身份", "Role of party A"),
    "party.b.role": ("parties", "word", "乙方身份", "Role of party B"),
    "law.basis": ("parties", "list", "依据的法律", "Law it is made under"),
    "platform": ("parties", "list", "平台", "Platforms"),
    "store.name": ("parties", "text", "店铺", "Store"),
    "exclusivity": ("parties", "bool", "独家", "Exclusive"),
    "exclusivity.bound": ("parties", "party", "受独家约束的一方", "Bound by exclusivity"),
    "exclusivity.scope": ("parties", "word", "独家范围", "Scope of exclusivity"),
    "services": ("parties", "list", "服务内容", "Services"),
    "free_of_charge": ("parties", "list", "免费的服务", "Free of charge"),
    "term.start": ("time", "text", "起始日", "First day"),
    "term.end": ("time", "text", "终止日", "Last day"),
    "term.start_event": ("time", "word", "从何时起", "Starts with"),
    "term.months": ("time", "months", "有效期", "Term"),
    "service.months": ("time", "months", "服务期", "Service period"),
    "training.months": ("time", "months", "培训期", "Training period"),
    "renewal.auto": ("time", "bool", "自动续期", "Renews by itself"),
    "renewal.months": ("time", "months", "每次续期", "Renewal period"),
    "renewal.notice_months": ("time", "months", "提出异议，期满前", "Objection before the end"),
    "renewal.notice_days": ("time", "days", "提出异议，期满前", "Objection before the end"),
    "signature.copies": ("time", "number", "原件份数", "Originals"),
    "effective.requires": ("time", "list", "生效条件", "Takes effect by"),
    "signed_on": ("time", "text", "签订日期", "Signed on"),
    "contract.number": ("time", "text", "合同编号", "Contract number"),
    "fee.setup": ("money", "fen", "开办费", "Set-up fee"),
    "fee.setup.days": ("money", "days", "开办费付款期限", "Set-up fee due within"),
    "fee.setup.days.day_kind": ("money", "word", "开办费按什么天数", "Set-up fee: kind of days"),
    "fee.monthly": ("money", "fen", "每月服务费", "Monthly fee"),
    "fee.quarterly": ("money", "fen", "每季服务费", "Quarterly fee"),
    "fee.fixed_total": ("money", "fen", "总费用", "Total fee"),
    "fee.minimum": ("money", "fen", "每月保底", "Monthly minimum"),
    "fee.installments": ("money", "installments", "分期", "Instalments"),
    "fee.tax_included": ("money", "bool", "费用含税", "Fee includes tax"),
    "fee.invoice.party": ("money", "party", "服务费发票", "Fee invoiced by"),
    "fee.share.a": ("money", "rate", "甲方分成", "Share of party A"),
    "fee.share.b": ("money", "rate", "乙方分成", "Share of party B"),
    "fee.share.formula": ("money", "list", "收益里先扣", "Taken off first"),
    "fee.commission.rate": ("money", "rate", "佣金比例", "Commission"),
    "fee.commission.base": ("money", "word", "佣金基数", "Commission on"),
    "fee.commission.threshold": ("money", "fen", "佣金起点", "Commission from"),
    "fee.commission.tiers": ("money", "tiers", "佣金阶梯", "Commission tiers"),
    "fee.commission.tier_mode": ("money", "word", "阶梯算法", "How tiers apply"),
    "fee.rebate.tiers": ("money", "tiers", "返利阶梯", "Rebate tiers"),
    "fee.free_months": ("money", "months", "免费期", "Free months"),
    "deposit": ("money", "fen", "保证金", "Deposit"),
    "deposit.payer": ("money", "party", "保证金由谁付", "Deposit paid by"),
    "deposit.top_up_below": ("money", "fen", "保证金补足线", "Deposit topped up below"),
    "third_party_costs.payer": ("money", "party", "第三方费用", "Third-party costs"),
    "marketing.payer": ("money", "party", "推广费", "Marketing paid by"),
    "marketing.vouchers_required": ("money", "bool", "推广费要凭证", "Vouchers for marketing"),
    "platform_fees.payer": ("money", "party", "平台扣费", "Platform fees"),
    "payment.methods": ("money", "list", "付款方式", "Payment by"),
    "account.holder": ("money", "text", "账户名", "Account holder"),
    "account.bank": ("money", "text", "开户行", "Bank"),
    "account.number": ("money", "text", "账号", "Account number"),
    "settlement.payer": ("settlement", "party", "由谁付款", "Paid by"),
    "settlement.cycle": ("settlement", "word", "结算周期", "Cycle"),
    "settlement.statement_due_day": ("settlement", "day", "出对账单", "Statement due"),
    "settlement.pay_due_day": ("settlement", "day", "付款日", "Payment due"),
    "settlement.confirm_days": ("settlement", "days", "回执期限", "Confirmation within"),
    "settlement.confirm_days.day_kind": (
        "settlement",
        "word",
        "回执按什么天数",
        "Confirmation: kind of days",
    ),
    "settlement.pay_days": ("settlement", "days", "确认后付款期限", "Payment after confirmation"),
    "settlement.pay_days.day_kind": ("settlement", "word", "付款按什么天数", "Payment: kind of days"),
    "settlement.pay_window": ("settlement", "window", "付款期", "Payment window"),
    "settlement.silence": ("settlement", "word", "逾期不答复", "No answer means"),
    "report.due_day": ("settlement", "day", "报表日", "Report due"),
    "pricing.set_by": ("operation", "party", "零售价由谁定", "Prices set by"),
    "price.floor": ("operation", "bool", "最低零售价", "Minimum retail price"),
    "approval.required_for": ("operation", "list", "须先批准", "Approval needed for"),
    "approval.form": ("operation", "word", "批准的形式", "Form of approval"),
    "approval.silence": ("operation", "word", "不答复视为", "No answer means"),
    "offline_sales.allowed": ("operation", "bool", "线下销售", "Offline sales"),
    "offline_sales.exceptions": ("operation", "list", "线下销售的例外", "Offline exceptions"),
    "other_brands.allowed": ("operation", "bool", "可做其他品牌", "Other brands allowed"),
    "subcontract.allowed": ("operation", "word", "转委托", "Sub-contracting"),
    "warehouse.party": ("operation", "party", "仓储", "Warehouse"),
    "shipping.party": ("operation", "party", "配货发货", "Picking and shipping"),
    "logistics.party": ("operation", "party", "物流配送", "Carriage"),
    "images.party": ("operation", "party", "图片与文案", "Images and copy"),
    "image_processing.party": ("operation", "party", "图片处理", "Image work"),
    "gifts.party": ("operation", "party", "推广礼品", "Gifts"),
    "customer_service.party": ("operation", "party", "客服", "Customer service"),
    "collection.party": ("operation", "party", "收款", "Collects the money"),
    "invoice.party": ("operation", "party", "给买家开票", "Invoices buyers"),
    "data.owner": ("operation", "party", "数据归属", "Data owned by"),
    "store.owner": ("operation", "party", "店铺归属", "Store owned by"),
    "ip.owner": ("operation", "party", "著作权归属", "Copyright owned by"),
    "returns.quality": ("operation", "word", "质量问题退换", "Returns, quality"),
    "returns.other": ("operation", "word", "其他退换", "Returns, other"),
    "fulfilment.dispatch_hours": ("operation", "number", "发货时限（小时）", "Dispatch within hours"),
    "team.roles": ("operation", "list", "项目小组", "Team"),
    "team.project_manager.name": ("operation", "text", "项目经理", "Project manager"),
    "team.project_manager.party": ("operation", "party", "项目经理来自", "Project manager from"),
    "training.product.cycle": ("operation", "word", "产品培训", "Product training every"),
    "kpi.sales_target": ("operation", "fen", "销售目标", "Sales target"),
    "kpi.min_ratio": ("operation", "rate", "目标最低完成率", "Least of target"),
    "penalty.late_payment.rate_per_day": ("ending", "rate", "逾期付款，每日", "Late payment, a day"),
    "penalty.late_payment.party": ("ending", "party", "逾期违约金由谁付", "Late fee owed by"),
    "penalty.late_payment.cap": ("ending", "rate", "违约金上限", "Late fee cap"),
    "suspension.late_payment_days": ("ending", "days", "逾期多久可暂停", "Suspension after"),
    "termination.late_payment_days": ("ending", "days", "逾期付款多久可解除", "Ending after late payment of"),
    "termination.late_statement_days": (
        "ending",
        "days",
        "迟交对账单多久可解除",
        "Ending after late statement of",
    ),
    "termination.cure_days": ("ending", "days", "纠正期", "Time to cure"),
    "termination.notice_days": ("ending", "days", "解除通知期", "Notice"),
    "termination.immediate_for": ("ending", "list", "可立即解除", "Ending at once for"),
    "termination.automatic_for": ("ending", "list", "自行终止", "Ends by itself for"),
    "handover.days": ("ending", "days", "交接期", "Hand-over"),
    "confidentiality.years": ("ending", "years", "终止后保密", "Secrecy after the end"),
    "confidentiality.bound": ("ending", "party", "保密义务", "Secrecy binds"),
    "confidentiality.on_end": ("ending", "word", "终止时的资料", "Material at the end"),
    "force_majeure": ("ending", "bool", "不可抗力", "Force majeure"),
    "dispute.forum": ("ending", "word", "争议解决", "Disputes"),
    "dispute.place": ("ending", "place", "管辖地", "Place"),
}

WORDS: dict[str, tuple[str, str]] = {
    "a": ("甲方", "Party A"), "b": ("乙方", "Party B"), "c": ("丙方", "Party C"), "both": ("双方", "both"), "shared": ("双方共担", "shared"),
    "brand": ("品牌方", "brand"), "agency": ("代运营", "agency"), "other": ("其他", "other"),
    "jd": ("京东", "JD"), "taobao": ("淘宝", "Taobao"), "tmall": ("天猫", "Tmall"), "wechat": ("微信", "WeChat"), "renren_mall": ("人人商城", "Renren mall"),
    "pinduoduo": ("拼多多", "Pinduoduo"), "douyin": ("抖音", "Douyin"), "kuaishou": ("快手", "Kuaishou"), "xiaohongshu": ("小红书", "Xiaohongshu"),
    "youzan": ("有赞", "Youzan"), "weimob": ("微盟", "Weimob"),
    "platform_build": ("平台建设", "platform build"), "platform_operation": ("平台运营", "operation"), "advertising": ("广告推广", "advertising"),
    "offline_events": ("线下活动", "offline events"), "customer_service": ("客服", "customer service"), "logistics": ("物流", "logistics"),
    "payment_collection": ("收款", "collection"), "store_application": ("店铺申请", "store application"), "photography": ("拍照", "photography"),
    "page_design": ("页面设计", "page design"), "store_decoration": ("网店装修", "decoration"), "listing": ("商品上架", "listing"),
    "campaign_planning": ("活动策划", "campaigns"), "training": ("培训", "training"), "warehouse_setup": ("建仓", "warehouse set-up"),
    "procurement_planning": ("采购计划", "procurement"), "after_sales_process": ("售后流程", "after-sales"),
    "planning": ("策划", "planning"), "image_processing": ("图片处理", "image work"),
    "factory_price": ("出厂价", "factory price"), "tax": ("税", "tax"), "platform_fees": ("平台扣费", "platform fees"), "marketing": ("推广", "marketing"),
    "cash": ("现金", "cash"), "cheque": ("支票", "cheque"), "bank_transfer": ("银行汇款", "bank transfer"),
    "signature": ("签字", "signature"), "seal": ("盖章", "seal"), "signature_or_seal": ("签字或盖章", "signature or seal"),
    "signing": ("签订", "signing"), "end": ("结束", "the end"), "monthly": ("每月", "monthly"), "quarterly": ("每季", "quarterly"),
    "working": ("工作日", "working days"), "calendar": ("自然日", "calendar days"),
    "calendar_month": ("自然月", "calendar month"), "week": ("周", "week"), "half_month": ("半月", "half month"), "quarter": ("季度", "quarter"),
    "month": ("月", "month"), "year": ("年", "year"),
    "approved": ("视为同意", "approved"), "refused": ("视为不同意", "refused"), "promotion": ("促销", "promotions"), "pricing": ("定价", "pricing"),
    "publication": ("对外发布", "publication"), "written": ("书面", "written"), "any": ("任何形式", "any form"), "with_consent": ("须书面同意", "with consent"),
    "direct_customers": ("直接客户", "direct customers"), "unconditional": ("无条件", "unconditional"), "if_resaleable": ("不影响二次销售", "if resaleable"), "none": ("不退换", "none"),
    "project_manager": ("项目经理", "project manager"), "editor": ("编辑", "editor"), "technician": ("技术", "technician"), "warehouse": ("仓储", "warehouse"),
    "designer": ("设计", "designer"), "photographer": ("摄影", "photographer"), "operator": ("运营", "operator"),
    "counterfeit": ("假冒仿冒", "counterfeits"), "unauthorised_brand_use": ("擅用品牌", "unauthorised use of the brand"), "sublicensing": ("再授权", "sublicensing"),
    "false_factory_price": ("虚报出厂价", "a false factory price"), "return_or_destroy": ("归还或销毁", "returned or destroyed"),
    "court": ("法院", "court"), "arbitration": ("仲裁", "arbitration"), "negotiation": ("协商", "negotiation"), "unlimited": ("无限期", "without limit"),
    "net_sales": ("净销售额", "net sales"), "gross_sales": ("销售额", "gross sales"), "profit": ("利润", "profit"), "excess_over_target": ("超出部分", "the part above"),
    "marginal": ("分段累进", "marginal"), "whole": ("全额累进", "whole"), "all": ("全部", "all"), "online": ("线上", "online"), "platform": ("平台", "platform"),
}  # fmt: skip


def _pick(words: tuple[str, str], lang: str) -> str:
    return words[0 if lang.startswith("zh") else 1]


def label(term: str, lang: str = "zh") -> str:
    """What a term is called."""
    return _pick(TERMS[term][2:], lang) if term in TERMS else term


def group(term: str) -> str:
    """The key of the group that the term belongs to (`GROUPS`)."""
    return TERMS[term][0] if term in TERMS else "operation"


def word(value: object, lang: str = "zh") -> str:
    """One value of a list or an enumeration, in words; names and titles as they are."""
    if isinstance(value, bool):
        return _pick(("是", "yes") if value else ("否", "no"), lang)
    return _pick(WORDS[str(value)], lang) if str(value) in WORDS else str(value)


def show_value(term: str, value: object, lang: str = "zh") -> str:
    """A term's value as people read it; a blank is 未填."""
    if value is None:
        return _pick(("未填", "blank"), lang)
    kind = TERMS[term][1] if term in TERMS else "text"
    if isinstance(value, list) and kind == "list":
        return _pick(("、", ", "), lang).join(word(each, lang) for each in value)
    return _SHOWN[kind](value, lang) if kind in _SHOWN else word(value, lang)


def _days(value: object, lang: str) -> str:
    return f"{value} 天" if lang.startswith("zh") else f"{value} days"


def _months(value: object, lang: str) -> str:
    return f"{value} 个月" if lang.startswith("zh") else f"{value} months"


def _years(value: object, lang: str) -> str:
    return (
        word(value, lang)
        if isinstance(value, str)
        else (f"{value} 年" if lang.startswith("zh") else f"{value} years")
    )


def _day(value: object, lang: str) -> str:
    return f"每月 {value} 日前" if lang.startswith("zh") else f"by day {value} of the month"


def _window(value: object, lang: str) -> str:
    first, last = value if isinstance(value, list) else (value, value)
    return f"每月 {first}–{last} 日" if lang.startswith("zh") else f"day {first} to {last} of the month"


def _installments(value: object, lang: str) -> str:
    parts = []
    for part in value if isinstance(value, list) else []:
        assert isinstance(part, Mapping)
        amount = percent(str(part["share"])) if part.get("share") else yuan(part.get("amount"))
        parts.append(
            f"{word(part['trigger'], lang)} {part.get('days', 0)} {word(part.get('day_kind', 'calendar'), lang)} {amount}"
        )
    return _pick(("；", "; "), lang).join(parts)


def _tiers(value: object, lang: str) -> str:
    parts = []
    for tier in value if isinstance(value, list) else []:
        above = _pick(("起", " and above"), lang)
        parts.append(f"{yuan(tier['from'])}{above} {percent(str(tier['rate']))}")
    return _pick(("；", "; "), lang).join(parts)


_SHOWN = {
    "fen": lambda value, lang: yuan(value),
    "rate": lambda value, lang: percent(str(value)),
    "days": _days,
    "months": _months,
    "years": _years,
    "day": _day,
    "window": _window,
    "installments": _installments,
    "tiers": _tiers,
}
