"""Scorecards of the demo world: targets that both sides agreed, one that waits, ratings of three months, words on the last."""

from datetime import datetime, timedelta

from paidang.kit.period import add_months, day_start_at, month_of, month_period
from paidang.scorecards import actions
from paidang.scorecards.rules.measures import DESCRIPTION, RESOLVED, RESPONSE, SHIPPED
from paidang.scorecards.rules.ratings import HEADER_ZH
from paidang.site.demo.acting import ActingAs
from paidang.site.demo.cast import AGENCY, BRAND

LIN, SHEN = AGENCY.people[0].email, BRAND.people[0].email
AGREED = ((SHIPPED, 9_500), (RESPONSE, 30), (DESCRIPTION, 480))
SCORES = (("4.79", "4.81", "4.84"), ("4.82", "4.80", "4.80"), ("4.86", "4.83", "4.78"))


def write_scores(code: str, month: str, now: datetime, stores: list[str], acting_as: ActingAs) -> None:
    """What both sides put on record about figures up to `now`; `month` is the last whole one."""
    first = add_months(month_period(month).start, 1 - len(SCORES))
    since, at = f"{first:%Y-%m}", day_start_at(first) + timedelta(hours=10)
    with acting_as(SHEN) as shen:
        rows = [
            actions.propose_target(person=shen, at=at, code=code, measure=key, value=value, from_month=since)
            for key, value in AGREED
        ]
    with acting_as(LIN) as lin:
        for row in rows:
            actions.answer_target(
                person=lin, at=at + timedelta(hours=3), code=code, number=row.number, agree=True
            )
        lines = [",".join(HEADER_ZH)]
        for nth, scores in enumerate(SCORES):
            told = f"{add_months(first, nth):%Y-%m}"
            lines += [",".join([told, store, *scores, "5"]) for store in stores]
        actions.import_ratings(
            person=lin, at=now - timedelta(days=1), code=code, name=f"店铺评分_{month}.csv",
            content="\n".join(lines).encode("utf-8-sig"), stores=stores,
        )  # fmt: skip
        actions.comment_month(
            person=lin, at=now - timedelta(hours=5), code=code, month=month,
            text="大促后退款多了两成，主要是尺寸拍错；详情页的尺寸图已补。",
        )  # fmt: skip
    with acting_as(SHEN) as shen:
        actions.comment_month(
            person=shen, at=now - timedelta(hours=2), code=code, month=month,
            text="物流分连降三个月，请下月把发货提前到当天。",
        )  # fmt: skip
        actions.propose_target(
            person=shen, at=now - timedelta(hours=2), code=code, measure=RESOLVED, value=9_500, from_month=month_of(now),
            note="旺季客服要跟上",
        )  # fmt: skip
