"""What the facts of rights, notices and follow-ups are called on the page of a contract's life."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paidang.contracts.models import Notice
from paidang.contracts.rules import ending as e
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.ending import FollowUp
from paidang.contracts.rules.reading.vocabulary import label
from paidang.contracts.rules.rights import CAUSES, GROUNDS, Right
from paidang.contracts.rules.serving import DESTROYED, RETURNED
from paidang.kit.money import yuan
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.contract_reading import language


@dataclass(frozen=True, slots=True)
class RightRow:
    """A right that has arisen: its name, whose it is, what it rests on, and the dialog that uses it, with what it begins with."""

    right: Right
    word: str
    act: str
    pairs: Sequence[tuple[str, str]]
    mine: bool
    dialog: str
    amount: str
    grounds: str


def right_row(right: Right, side: str) -> RightRow:
    acts = {
        n.IMMEDIATE: _("立即解除合同"), n.TERMINATION: _("解除合同"), n.REMINDER: _("催缴对账单"), n.CLAIM: _("索赔"),
    }  # fmt: skip
    word = worded(GROUNDS[right.ground]) if right.ground else _("对账单过期没有交")
    name = "right-" + right.key.replace(":", "-").replace("_", "-")
    return RightRow(
        right,
        word,
        acts[right.kind],
        pairs_of(right),
        right.side == side,
        name,
        _amount(right),
        _grounds(right),
    )


def _amount(right: Right) -> str:
    """What a claim for late payment comes to today, as it is typed."""
    fee = right.facts.get("late_fee_fen")
    return f"{fee // 100}.{fee % 100:02d}" if isinstance(fee, int) and fee else ""


def _grounds(right: Right) -> str:
    """What a reminder says, unless it is written otherwise: nobody writes the same sentence for forty contracts."""
    if right.kind != n.REMINDER:
        return ""
    facts = {"month": right.facts["month"], "day": right.facts["due_on"]}
    return _("%(month)s 对账单应在 %(day)s 前交，至今没有收到，请补交。") % facts


def pairs_of(one: Notice | Right) -> Sequence[tuple[str, str]]:
    """The facts that a right or a notice rests on: names and values, in a fixed order; unknown and empty ones are not in."""
    facts = dict(one.facts)
    if isinstance(one, Notice):
        facts |= {"amount_claimed": one.amount_fen}
        if one.last_day:
            facts.pop("end", None)  # the same day, told as the contract's last
    pairs = []
    for key, name in _names(facts).items():
        if (value := facts.get(key)) not in (None, "", 0):
            pairs.append((name, _fee_word(facts) if key == "fee" else _value(key, value)))
    return pairs


def _fee_word(facts: Mapping[str, object]) -> str:
    word = label(str(facts["fee"]), language())
    if facts["fee"] == "fee.installments":
        return _("%(word)s第 %(n)s 期") % {"word": word, "n": facts["nth"]}
    return word


def _names(facts: Mapping[str, object]) -> dict[str, str]:
    return {
        "ground": _("理由"), "cause": _("违约事实"), "month": _("账期"), "fee": _("款项"), "due_on": _("应付日") if "amount_fen" in facts else _("应交日"),
        "reminded_on": _("催缴日"), "notified_on": _("通知日"), "deadline": _("限期"), "days_late": _("已逾期"), "not_excused": _("其中逾期后才发生的不可抗力，不免责（民法典 590）"),
        "days_agreed": _("合同约定"), "amount_fen": _("应付"), "late_fee_fen": _("到今天的违约金"), "amount_claimed": _("索赔金额"),
        "how": _("方式"), "notice": _("所据通知"), "end": _("合同期满"),
    }  # fmt: skip


def _value(key: str, value: object) -> str:
    if key in ("amount_fen", "late_fee_fen", "amount_claimed"):
        return yuan(cast(int, value))
    if key in ("days_late", "days_agreed", "not_excused"):
        days = cast(int, value)
        return ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days}
    if key == "ground":
        return worded(GROUNDS[str(value)])
    if key == "cause":
        return worded(CAUSES[str(value)][0])
    if key == "how":
        return {RETURNED: _("归还"), DESTROYED: _("销毁")}[str(value)]
    if key == "notice":
        return _("通知 %(n)s") % {"n": value}
    return str(value)


def answer_word(notice: Notice, verdict: str) -> str:
    """What the button of an answer says: of a yes that cannot be taken back, what it does."""
    if verdict == n.AGREED and notice.kind == n.AGREEMENT and notice.last_day:
        return _("同意，合同到 %(day)s 为止") % {"day": notice.last_day.isoformat()}
    if verdict == n.AGREED and notice.kind == n.CLEARANCE:
        return _("同意结清，合同了结")
    if verdict == n.AGREED and notice.amount_fen:
        return _("同意赔 %(fen)s") % {"fen": yuan(notice.amount_fen)}
    return _("答复") if verdict == n.REPLIED else worded(n.VERDICT_WORDS[verdict])


def follow_up_words(each: FollowUp) -> str:
    """What the end asks for, in one line."""
    return {
        e.FINAL_STATEMENT: _("最后一期对账单发出并确认"),
        e.PAYMENT: _("付清全部应付款"),
        e.ACCESS: _("停止登记店铺和新业务；查看、下载仍可"),
        e.HAND_OVER: _("交接店铺、账号和资料"),
        e.MATERIAL: _("归还或销毁对方的保密材料，由对方确认"),
        e.SECRECY: _("继续保密"),
        e.CLEARANCE: _("声明结清"),
    }[each.kind]
