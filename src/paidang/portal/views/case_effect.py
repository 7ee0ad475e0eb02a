"""What a verdict does to the statement, in words and rows: the reckoning beside each verdict."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from paidang.aftersales.models import Case
from paidang.aftersales.queries.money import CaseMoney, Choice
from paidang.aftersales.rules.reckoning import Effect
from paidang.aftersales.rules.words import BUYER, FINDINGS, RESALEABLE
from paidang.contracts.models import Contract
from paidang.kit.money import percent, yuan
from paidang.portal.templatetags.paidang import signed_yuan, worded
from paidang.portal.views.statement_lines import called


def effect_rows(
    case: Case, choices: Sequence[Choice], money: CaseMoney, contract: Contract
) -> dict[str, Any]:
    """The table: a column for each finding, a row for each figure. Empty where no terms held."""
    if money.terms is None or any(one.effect is None for one in choices):
        return {}
    effects = [one.effect for one in choices if one.effect]
    terms, share = money.terms, money.terms.profit_share
    rows: list[tuple[str, str, list[str], str]] = [
        (_("退给买家"), "", [signed_yuan(one.refunded) for one in effects], ""),
        (_("冲回出厂成本"), _("残次归甲方，或商品回库"), [signed_yuan(one.cost) for one in effects], ""),
        (_("冲回税"), _share(terms.tax.rate), [signed_yuan(one.tax) for one in effects], ""),
    ]
    if any(one.logistics for one in effects):
        rows.append((_("双方共担的物流"), "", [signed_yuan(one.logistics) for one in effects], ""))
    if terms.profit_counts:
        rows.append((_("可分收益"), "", [yuan(one.profit) for one in effects], "lead"))
    if share:
        word = _("其中%(side)s %(share)s") % {"side": called("b", contract), "share": _share(share.b)}
        rows.append((word, "", [yuan(one.share_b) for one in effects], ""))
    rows.append(
        (_("回程运费"), _freight_hint(case, contract), [_freight(case, one, contract) for one in choices], "")
    )
    rows.append((_("库存"), "", [_stock(one) for one in choices], ""))
    return {
        "heads": [(one.finding, worded(FINDINGS[one.finding])) for one in choices],
        "rows": [
            (word, hint, list(zip((one.finding for one in choices), cells, strict=True)), kind)
            for word, hint, cells, kind in rows
        ],
        "held": any(one.held for one in effects),
    }


def _share(millionths: int) -> str:
    return percent(f"{millionths // 1_000_000}.{millionths % 1_000_000:06d}")


def _freight_hint(case: Case, contract: Contract) -> str:
    if not case.freight_fen:
        return _("收货时写")
    payer = _("买家") if case.freight_paid_by == BUYER else called(case.freight_paid_by, contract)
    return _("%(fen)s，%(who)s已付") % {"fen": yuan(case.freight_fen), "who": payer}


def _freight(case: Case, choice: Choice, contract: Contract) -> str:
    """Who answers for the way back."""
    names = {"a": called("a", contract), "b": called("b", contract)}
    if choice.outcome.freight == BUYER and case.freight_paid_by in ("a", "b"):
        return _("应由买家付，先双方共担")
    if choice.outcome.freight == BUYER:
        return _("买家承担")
    if choice.outcome.freight == "shared":
        return _("双方共担")
    if choice.effect and choice.effect.to_b > 0:
        return _("%(a)s付%(b)s %(fen)s") % {**names, "fen": yuan(choice.effect.to_b)}
    return _("%(who)s承担") % {"who": names[choice.outcome.freight]}


def _stock(choice: Choice) -> str:
    if not choice.outcome.gives or not choice.outcome.comes_back:
        return _("不变")
    if choice.finding == RESALEABLE:
        return _("可售 +%(n)d") % {"n": choice.units}
    return _("残次 +%(n)d") % {"n": choice.units}


def effect_words(effect: Effect | None, case: Case, contract: Contract, money: CaseMoney) -> str:
    """`可分收益 −¥77.82，其中乙方 −¥23.35`: the reckoning in one line."""
    if effect is None:
        return ""
    if effect.held:
        return _("没有出厂价，算不出收益")
    words = [_("可分收益 %(fen)s") % {"fen": yuan(effect.profit)}]
    if money.terms and money.terms.profit_share:
        words.append(_("其中%(side)s %(fen)s") % {"side": called("b", contract), "fen": yuan(effect.share_b)})
    if effect.to_b:
        who = _("%(a)s付%(b)s") if effect.to_b > 0 else _("%(b)s付%(a)s")
        sides = {"a": called("a", contract), "b": called("b", contract)}
        words.append(_("%(who)s运费 %(fen)s") % {"who": who % sides, "fen": yuan(abs(effect.to_b))})
    return _("，").join(words)
