"""The words of printed statements and receipts, Chinese and English side by side, and amounts in words.

`{a}` and `{b}` stand for what the contract calls the brand and the agency; every other `{name}` is filled where it is used.
"""

from collections.abc import Mapping
from typing import Any

LABELS: dict[str, tuple[str, str]] = {
    "comma": ("，", ", "),
    "sep": ("；", "; "),
    "brackets": ("（{text}）", " ({text})"),
    # masthead
    "title": ("对账单", "Settlement statement"),
    "title_of": ("{year}年{month}月对账单", "Settlement statement, {year}-{month:02d}"),
    "version": ("第{n}版", "Version {n}"),
    "contract": ("合同", "Contract"),
    "brand": ("{a}（品牌方）", "Brand"),
    "agency": ("{b}（代运营方）", "Agency"),
    "closed_at": ("关账时间", "Facts closed"),
    "sent_at": ("发出", "Sent"),
    "rules_version": ("规则版本", "Rules version"),
    "page": ("第{n}页，共{total}页", "Page {n} of {total}"),
    "unit": ("单位：元", "In yuan (CNY)"),
    # the amount
    "pays.a": ("{a}应付{b}", "{a} pays {b}"),
    "pays.b": ("{b}应付{a}", "{b} pays {a}"),
    "pays.none": ("本月双方互不应付", "Nothing is owed either way"),
    "in_words": ("人民币", "CNY"),
    # sections
    "s.waterfall": ("从销售额到可分收益", "From sales to shared profit"),
    "s.sales": ("销售额与净收入", "Sales and net revenue"),
    "s.reckoning": ("应付金额", "The amount due"),
    "s.memo": ("代收、代付与各自承担", "Collected, advanced and borne"),
    "s.sku": ("按SKU", "By SKU"),
    "s.month": ("按所属月份", "By own month"),
    "s.late": ("迟到的行", "Late rows"),
    "s.held": ("挂起的行", "Held rows"),
    "s.debts": ("按日到期的款项", "Dated debts"),
    "s.dates": ("日期", "Dates"),
    "s.terms": ("所依条款", "Terms in force"),
    "s.addenda": ("补充约定", "Agreed addenda"),
    "s.signatures": ("签章", "Signatures"),
    "s.glyphs": ("字形说明", "Characters replaced"),
    # table heads
    "item": ("项目", "Item"),
    "working": ("算法", "Working"),
    "clause": ("条款", "Clause"),
    "amount": ("金额", "Amount"),
    "rows": ("行", "Rows"),
    "month": ("月份", "Month"),
    "row_id": ("行号", "Row"),
    "reason": ("原因", "Reason"),
    "kind": ("类别", "Kind"),
    "order_id": ("订单号", "Order"),
    "sku": ("SKU", "SKU"),
    "due_on": ("到期日", "Due on"),
    "value": ("内容", "Value"),
    "number": ("编号", "No."),
    "term_key": ("约定事项", "Term"),
    "share_b_exact": ("{b}份额（未舍入）", "{b} share (exact)"),
    # figures
    "gross_sales": ("销售额", "Gross sales"),
    "refunded": ("退款", "Refunds"),
    "revenue": ("净收入", "Net revenue"),
    "cost": ("出厂成本", "Factory cost"),
    "tax": ("税", "Tax"),
    "logistics": ("物流", "Logistics"),
    "logistics_shared": ("物流，双方共担", "Logistics, shared"),
    "logistics_a": ("物流，{a}承担", "Logistics borne by {a}"),
    "logistics_b": ("物流，{b}承担", "Logistics borne by {b}"),
    "postage": ("买家付的邮费", "Postage paid by buyers"),
    "platform_fee": ("平台费", "Platform fee"),
    "platform_fees": ("平台扣费", "Platform fees"),
    "profit": ("可分收益", "Shared profit"),
    "profit_uncounted": ("税与物流后净额", "Net of tax, logistics"),
    "carried_in": ("上月结转亏损", "Loss carried in"),
    "carried_out": ("结转至下月", "Loss carried out"),
    "share_a": ("{a}所得", "{a} share"),
    "share_b": ("{b}所得", "{b} share"),
    "component": ("{b}报酬", "{b} remuneration"),
    "advanced_b": ("{b}垫付物流净额", "Logistics advanced by {b}, net"),
    "tax_by_b": ("{b}代缴税", "Tax paid by {b}"),
    "adjustment": ("调整", "Adjustment"),
    "fees_by_b": ("{b}承担的平台扣费", "Platform fees borne by {b}"),
    "entitled_b": ("{b}应得", "{b} is entitled to"),
    "held_by.a": ("{a}收到的平台结算款", "Platform payout held by {a}"),
    "held_by.b": ("{b}收到的平台结算款", "Platform payout held by {b}"),
    "total": ("合计", "Total"),
    "stated": ("对账单所载", "As stated"),
    "difference": ("差额", "Difference"),
    "rest": ("其余{n}个SKU", "{n} further SKUs"),
    "no_sku": ("不分SKU（物流、平台费）", "No SKU (logistics, fees)"),
    # workings
    "w.lines": ("{n}个订单行", "{n} order lines"),
    "w.refunds": ("{n}笔退款", "{n} refunds"),
    "w.revenue": ("销售额 + 退款", "gross sales + refunds"),
    "w.tax": ("{mode}{rate}", "{mode} {rate}"),
    "w.profit": ("净收入 − 出厂成本 − 税 − 物流", "net revenue − cost − tax − logistics"),
    "w.profit_fees": (
        "净收入 − 出厂成本 − 税 − 物流 − 平台扣费",
        "net revenue − cost − tax − logistics − platform fees",
    ),
    "w.advanced": ("应得与其余各项之差", "entitlement less every other item"),
    "w.entitled": ("以上各项之和", "sum of the above"),
    "w.held": ("净收入 + 邮费 − 平台扣费", "net revenue + postage − platform fees"),
    "w.not_held": ("货款由{a}收取，不抵扣", "{a} collects: nothing to set off"),
    "w.carried": ("亏损，结转至下月", "loss, carried to the next month"),
    "w.forgiven": ("亏损，不追", "loss, not carried"),
    "w.days": ("{amount} × 在约天数 ÷ 当月天数", "{amount} × days in force ÷ days of month"),
    "w.monthly": ("每月{amount}", "{amount} a month"),
    "w.minimum": ("补足{amount}，以上各项{base}", "up to {amount}; the above: {base}"),
    "w.memo_in": ("已计入可分收益", "inside shared profit"),
    "w.memo_out": ("不计入可分收益", "outside shared profit"),
    "w.memo_postage": ("冲减双方共担的物流", "reduces shared logistics"),
    "w.none_profit": (
        "本合同不按收益计酬，成本不计。",
        "Remuneration does not depend on profit; cost is not counted.",
    ),
    # notes
    "n.rows_agree": (
        "{n}行逐列相加，与对账单所载合计一致，差额为0。",
        "The {n} rows add up, column by column, to the totals stated; difference 0.",
    ),
    "n.rows_differ": (
        "行的合计与对账单所载不一致，见差额一行。",
        "The rows do not add up to the totals stated: see the difference.",
    ),
    "n.late": (
        "下列行属于以前月份，在上次关账后得知，已计入本月各项合计。",
        "Rows of earlier months, learnt after they were closed; they are inside the totals above.",
    ),
    "n.held": (
        "{n}行，不计入任何合计，原因消除后进入以后的对账单。",
        "{n} rows, counted nowhere; a later statement takes them once the reason is gone.",
    ),
    "n.held_more": ("另有{n}行，见对账包内 statement.json。", "{n} more: see statement.json in the bundle."),
    "n.debts": (
        "按各自到期日支付，不在本月应付金额之内。",
        "Paid on their own due dates; not part of the amount due above.",
    ),
    "n.adjusted": ("其中：", "of which: "),
    "n.verify": (
        "任何一方可用对账包重算本单：paidang verify",
        "Either party can recompute this statement from its bundle: paidang verify",
    ),
    "n.glyphs": (
        "下列字符不能排印，文中以〔U+编码〕代替：",
        "These characters cannot be printed and stand as 〔U+code〕: ",
    ),
    "n.provisional": ("暂定，待国务院公布假日安排", "provisional until the holiday calendar is announced"),
    "n.unit_rows": (
        "各金额精确到分；每行所属月份为其自身月份。",
        "Amounts are exact to the fen; a row's month is its own.",
    ),
    "n.cut": (
        "只列前{n}行，共{total}行；全部见对账包内 rows.parquet。",
        "First {n} rows of {total}; all of them are in the bundle's rows.parquet.",
    ),
    "n.checked_sku": (
        "明细未列全，核对按“{sheet}”表。",
        "The rows are cut; checks sum the sheet “{sheet}”.",
    ),
    # reasons
    "held.no_factory_price": ("没有出厂价", "no factory price"),
    # dates
    "d.statement_due": ("对账单应出", "Statement due"),
    "d.window": ("付款期", "Payment window"),
    "d.window_span": ("{first}至{last}", "{first} to {last}"),
    "d.payment_due": ("付款到期", "Payment due"),
    "d.confirm": ("确认期限", "To be confirmed"),
    "d.confirm_rule": ("收到后{n}个{kind}内", "within {n} {kind} of receipt"),
    "d.pay_rule": (
        "确认后第{n}个{kind}与{last}，取较晚者",
        "the later of {n} {kind} after confirmation and {last}",
    ),
    "d.pay_rule_only": ("确认后{n}个{kind}内", "within {n} {kind} of confirmation"),
    "working.days": ("工作日", "working days"),
    "calendar.days": ("自然日", "calendar days"),
    # terms
    "t.recognition": ("结算时点", "Recognition"),
    "recognition.paid": ("付款时", "when paid"),
    "recognition.shipped": ("发货时", "when shipped"),
    "recognition.completed": ("交易完成时", "when completed"),
    "t.collector": ("收款方", "Collector"),
    "collector.a": ("平台货款由{a}收取", "{a} collects from the platforms"),
    "collector.b": ("平台货款由{b}收取", "{b} collects from the platforms"),
    "t.tax": ("税", "Tax"),
    "tax.included_vat": ("含税价内", "VAT included in revenue, "),
    "tax.margin_vat": ("毛利税", "VAT on the margin, "),
    "tax.on_revenue": ("按净收入", "on revenue, "),
    "tax.none": ("不计税", "none"),
    "tax.by.a": ("由{a}缴纳", "paid by {a}"),
    "tax.by.b": ("由{b}缴纳", "paid by {b}"),
    "t.platform_fees": ("平台扣费", "Platform fees"),
    "fees.deducted": ("从可分收益中扣除", "deducted from shared profit"),
    "fees.a": ("{a}承担", "borne by {a}"),
    "fees.b": ("{b}承担", "borne by {b}"),
    "t.faults_borne_by": ("质量与错发", "Quality and wrong items"),
    "faults.a": ("{a}承担", "borne by {a}"),
    "faults.shared": ("双方共担", "shared"),
    "profit_share": ("收益分成", "Profit share"),
    "profit_share.text": ("{a}{share_a}，{b}{share_b}；{loss}", "{a} {share_a}, {b} {share_b}; {loss}"),
    "loss.carry_forward": ("亏损结转", "losses carried forward"),
    "loss.share": ("亏损同比分担", "losses shared alike"),
    "loss.forgive": ("亏损不追", "losses not carried"),
    "commission": ("佣金", "Commission"),
    "of.gross_sales": ("销售额", "gross sales"),
    "of.net_sales": ("净收入", "net revenue"),
    "of.profit": ("可分收益", "profit"),
    "tier": ("{from_}起{rate}", "from {from_}: {rate}"),
    "tiers.marginal": ("分段累进", "each slice at its own rate"),
    "tiers.whole": ("全额按最高一档", "all of it at the highest rate reached"),
    "threshold": ("超过{amount}的部分", "above {amount}"),
    "monthly_fee": ("月费", "Monthly fee"),
    "monthly_fee.text": ("每月{amount}，首末月按天", "{amount} a month, first and last month by days"),
    "minimum": ("保底", "Minimum"),
    "minimum.text": ("每月不低于{amount}", "at least {amount} a month"),
    "minimum.prorate": ("首末月按天", "first and last month by days"),
    "setup": ("启动费", "Set-up fee"),
    "fixed_total": ("固定总额", "Fixed total"),
    "t.term": ("合同期", "Term"),
    "t.signed_on": ("签订日", "Signed on"),
    "t.statement": ("对账与付款", "Statement and payment"),
    "st.due": ("次月{n}日前出对账单", "statement by day {n} of the next month"),
    "st.confirm": ("收到后{n}个{kind}内确认", "confirmed within {n} {kind}"),
    "st.pay": ("确认后{n}个{kind}内付款", "paid within {n} {kind} of confirmation"),
    "st.window": ("付款期次月{first}日至{last}日", "window: day {first} to {last} of the next month"),
    "st.silence.approved": ("逾期未答视为确认", "silence counts as confirmation"),
    "st.silence.other": ("逾期未答：无异议部分照付", "silence: the undisputed part falls due"),
    "t.late_fee": ("逾期付款", "Late payment"),
    "late.a": ("{a}", "{a}"),
    "late.b": ("{b}", "{b}"),
    "late_fee.text": ("每日{rate}，由{party}承担", "{rate} a day, owed by {party}"),
    "late_fee.cap": ("以欠款的{cap}为限", "up to {cap} of the principal"),
    "addendum": ("补充约定{n}", "Addendum {n}"),
    # signatures and digests
    "seal.a": ("{a}（盖章）", "{a} (seal)"),
    "seal.b": ("{b}（盖章）", "{b} (seal)"),
    "sign.agreed": (
        "{title}（{version}）：{pays} {due}，{words}。",
        "{title} ({version}): {pays} {due}, {words}.",
    ),
    "sign.nothing": ("{title}（{version}）：{pays}。", "{title} ({version}): {pays}."),
    "sign.name": ("签字人", "Name"),
    "sign.date": ("日期", "Date"),
    "digest": ("本单摘要", "Digest"),
    "figures_digest": ("statement.json 摘要", "Digest of statement.json"),
    "previous_digest": ("上期摘要", "Previous digest"),
    "evidence": ("存证第{n}条", "Evidence entry {n}"),
    "evidence_none": ("存证", "Evidence"),
    # workbook
    "x.summary": ("汇总", "Summary"),
    "x.sku": ("按SKU", "By SKU"),
    "x.month": ("按月", "By month"),
    "x.rows": ("明细", "Rows"),
    "x.terms": ("条款", "Terms"),
    "x.by_formula": ("按公式核对", "By formula"),
    "x.amount_yuan": ("本单金额（元）", "Stated (CNY)"),
    # receipt
    "r.title": ("对账单回执", "Receipt for a settlement statement"),
    "r.statement": ("所确认的对账单", "Statement confirmed"),
    "r.confirmed.person": (
        "{who}于{at}代表{party}确认上述对账单，金额与付款方如下。",
        "{who} confirmed the statement named above for {party} on {at}, with the amount and payer below.",
    ),
    "r.confirmed.silence": (
        "{party}在期限内未确认也未提出异议，依合同约定于{at}视为确认。",
        "{party} neither confirmed nor disputed in time; under the contract it counts as confirmed on {at}.",
    ),
    "r.by": ("确认人", "Confirmed by"),
    "r.at": ("确认时间", "Confirmed at"),
    "r.due": ("付款到期日", "Payment due"),
    "r.earliest": ("可付款之日", "Payable from"),
    "r.effect": (
        "确认后，本对账单的金额与付款日即告确定，不再改变；以后的更正以调整列入下期。",
        "From here the amount and the payment date are settled; a later correction is an adjustment in a later statement.",
    ),
    "r.facts": ("凭据", "Proof"),
}


def labels(meta: Mapping[str, Any]) -> dict[str, str]:
    """The words in `meta["lang"]` (zh unless it says en), with what the contract calls brand and agency put in.

    `meta["brand_is"]` is 甲方 unless the contract calls the brand 乙方: the law's a and b are brand and agency either way.
    """
    english = meta.get("lang") == "en"
    brand_first = meta.get("brand_is") != "乙方"
    called = ("Brand", "Agency") if english else ("甲方", "乙方") if brand_first else ("乙方", "甲方")
    chosen = {key: pair[english] for key, pair in LABELS.items()}
    return {key: text.replace("{a}", called[0]).replace("{b}", called[1]) for key, text in chosen.items()}


def words_for(meta: Mapping[str, Any], profit_counts: bool) -> dict[str, str]:
    """`labels`; where the contract does not count profit, the rows' profit is only what is left of revenue."""
    t = labels(meta)
    return (
        t if profit_counts else t | {"profit": t["profit_uncounted"], "w.memo_out": "", "w.memo_postage": ""}
    )
