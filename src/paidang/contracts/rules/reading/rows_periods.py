"""Dates, durations and copies: from when to when, how long, how it renews, how long secrets are kept."""

from paidang.contracts.rules.reading.frames import Row, row
from paidang.contracts.rules.reading.quantities import (
    ADVANCE,
    COPIES,
    DATE,
    EXCEED,
    FROM,
    LASTING,
    MONTHS,
    ON,
    UNLIMITED,
    UNTIL,
    WITHIN,
    Quantity,
)


def _years(quantity: Quantity) -> object:
    """Whole years of a duration in months; 长期有效 is unlimited."""
    if quantity.value == UNLIMITED:
        return UNLIMITED
    return quantity.value // 12 if isinstance(quantity.value, int) and not quantity.value % 12 else None


FOR = f"{LASTING} {EXCEED}"

PERIODS: tuple[Row, ...] = (
    row("term.months", MONTHS, WITHIN, "left.term*2|here.dates|after.sign & here.valid", never="left.secret here.renew here.training"),
    row("term.months", MONTHS, FOR, "left.term*2|here.dates|left.dates*1.2|head.term*0.8|after.sign", "left.term left.counted head.term", never="left.secret here.renew here.service_term left.quality_term here.training left.refund here.handover left.kpi_period here.free here.kept"),
    row("term.months", MONTHS, FOR, "left.counted & before.dates"),
    row("service.months", MONTHS, FOR, "left.service_term*2.5|here.service_term", "", never="here.secret"),
    row("training.months", MONTHS, f"{FOR} {WITHIN}", "near.training*2|head.training", "left.training"),
    row("renewal.months", MONTHS, FOR, "left.renew*2|here.renew", "near.auto before.auto", never="left.secret here.target left.target"),
    row("renewal.notice_months", MONTHS, ADVANCE, "here.expiry*2|left.expiry & near.object_absent|near.auto|near.object_renewal", "near.renew"),
    row("fee.free_months", MONTHS, f"{FOR} {ADVANCE}", "near.free*1.5 & near.fee|near.commission|near.share|head.fee|near.trial|here.free", "here.free left.trial", never="here.make_good here.target"),
    row("confidentiality.years", MONTHS, "", "near.secret*1.3|before.secret|head.secret|near.survive*0.5 & near.secret|before.secret|head.secret|sibling.secret", "after.end left.end left.secret", value=_years),
    row(None, MONTHS, "", "left.kpi_period*1.5|near.target", why="the time a target is looked at"),
    row(None, MONTHS, "", "near.refund|here.delete", "near.deposit", why="a deposit given back, data deleted"),
    row(None, MONTHS, "", "near.experience*3", why="experience asked for"),
    row(None, MONTHS, "", "left.quality_term*2", why="a guarantee, a licence"),
    row(None, MONTHS, ADVANCE, "near.terminate & near.notify", why="notice of ending"),
    row(None, MONTHS, "", "near.handover|here.launch", why="a hand-over, going live"),
    # dates
    row(None, DATE, "", "left.sub_period*4|here.sub_period*4|head.sub_period*3", why="a part of the term"),
    row("term.start", DATE, FROM, "near.dates*1.5|left.begin_label|near.term|head.term|here.entrusted", "near.term*2 head.term near.dates*2", never="here.change near.law"),
    row("term.end", DATE, UNTIL, "left.dates*1.5|near.term*1.5|left.end_label|head.term|before.dates|left.renew", "left.term left.dates*2 head.term", never="left.old_value"),
    row("term.start", DATE, f"{FROM} {ON}", "left.begin*2 & near.term|head.term", never="here.change near.law"),
    # copies
    row("signature.copies", COPIES, "", "here.one_form"),
    row(None, COPIES, "", "left.other_paper*4", why="copies of another paper"),
)  # fmt: skip
