"""Days, days of the month and hours: what must be done by when.

Terms and their rivals in one table: who reads 5日内 must also know the deadlines that are no term.
"""

from paidang.contracts.rules.reading.frames import Row, row
from paidang.contracts.rules.reading.quantities import (
    ADVANCE,
    DAY,
    DAYS,
    EXCEED,
    HOURS,
    LASTING,
    ON,
    WINDOW,
    WITHIN,
)

BY = f"{WITHIN} {LASTING}"
PASSED = f"{EXCEED} {LASTING} {WITHIN}"

DEADLINES: tuple[Row, ...] = (
    # after the statement
    row("settlement.confirm_days", DAYS, BY, "act.confirm & statement|head.settle|sibling.statement|here.confirm_time", "after.statement*2 after.receive near.statement*2 head.settle here.no_answer*-6", never="here.together here.meeting"),
    row("settlement.confirm_days", DAYS, f"{EXCEED} {WITHIN}", "act.confirm & near.statement & near.object", "after.statement after.receive", never="here.together here.meeting"),
    row("settlement.pay_days", DAYS, BY, "act.pay|act.pay_label & after.confirm*1.5|after.invoice*1.5|after.statement|before.confirm|left.confirm|left.invoice", "fee commission head.settle", never="here.refund here.top_up after.goods_receive after.draft after.acceptance"),
    row(None, DAYS, BY, "here.statement*1.3 & here.give*1.3", never="after.receive after.confirm here.confirm", why="a statement handed in"),
    row("settlement.statement_due_day", DAYS, BY, "act.statement & after.period_end*2", "head.settle"),
    row(None, DAYS, BY, "act.confirm|after.receive & here.draft|after.draft|left.draft|before.draft", "head.approval after.draft*2", why="an answer to a draft"),
    row(None, DAYS, BY, "act.confirm*1.3 & left.order*1.3|before.order", never="near.statement before.statement", why="an order confirmed"),
    row(None, DAYS, BY, "act.invoice*1.2 & after.pay|after.receive|left.pay", why="an invoice after payment"),
    row(None, DAYS, BY, "act.acceptance|act.launch", "after.sign after.receive", why="acceptance, going live"),
    row(None, DAYS, BY, "act.refund & deposit|after.end|after.terminate", "near.deposit", why="a deposit given back"),
    row(None, DAYS, BY, "act.top_up & deposit|fee|pay", why="a deposit topped up"),
    row(None, DAYS, BY, "act.delete*1.5", "after.end*2", why="data deleted"),
    row(None, DAYS, BY, "act.dispatch|act.respond", "buyer_act", why="goods sent, questions answered"),
    row(None, DAYS, BY, "act.notify & near.force|before.force", why="notice of force majeure"),
    row(None, DAYS, "", "near.goods_pay|after.goods_receive & act.pay", why="paid for goods"),
    row(None, DAYS, BY, "act.pay & after.draft|after.acceptance", why="an instalment"),
    # what is paid once
    row("fee.setup.days", DAYS, BY, "act.pay & near.setup|before.setup", "after.sign*2 near.setup*2", never="here.refund"),
    row(None, DAYS, BY, "act.pay & near.deposit|before.deposit", "after.sign near.deposit*2", why="a deposit paid"),
    row(None, DAYS, BY, "act.pay & after.sign|after.milestone|after.end", "near.total", never="after.confirm", why="an instalment"),
    # breach and ending
    row("termination.cure_days", DAYS, f"{WITHIN} {EXCEED} {LASTING}", "act.cure & demand|breach|notify", "after.demand*2 after.notify near.terminate near.breach", never="here.presently here.clock"),
    row("termination.cure_days", DAYS, BY, "left.cure_term*2"),
    row("termination.notice_days", DAYS, ADVANCE, "near.terminate & near.notify|near.object", "head.end", never="here.expiry"),
    row("termination.notice_days", DAYS, "", "near.terminate & here.notice_period*1.5"),
    row("renewal.notice_days", DAYS, ADVANCE, "here.expiry*2|left.expiry & near.object_absent|near.auto|near.object_renewal", "near.renew*2", never="left.target"),
    row(None, DAYS, ADVANCE, "near.renew & near.notify", why="a wish to renew"),
    row(None, DAYS, ADVANCE, "near.notify", why="notice of something else"),
    row(None, DAYS, ADVANCE, "left.target*4|before.target*4 & near.terminate|near.notify|near.renew", why="ending because a target was missed"),
    row("suspension.late_payment_days", DAYS, PASSED, "next.suspend*1.5|act.suspend & near.late_pay|before.late_pay|near.late|before.late & near.late_pay|before.late_pay|sibling.late_pay|near.pay|near.fee|before.fee|near.owed", never="left.statement left.dispatch left.handover here.cure"),
    row("termination.late_payment_days", DAYS, PASSED, "next.terminate*1.5|act.terminate*0.8 & near.late_pay|before.late_pay|near.late|before.late & near.late_pay|before.late_pay|sibling.late_pay|near.pay|near.fee|before.fee|near.owed", never="left.statement left.dispatch left.handover here.cure after.demand"),
    row("termination.late_statement_days", DAYS, PASSED, "next.terminate|act.terminate & near.statement*2 & near.late|near.not_given", never="here.cure"),
    row(None, DAYS, PASSED, "next.terminate|next.suspend & near.force|near.dispatch|near.launch|before.force", why="ending for something else"),
    row(None, DAYS, BY, "near.money_back*1.2 & after.end*2|after.terminate|left.end", why="a deposit given back"),
    row("handover.days", DAYS, BY, "act.handover & after.end|after.terminate|left.end|left.terminate|head.end", "after.end*2", never="here.refund"),
    # days of the month
    row("settlement.statement_due_day", DAY, f"{ADVANCE} {ON}", "here.statement*2|near.statement", "head.settle here.give", never="here.paid_bill"),
    row("report.due_day", DAY, f"{ADVANCE} {ON}", "here.report*2|near.report", "here.give"),
    row("settlement.pay_due_day", DAY, f"{ADVANCE} {ON}", "here.pay*1.5|act.pay|here.pay_label*1.5|left.pay_label*1.5", "near.fee near.commission near.share head.settle head.fee", never="here.goods_pay here.two_days here.other_costs"),
    row(None, DAY, "", "here.plan*2.5", never="here.statement here.report here.pay", why="a budget, a plan"),
    row(None, DAY, "", "here.cutoff|here.training|here.target", why="a closing day, a training day"),
    row("settlement.pay_window", WINDOW, "", "act.pay|act.pay_label", "head.settle here.monthly here.quarterly", never="here.statement"),
    row(None, WINDOW, "", "next.halves*1.5|left.training|near.promotion", why="a half of the month"),
    # hours
    row(None, HOURS, "", "left.exception*4|here.exception*2.5|here.unmet*5", why="goods sent in other cases, not sent"),
    row("fulfilment.dispatch_hours", HOURS, "", "act.dispatch*1.2|head.dispatch & after.buyer_act|near.buyer_act|near.dispatch|after.order"),
    row(None, HOURS, "", "act.respond|near.draft|near.notify|here.confirm", why="questions answered, faults mended, drafts read"),
)  # fmt: skip
