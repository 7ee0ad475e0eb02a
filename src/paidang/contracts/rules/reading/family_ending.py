"""Ending: penalties, rights to end, secrecy, force majeure, where disputes go."""

import re

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.reader import Reader, listed, party, reader

CAUSES = {
    r"假冒|仿冒": "counterfeit",
    r"不得.{0,3}其他场合使用品牌": "unauthorised_brand_use",
    r"不得再?授权其他": "sublicensing",
}


def _rate(match: re.Match[str]) -> object:
    return n.rate(match["r"])


def _days(match: re.Match[str]) -> object:
    deadline = n.days(match["d"])
    return deadline[0] if deadline else None


def _years(match: re.Match[str]) -> object:
    value = n.number(match["n"])
    return int(value) if value is not None else None


READERS: tuple[Reader, ...] = (
    reader("penalty.late_payment.rate_per_day", rf"(?P<q>(?:每日|每天|按日|日)(?:按)?(?P<r>{n.RATE})的?(?:违约金|滞纳金))", _rate),
    reader("penalty.late_payment.party", r"(?P<q>(?P<p>[甲乙]方)逾期支付[^，。；]{0,8})，[^。；]{0,30}违约金", party),
    reader("penalty.late_payment.party", rf"(?P<q>(?P<p>[甲乙]方)须按未付金额的日{n.RATE}违约金向[甲乙]方支付)", party),
    reader("termination.late_payment_days", rf"(?P<q>超过(?P<d>{n.DAYS})仍未(?:支付|付款|付清)[^，。；]{{0,2}})", _days),
    reader("termination.late_statement_days", rf"(?P<q>(?P<d>{n.DAYS})内未提供[^，。；]{{0,6}}对账(?:通知)?单)", _days),
    reader("termination.late_statement_days", rf"(?P<q>(?P<d>{n.DAYS})内未提供结算金额对账通知单)", _days),
    reader("termination.cure_days", rf"(?P<q>经通知纠正后(?P<d>{n.DAYS})仍未(?:纠正|改正))", _days),
    reader("termination.immediate_for", r"(?P<q>[^；。\n]{0,12}(?:(?:不得|假冒)[^；。]{4,60})否则[甲乙]方有权立即[^，。；]{0,4}解除本?(?:合同|协议))", listed(CAUSES)),
    reader("termination.automatic_for", r"(?P<q>不得虚报产品出厂价[^。；]{0,30}(?:自行|自动)终止)", ["false_factory_price"]),
    reader("confidentiality.bound", r"(?P<q>双方对在?本(?:协议|合同)[^，。]{0,10}知悉的[^。；，]{0,20}保密义务)", "both"),
    reader("confidentiality.bound", r"(?P<q>对(?P<o>[甲乙]方)提供给(?P<p>[甲乙]方)的任何物品)", party),
    reader("confidentiality.years", rf"(?:终止|解除|期满)(?:后)?(?P<q>(?:至少)?(?P<n>{n.NUMBER})年内)", _years),
    reader("confidentiality.years", r"(?P<q>本(?:协议|合同)终止后，[甲乙双]方需?继续遵守[^。；]{0,20}保密义务)", "unlimited"),
    reader("confidentiality.on_end", r"(?P<q>归还[甲乙]方，或者?按照[甲乙]方的?指示予以销毁)", "return_or_destroy"),
    reader("force_majeure", r"(?P<q>不可抗力[^，。；]{0,6}(?:发生|影响)?[^，。；]{0,2})", True),
    reader("dispute.forum", r"(?P<q>(?:[甲乙]方|被告|原告)所在地?(?:的)?人民法院[^，。；]{0,8})", "court"),
    reader("dispute.place", r"(?P<q>(?P<p>[甲乙]方)所在地?(?:的)?人民法院[^，。；]{0,8})", party),
)  # fmt: skip
