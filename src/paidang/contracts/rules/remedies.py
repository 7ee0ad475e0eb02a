"""Replacement wording for a finding: what to write in the place of what the text says, or where it is silent.

Wording is data: a row per code, Chinese as it can stand in the contract, with an English gloss. `{a}` and `{b}` are
the parties as the text calls them, `{brand}` and `{agency}` the same by who they are, `{deal}` is 本合同 or 本协议.
A proposal for the parties to judge, no legal advice. What only they can know (a name, an amount, which of two clauses
holds) has no wording.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from paidang.contracts.rules.reading.checks_law import UNLIMITED
from paidang.contracts.rules.reading.checks_text import TYPOS
from paidang.contracts.rules.reading.numbers import RATE
from paidang.contracts.rules.reading.parties import aliases, find_parties
from paidang.contracts.rules.reading.squeezed import FOLD
from paidang.contracts.rules.schedule import (
    calendar_year,
    schedule_of,
    statement_day_that_fits,
    window_that_fits,
)

REPLACE, AFTER, CLAUSE = "replace", "after", "clause"
"""In the place of the quotation; a sentence after the one quoted; a clause of its own at the end."""
DEALS = ("本合同", "本协议", "本约定")
Found = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Remedy:
    """Wording for one place: text[start:end] becomes `new`; with start == end it is put in there."""

    how: str
    start: int
    end: int
    old: str
    new: str
    gloss: str

    def to_json(self) -> dict[str, object]:
        return {
            "how": self.how, "start": self.start, "end": self.end, "old": self.old, "new": self.new, "gloss": self.gloss,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """What a wording is made from: the quotation, the text behind it, the terms read, and the words of the parties."""

    finding: Found
    start: int
    end: int
    text: str
    terms: Sequence[Found]
    words: Mapping[str, str]
    year: int

    @property
    def quote(self) -> str:
        return self.text[self.start : self.end]

    @property
    def behind(self) -> str:
        return self.text[self.end : self.end + 20]

    def first(self, term: str) -> Found | None:
        return next((found for found in self.terms if found["term"] == term), None)

    def stated(self, term: str) -> object | None:
        found = self.first(term)
        return found["value"] if found else None


Change = tuple[int, int, str]
Wording = str | Callable[[Place], str | Change | None]
"""Chinese with the parties' words in braces, or made from the place; a Change says also where, None is no wording."""


@dataclass(frozen=True, slots=True)
class Row:
    how: str
    zh: Wording
    en: str


def _swapped(quote: str, pattern: str, new: str) -> str | None:
    """The quotation with the last place of a pattern exchanged, whatever blanks and widths it is typed with."""
    places = [at for at, character in enumerate(quote) if not character.isspace()]
    bare = "".join(quote[at] for at in places).translate(FOLD)
    matches = list(re.finditer(pattern, bare))
    if not matches:
        return None
    start, end = matches[-1].span()
    return quote[: places[start]] + new + quote[places[end - 1] + 1 :]


def _typo(place: Place) -> str | None:
    for pattern, wrong, right in TYPOS:
        if re.match(pattern, re.sub(r"\s", "", place.quote + place.behind)):
            return _swapped(place.quote, wrong, right)
    return None


def _repealed(place: Place) -> str | None:
    """None in a contract of a time when that law was in force: there it is cited rightly."""
    return "《中华人民共和国民法典》" if place.finding["severity"] == "error" else None


def _garbled(place: Place) -> str | None:
    if place.quote.startswith("自动延期"):
        months = place.stated("term.months")
        return f"自动延期{months}个月" if isinstance(months, int) else "自动延期一年"
    if place.quote.startswith("延期") and place.behind.startswith("顺延"):
        return "延期，合同期限相应"
    return None


def _self_termination(place: Place) -> str:
    lead = "" if place.text[place.start - 1 : place.start] in "，。；：\n" else "，"
    return lead + "守约方有权书面通知违约方解除{deal}，{deal}自通知到达违约方时解除"


def _unlimited_renewal(place: Place) -> str | Change | None:
    """The words of endlessness themselves, or a sentence behind a renewal that merely counts nothing."""
    endless = UNLIMITED.search(re.sub(r"\s", "", place.quote).translate(FOLD))
    return "延期以一次为限" if endless else _behind(place, "续期以一次为限。")


def _credentials(place: Place) -> Change:
    """In the place of the whole of that part of the sentence, its number kept: the quotation may begin inside it."""
    first = max(place.text.rfind(mark, 0, place.end) for mark in "，。；\n") + 1
    number = re.compile(
        r"\s*(?:[0-9]+(?:[.．][0-9]+)*[、.．)）]?|[A-Z一二三四五六七八九十]{1,3}[、.．])?\s*"
    ).match(place.text, first)
    stop = re.compile(r"[，。；\n]|$").search(place.text, place.end)
    return (
        number.end() if number else first,
        stop.start() if stop else place.end,
        "{brand}为{agency}开通店铺子账号并分级授权，主账号及其密码由{brand}自行保管",
    )


def _penalty(place: Place) -> str | None:
    return _swapped(place.quote, RATE, "万分之五")


def _schedule(place: Place) -> str | Change | None:
    """A later end of payment if the month has room for it, else an earlier statement."""
    schedule = schedule_of(place.stated)
    if schedule is None:
        return None
    last = window_that_fits(schedule, place.year)
    if last and last <= 28:
        return _swapped(place.quote, r"[0-9]{1,2}(?=[日号])", str(last))
    due, day = place.first("settlement.statement_due_day"), statement_day_that_fits(schedule, place.year)
    if due is None or day is None:
        return None
    start, end = _span(due)
    new = _swapped(place.text[start:end], r"[0-9一二三四五六七八九十]{1,3}(?=[日号])", str(day))
    return (start, end, new) if new else None


def _store(place: Place) -> str | None:
    """A store's name becomes this contract's store; a person is for the parties to name."""
    if not re.search(r"(?:专卖店|专营店|旗舰店)$", place.quote):
        return None
    return str(place.stated("store.name") or "{brand}店铺")


def _reference(place: Place) -> str | None:
    if match := re.search(r"(?:见|载于|列于|详见?)(?:本合同|本协议)?附件.{1,3}$", place.quote):
        return place.quote[: match.start()] + "以双方另行签署的书面清单为准"
    if match := re.search(r"附件.{1,3}$", place.quote):
        return place.quote[: match.start()] + "双方另行签署的书面文件"
    match = re.search(r"(?:本合同|本协议)?第.{1,4}条$", place.quote)
    return place.quote[: match.start()] + "{deal}" if match else None


def _behind(place: Place, sentence: str) -> Change:
    """Put a sentence behind the one that is quoted."""
    stop = re.compile(r"。|\n|$").search(place.text, place.end)
    at = stop.end() if stop and stop[0] == "。" else (stop.start() if stop else place.end)
    return at, at, sentence


REMEDIES: dict[str, Row] = {
    "typo": Row(REPLACE, _typo, "The right word."),
    "repealed_law": Row(REPLACE, _repealed, "The Civil Code of the People's Republic of China."),
    "garbled_text": Row(REPLACE, _garbled, "Says how long the extension is; the parties may choose another length."),
    "page_furniture": Row(REPLACE, lambda place: "", "Strike these words."),
    "monopoly_wording": Row(REPLACE, "以提高销量", "“To raise sales” instead of an aim of monopoly."),
    "self_termination": Row(REPLACE, _self_termination, "The party not in breach may end the contract by written notice; it ends when the notice arrives."),
    "unlimited_renewal": Row(REPLACE, _unlimited_renewal, "It renews once at most."),
    "penalty_excessive": Row(REPLACE, _penalty, "0.05 % a day, 18.25 % a year."),
    "penalty_high": Row(REPLACE, _penalty, "0.05 % a day, 18.25 % a year."),
    "schedule_infeasible": Row(REPLACE, _schedule, "A day that leaves time in every month of the year for confirmation and payment."),
    "leftover_name": Row(REPLACE, _store, "The store of this contract."),
    "undefined_reference": Row(REPLACE, _reference, "What both parties sign in writing, or the contract itself, instead of a clause that is not there."),
    "credentials_handed_over": Row(REPLACE, _credentials, "The brand opens sub-accounts with limited rights and keeps the main account to itself."),
    "tax_undefined": Row(AFTER, "计算收益时减去的税收，指所售商品应缴纳的增值税，按国家规定的税率计算，由{brand}申报缴纳。", "The tax taken off is the VAT on the goods sold, at the statutory rate, declared and paid by the brand."),
    "fee_tax_undefined": Row(AFTER, "{agency}依{deal}收取的服务费、分成均为含税金额，由{agency}向{brand}开具等额增值税发票。", "The agency's fees and shares include tax; it issues a VAT invoice for the same amount."),
    "recognition_undefined": Row(AFTER, "订单以买家确认收货（含平台自动确认收货）之日为准，计入当月结算。", "An order counts in the month in which the buyer confirms receipt, or the platform does."),
    "loss_undefined": Row(AFTER, "某月收益为亏损的，当月双方均不分配收益，亏损结转以后月份，由以后月份的收益先行弥补，弥补后有余的再行分配。", "In a month of loss nothing is shared; the loss is carried forward and made good first."),
    "platform_fees_undefined": Row(AFTER, "平台向店铺收取的佣金、技术服务费等费用，由{brand}承担。", "The platforms' commissions and service fees are borne by the brand."),
    "refund_effect_undefined": Row(AFTER, "发生退款、退货的，退款金额从退款当月的结算金额中扣减，当月不足扣减的，从以后月份扣减。", "Refunds are taken off in the month in which they happen, what is left over off later months."),
    "penalty_one_sided": Row(AFTER, "任何一方逾期付款的，均按前述标准支付违约金；有其他违约行为的，按守约方的实际损失支付违约金。", "Either party in arrears owes the same penalty; for other breaches a penalty of the actual loss."),
    "confidentiality_one_sided": Row(AFTER, "双方对履行{deal}知悉的对方商业秘密均负有保密义务，未经对方书面同意不得向第三方披露。", "Both parties keep the other's business secrets."),
    "forum_missing": Row(CLAUSE, "因{deal}发生的争议，双方协商解决；协商不成的，任何一方可向被告住所地人民法院提起诉讼。", "Disputes go to the court at the defendant's seat if talks fail."),
    "data_protection_missing": Row(CLAUSE, "{agency}仅可为履行买家订单和售后之目的，在{deal}有效期内以查询、核对、传递的方式处理买家的姓名、电话、地址和订单信息，并采取加密、分级授权等个人信息保护措施；未经{brand}书面同意，不得转委托他人处理。{brand}有权监督。{deal}终止时，{agency}应返还或者删除全部个人信息，不得保留。", "Purpose, time, method and kinds of the buyers' data that the agency processes, its protection, no passing on without consent, supervision by the brand, deletion at the end."),
    "ip_missing": Row(CLAUSE, "{agency}为履行{deal}拍摄的图片、设计的页面，其著作权自完成之日起归{brand}所有，{agency}仅可为履行{deal}使用。", "The brand owns the copyright of pictures and pages from completion; the agency may use them for this contract alone."),
}  # fmt: skip
"""By the finding's code."""


def remedy_of(
    finding: Found,
    *,
    document: Mapping[str, object],
    text: str,
    party_a: str = "",
    as_of: date | None = None,
) -> Remedy | None:
    """The wording for a finding of a read document, None where only the parties can know.

    `party_a` says whether the text's 甲方 is brand or agency, where that is known better than the text says it.
    """
    row = REMEDIES.get(str(finding["code"]))
    if row is None:
        return None
    place = _place(finding, document, text, party_a, as_of)
    made = row.zh if isinstance(row.zh, str) else row.zh(place)
    if made is None:
        return None
    if not isinstance(made, str):
        start, end, new = made
    elif row.how == REPLACE:
        start, end, new = place.start, place.end, made
    elif row.how == AFTER and finding["quotes"]:
        start, end, new = _behind(place, made)
    else:
        start = end = _last_sentence(document, text)
        new = "\n" + made
    how = row.how if start < end or row.how != REPLACE else AFTER
    return Remedy(how, start, end, text[start:end], _filled(new, place.words), row.en)


def fitting(remedies: Iterable[Remedy]) -> list[Remedy]:
    """Those that can be put in together: of two for the same words the first."""
    kept: list[Remedy] = []
    for remedy in remedies:
        if all(remedy.end <= other.start or other.end <= remedy.start for other in kept):
            kept.append(remedy)
    return kept


def apply(text: str, remedies: Sequence[Remedy]) -> str:
    """The text with wordings put in; they must not overlap."""
    for remedy in sorted(remedies, key=lambda each: (each.start, each.end), reverse=True):
        text = text[: remedy.start] + remedy.new + text[remedy.end :]
    return text


def _place(
    finding: Found, document: Mapping[str, object], text: str, party_a: str, as_of: date | None
) -> Place:
    terms = cast("Sequence[Found]", document["terms"])
    quotes = cast("Sequence[Found]", finding["quotes"])
    start, end = _span(quotes[0]) if quotes else (0, 0)
    place = Place(finding, start, end, text, terms, {}, 0)
    day = as_of or next(
        (
            date.fromisoformat(str(value))
            for term in ("signed_on", "term.start")
            if (value := place.stated(term))
        ),
        None,
    )
    words = _words(document, text, party_a or str(_opposite(place)))
    return Place(finding, start, end, text, terms, words, calendar_year(day))


def _opposite(place: Place) -> str:
    """Who the text's 甲方 is, as far as the text says; the brand unless it says otherwise."""
    first, second = place.stated("party.a.role"), place.stated("party.b.role")
    return "agency" if first == "agency" or second == "brand" else "brand"


def _words(document: Mapping[str, object], text: str, party_a: str) -> dict[str, str]:
    """The parties and the contract as this text calls them."""
    first, last = int(str(document["start"])), int(str(document["end"]))
    body = text[first:last]
    called = {"甲方": "甲方", "乙方": "乙方"}
    if "甲方" not in body:
        parties, _contacts = find_parties(text, first, last)
        for word, party in aliases(parties).items():
            if word in body:
                called[party] = word
    a, b = called["甲方"], called["乙方"]
    brand, agency = (b, a) if party_a == "agency" else (a, b)
    deal = max(DEALS, key=lambda word: (body.count(word), word[1:] in str(document["title"])))
    return {"a": a, "b": b, "brand": brand, "agency": agency, "deal": deal}


def _filled(wording: str, words: Mapping[str, str]) -> str:
    """Only our own braces are filled: a text may have some too."""
    return re.sub(r"\{(a|b|brand|agency|deal)\}", lambda match: words[match[1]], wording)


def _last_sentence(document: Mapping[str, object], text: str) -> int:
    """Behind the last full sentence of the document: in front of the signatures."""
    first, last = int(str(document["start"])), int(str(document["end"]))
    at = text.rfind("。", first, last)
    return at + 1 if at >= 0 else last


def _span(place: Found) -> tuple[int, int]:
    return int(str(place["start"])), int(str(place["end"]))
