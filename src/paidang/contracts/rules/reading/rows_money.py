"""Amounts, rates and ratios: fees, deposits, targets, commissions, shares, penalties; and what is none of these."""

from paidang.contracts.rules.reading.frames import Row, row
from paidang.contracts.rules.reading.quantities import (
    AMOUNT,
    AT_LEAST,
    AT_MOST,
    EACH,
    EQUAL,
    EVERY,
    LESS,
    MORE,
    RATE,
    RATIO,
)

PLAIN = f"{EQUAL} {AT_MOST}"

MONEY: tuple[Row, ...] = (
    row("fee.setup", AMOUNT, EQUAL, "near.setup*2|head.setup", "here.pay left.setup*2", never="after.sign after.milestone"),
    row("fee.monthly", AMOUNT, EQUAL, "near.fee|before.fee|head.fee|near.fixed & near.monthly*1.5|head.monthly", "left.fee left.monthly here.fixed here.pay", never="here.per_each here.minimum here.penalty"),
    row("fee.monthly", AMOUNT, EQUAL, "here.monthly*1.5 & here.pay*1.5", "left.monthly", never="here.per_each here.commission here.sales here.penalty"),
    row("fee.quarterly", AMOUNT, EQUAL, "near.fee|before.fee|head.fee|near.fixed|here.pay & near.quarterly*1.6|head.quarterly", "left.fee left.quarterly here.fixed here.pay", never="here.per_each here.sales"),
    row("fee.fixed_total", AMOUNT, EQUAL, "left.total*2.5|here.total|head.total", "here.fee head.fee here.pay", never="here.per_each here.sales here.monthly here.quarterly here.penalty"),
    row("fee.minimum", AMOUNT, f"{EQUAL} {MORE} {LESS}", "near.under*1.2 & near.fee|near.commission|before.commission|near.minimum|head.commission|head.minimum & near.minimum|near.reckon*1.2", "here.minimum here.reckon left.under", never="here.sales near.deposit near.balance near.as_it_is"),
    row("fee.minimum", AMOUNT, f"{EQUAL} {AT_LEAST}", "left.minimum*2|here.minimum*1.5|head.minimum & fee|commission|here.monthly|minimum", "here.monthly", never="here.sales near.deposit near.balance here.target here.goods_price"),
    row("fee.minimum", AMOUNT, EQUAL, "left.at_least*2 & here.fee|here.commission", "here.monthly", never="here.sales near.deposit here.target"),
    row("fee.minimum", AMOUNT, AT_LEAST, "left.fee|left.commission", "here.monthly", never="here.sales near.deposit near.balance here.target here.goods_price"),
    row("deposit", AMOUNT, f"{EQUAL} {AT_LEAST}", "near.deposit*2|head.deposit", "here.pay left.deposit*2", never="here.penalty"),
    row("deposit.top_up_below", AMOUNT, LESS, "deposit & near.top_up & near.under", "near.balance left.under*2"),
    row("fee.commission.threshold", AMOUNT, f"{MORE} {EQUAL}", "here.excess|column.excess*2 & near.sales|before.sales|head.sales|near.commission|column.excess & near.commission|near.base_word|head.commission", "left.sales", never="here.under near.whole_sales"),
    row("fee.commission.threshold", AMOUNT, f"{LESS} {AT_MOST}", "here.no_commission*2", never="here.fee"),
    row("kpi.sales_target", AMOUNT, f"{EQUAL} {AT_LEAST} {MORE}", "near.target*2|head.target & near.sales|head.sales|near.target*0.5", "left.target*2", never="here.reward here.fee here.penalty here.earned"),
    # what an amount is none of these by
    row(None, AMOUNT, EACH, why="for each piece", base=9),
    row(None, AMOUNT, "", "near.bonus*4", why="what a bonus is paid for"),
    row(None, AMOUNT, "", "near.platform_deposit*4", why="a deposit with the platform"),
    row(None, AMOUNT, "", "left.budget*2.5|near.budget|left.other_costs*4", "left.budget here.approval", why="a budget"),
    row(None, AMOUNT, "", "left.goods_price*2|column.goods_price*2|head.goods_price", why="a price of goods"),
    row(None, AMOUNT, "", "left.penalty*2|here.penalty*1.2", why="a penalty or damages"),
    row(None, AMOUNT, f"{MORE} {LESS} {AT_MOST} {AT_LEAST}", "near.sales|head.sales", "left.sales", why="sales"),
    row(None, AMOUNT, "", "left.insurance*2|left.tax_word", why="capital, insurance"),
    row(None, AMOUNT, f"{EQUAL} {MORE}", "left.top_up*3 & near.deposit|before.deposit|head.deposit|near.balance", why="a deposit topped up"),
    row(None, AMOUNT, "", "here.arithmetic*3", why="an example"),
    row(None, AMOUNT, "", "here.estimate*3", why="an estimate"),
    row(None, AMOUNT, "", "here.old_value*3", why="what it was before"),
)  # fmt: skip

RATES: tuple[Row, ...] = (
    row("fee.commission.rate", RATE, EQUAL, "near.commission|here.pay|head.commission|here.fee|head.fee & here.sales|near.sales|near.profit|near.excess|before.sales|head.sales|head.commission|near.rate_word*0.8", "left.sales left.commission here.pay", never="here.loss here.late_pay near.score"),
    row("share", RATE, EQUAL, "near.share*1.3 & near.each_gets*0.8|sibling.profit|near.profit|before.profit|head.profit|head.share", never="here.loss here.cost here.platform_charge here.tax"),
    row("share", RATIO, EQUAL, "near.share|near.profit|head.share|head.profit", never="here.loss here.cost"),
    row("penalty.late_payment.rate_per_day", RATE, EVERY, "near.penalty|near.owed*1.2|head.penalty|here.late_pay & near.late_pay|near.owed|before.late_pay|head.late_pay", "near.late_pay*2 near.owed*2"),
    row("penalty.late_payment.cap", RATE, AT_MOST, "near.penalty|before.penalty|near.owed*0.8", "near.owed"),
    row("kpi.min_ratio", RATE, f"{LESS}", "near.target*1.5 & near.target|near.sales", "left.target", never="here.score left.service_level"),
    row(None, RATE, "", "left.tax*2|here.tax|column.tax", why="a tax rate"),
    row(None, RATE, "", "here.platform_charge*3|left.tech_fee*2 & here.platform_charge|near.platform_name|near.cost|near.presently", why="the platform's own charge"),
    row(None, RATE, "", "left.presently*3 & near.platform_charge*1.5|near.tax*1.5", why="what a platform charges at present"),
    row(None, RATE, "", "here.taxed*5", why="a tax rate"),
    row(None, RATE, "", "left.reduced*4", why="a fee reduced, given back"),
    row(None, RATE, "", "here.times*5", why="an example"),
    row(None, RATE, "", "here.score*2", why="what a score is worth"),
    row(None, RATE, "", "near.hearsay*2", why="an estimate"),
    row(None, RATE, "", "left.service_level*2", why="a service level"),
    row(None, RATE, "", "here.cost*1.5|here.budget|left.budget", "near.cost", why="how a cost is divided"),
    row(None, RATE, "", "here.loss*2", why="how a loss is divided"),
    row(None, RATE, "", "left.discount*1.5|here.discount", why="a discount, a change of price"),
    row(None, RATE, EVERY, "left.deliver_late*3", why="late work, not late payment"),
    row(None, RATE, EQUAL, "here.late_fee*4", why="a penalty for something else"),
    row(None, RATE, "", "near.instalment & act.pay", "near.total left.total after.sign after.milestone", why="an instalment"),
    row(None, RATE, EQUAL, "left.total*2 & act.pay", never="here.penalty here.owed", why="a part of the total"),
    row(None, RATE, "", "here.goods_price|left.refund", why="a part of a price"),
)  # fmt: skip
