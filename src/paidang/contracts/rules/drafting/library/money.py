"""What is earned and how it is counted: shares, commission, fees, instalments, deposit, tax, refunds, loss."""

from paidang.contracts.rules.drafting.model import ANSWERED, Clause, has

CLAUSES: tuple[Clause, ...] = (
    Clause(
        "money.share",
        "双方每月分配合作收益，甲方享有{fee.share.a}，乙方享有{fee.share.b}。",
        "The month's profit is shared: {fee.share.a} to the Brand, {fee.share.b} to the Agency.",
    ),
    Clause(
        "money.formula",
        "合作收益=净销售额-（{fee.share.formula}）。各项均以有凭证的实际发生额计算。",
        "Profit = net sales − ({fee.share.formula}), each as actually incurred and vouched for.",
    ),
    Clause(
        "money.formula.tax",
        "前款所称税费，是指合作店铺销售商品依法应缴的增值税及其附加税费，由甲方申报缴纳，按实际缴纳额计算。",
        "Tax here is the VAT and surcharges due on the Store's sales, filed and paid by the Brand, as actually paid.",
        when={"fee.share.formula": has("tax")},
    ),
    Clause(
        "money.formula.factory_price",
        "出厂价以甲方书面提供的价格表为准，自表中载明的日期起适用于其后付款的订单；甲方应当保证出厂价真实。",
        "Factory prices are those of the Brand's written list, for orders paid from the day it names; the Brand warrants that they are true.",
        when={"fee.share.formula": has("factory_price")},
    ),
    Clause(
        "money.loss",
        "当月合作收益为负数的，当月不分配，亏损由以后月份的合作收益弥补；合同终止时尚未弥补的亏损由甲方承担。",
        "A month's loss is not shared: later months make it good; what is left at the end is the Brand's.",
    ),
    Clause(
        "money.net_sales",
        "净销售额是指合作店铺当月确认收货的订单中买家实际支付的商品价款，扣除当月发生的退款。",
        "Net sales are what buyers paid for goods in orders received in the month, less the month's refunds.",
    ),
    Clause(
        "money.recognition",
        "订单在买家确认收货时计入当月；平台自动确认收货的，以平台记录的时间为准。",
        "An order counts in the month in which the buyer confirms receipt, or the platform does so by itself.",
    ),
    Clause(
        "money.refund",
        "订单计入后发生退款、退货的，从退款完成当月的净销售额中扣减；当月不足扣减的，从以后月份扣减。",
        "A refund after an order has counted is taken off the net sales of the month in which it is made, then of later months.",
    ),
    Clause(
        "money.monthly",
        "甲方每月向乙方支付基础服务费{fee.monthly}。不足一个月的，按实际天数折算。",
        "The Brand pays a base fee of {fee.monthly} a month, by days for part of a month.",
    ),
    Clause(
        "money.commission",
        "甲方按合作店铺当月净销售额的{fee.commission.rate}向乙方支付佣金。",
        "The Brand pays a commission of {fee.commission.rate} of the Store's net sales of the month.",
        states={"fee.commission.base": "net_sales"},
    ),
    Clause(
        "money.tiers.marginal",
        "乙方的佣金按合作店铺当月净销售额分段累进计算：{fee.commission.tiers}。",
        "The commission is counted on the Store's net sales of the month, each part at its own rate: {fee.commission.tiers}.",
        when={"fee.commission.tier_mode": "marginal"},
        states={"fee.commission.base": "net_sales", "fee.commission.tier_mode": "marginal"},
    ),
    Clause(
        "money.tiers.whole",
        "乙方的佣金按合作店铺当月净销售额所达到的档次以全额计算，不分段：{fee.commission.tiers|whole}。",
        "The commission is counted on all of the Store's net sales of the month, at the rate of the tier reached: {fee.commission.tiers}.",
        when={"fee.commission.tier_mode": "whole"},
        states={"fee.commission.base": "net_sales", "fee.commission.tier_mode": "whole"},
    ),
    Clause(
        "money.minimum",
        "每月保底佣金为{fee.minimum}。按前款计算的佣金较低的，按保底佣金支付。",
        "The least commission is {fee.minimum} a month, paid where the count above gives less.",
    ),
    Clause(
        "money.setup",
        "甲方应付乙方开办费{fee.setup}，用于店铺的开通和前期准备，一次付清，不再另计。",
        "The Brand owes the Agency a set-up fee of {fee.setup} for opening and preparing the Store, once.",
    ),
    Clause(
        "money.setup.days",
        "开办费由甲方于本合同签订后{fee.setup.days}内付清。",
        "The set-up fee is paid within {fee.setup.days} of signing.",
        when={"fee.setup": ANSWERED},
    ),
    Clause(
        "money.total",
        "服务费总额为{fee.fixed_total}，已包括乙方提供本合同项下全部服务的报酬。",
        "The total fee is {fee.fixed_total} for all services under this contract.",
    ),
    Clause(
        "money.installments",
        "服务费分期支付：{fee.installments}。",
        "It is paid in instalments: {fee.installments}.",
    ),
    Clause(
        "money.deposit",
        "履约保证金由{deposit.payer}支付。履约保证金为{deposit}，不计利息。",
        "A security deposit of {deposit}, without interest, is paid by {deposit.payer}.",
    ),
    Clause(
        "money.deposit.back",
        "本合同终止且双方结清款项后，收取方应当无息退还剩余的履约保证金。",
        "What is left of it is given back, without interest, once this contract has ended and all is paid.",
        when={"deposit": ANSWERED},
    ),
    Clause(
        "money.tax.included",
        "本合同约定的服务费、佣金和乙方所得收益均已含增值税。乙方应当在收款前向甲方开具合法有效的增值税发票。",
        "The Agency's fees, commission and share include VAT. The Agency invoices the Brand before it is paid.",
        when={"fee.tax_included": True},
        states={"fee.tax_included": True, "fee.invoice.party": "b"},
    ),
    Clause(
        "money.tax.added",
        "本合同约定的服务费、佣金和乙方所得收益均不含增值税，增值税按开票时适用的法定税率另行计收。乙方应当在收款前向甲方开具合法有效的增值税发票。",
        "The Agency's fees, commission and share exclude VAT, which is added at the statutory rate when invoiced. The Agency invoices the Brand before it is paid.",
        when={"fee.tax_included": False},
        states={"fee.tax_included": False, "fee.invoice.party": "b"},
    ),
    Clause(
        "costs.platform",
        "平台收取的佣金、技术服务费和支付手续费由{platform_fees.payer}承担。",
        "Platform commission, service and payment fees are borne by {platform_fees.payer}.",
    ),
    Clause(
        "costs.platform.shared_profit",
        "平台扣费已在合作收益中减除，任何一方不再重复负担。",
        "Platform fees are taken off the profit and are borne by nobody a second time.",
        when={"fee.share.formula": has("platform_fees")},
    ),
    Clause(
        "costs.marketing",
        "推广费用由{marketing.payer}承担。",
        "Marketing is paid by {marketing.payer}.",
    ),
    Clause(
        "costs.vouchers",
        "乙方应当提供相应的推广费用支出凭证。",
        "The Agency provides vouchers for marketing expenses.",
        when={"marketing.vouchers_required": True},
        states={"marketing.vouchers_required": True},
    ),
    Clause(
        "costs.third_party",
        "履行本合同所需的第三方费用由{third_party_costs.payer}承担。",
        "Third-party costs are borne by {third_party_costs.payer}.",
    ),
)
