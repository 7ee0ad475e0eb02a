"""Checks on how a text holds together: references, sums of parts, credentials."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from decimal import Decimal

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.model import ERROR, WARNING, DocumentText, Finding, Term
from paidang.kit.patterns import compiled

HAN = "一二三四五六七八九十"
ANNEX_REFERENCE = compiled(
    rf"(?:见|按照?|依照?|参照|如|以|根据|载于|列于|详)(?:本合同|本协议)?(?P<q>附件(?P<no>[{HAN}0-9]{{1,3}})(?:《[^》\n]{{1,30}}》)?)"
)
ANNEX_HEADING = compiled(rf"(?:^|\n)[（“]?附件(?P<no>[{HAN}0-9]{{1,3}})")
ANNEX_LISTED = compiled(
    rf"(?<![按见照以据详])附件(?P<no>[{HAN}0-9]{{1,3}})(?:《|：|“)|附件(?:目录|清单|包括)?：[^\n]*"
)
ARTICLE_REFERENCE = compiled(
    rf"(?:按照?|依照?|依据|根据|违反|适用|见|本(?:合同|协议|合约))(?:本合同|本协议)?(?P<q>第(?P<bracket>（?)(?P<no>[{HAN}百0-9]{{1,4}})）?条)"
)
PART_REFERENCE = compiled(
    rf"(?:按照?|依照?|依据|根据|违反|适用|见)(?:本(?:合同|协议|合约))?(?P<q>第(?P<no>[{HAN}0-9]{{1,3}})(?:部分|章|编))"
)
PART = compiled(rf"(?:^|\n)（?第(?P<no>[{HAN}0-9]{{1,3}})(?:部分|章|编)")
IN_BRACKETS = compiled(rf"(?<=\n)（(?P<no>[{HAN}]{{1,3}})）")
ARTICLE = compiled(rf"(?:^|\n)第(?P<no>[{HAN}百0-9]{{1,4}})条")
HEADING = compiled(
    rf"(?:^|\n)(?:（?(?P<han>[{HAN}]{{1,3}})(?:、|）)|(?P<digit>[0-9]{{1,2}})(?:[、.．](?![0-9])|(?=[一-鿿])))"
)
ELSEWHERE = compiled(r"原合同|主合同|《[^》]*》$|法$|条例$|规定$")
HANDED_OVER = compiled(
    r"(?P<q>[^，。；\n]{0,16}(?:账号|账户|主账号|登录名|用户名)(?:和|及|与|、|以及)?(?:登录|支付)?密码(?:，(?=[甲乙]方))?[^，。；\n]{0,10}?(?:给|交(?=[甲乙]方)|交给|交付|提供给?|告知|移交|交由|发给)[^，。；\n]{0,8})"
    r"|(?P<q3>[^，。；\n]{0,10}(?:账号|账户)[^，。；\n]{0,4}密码[^。；\n]{0,12}(?:放在|在|归|由)[甲乙]方(?:手[里上]|保管|掌握|拿着))"
    r"|(?P<q2>[^，。；\n]{0,10}(?:将|把)(?:店铺)?(?:主账号|后台(?:最高)?权限|超级管理员)[^，。；\n]{0,10}(?:交给|交由|提供给|移交)[^，。；\n]{0,8})"
)
LEAST_CUT = 12
LEAST_UNCLOSED = 40
"""An open bracket with less before the next one may be a list's number or a smiley."""
REST, REST_WITHIN = compiled("余款|余额|其余|剩余|剩下|尾款|余下"), 60
"""What is left of a price, in the words after its instalments: no share needs to be named."""
LEADS_IN = 40
"""How far before its instalments a fee is named."""
KEPT = compiled(r"子账号|不得|不应|禁止|终止|期满|解除|自行保管")


def check_structure(document: DocumentText) -> Iterator[Finding]:
    """All findings on references, sums and credentials of one agreement."""
    yield from _annexes(document)
    yield from _articles(document)
    yield from _parts(document)
    yield from _installments(document)
    yield from _shares(document)
    yield from _credentials(document)
    yield from _brackets(document)


def _undefined(document: DocumentText, match: re.Match[str], what: str) -> Finding:
    start = max(document.text.rfind(mark, 0, match.start()) for mark in "，。；\n") + 1
    message = f"{what}在文中找不到。请补上，或改正所指的条款。"
    return Finding("undefined_reference", WARNING, message, None, [document.quote(start, match.end("q"))])


def _annexes(document: DocumentText) -> Iterator[Finding]:
    """附件三, where the text has no annex of that number."""
    there = {_number(match["no"]) for match in document.squeezed.matches(ANNEX_HEADING)}
    there |= {_number(match["no"]) for match in document.squeezed.matches(ANNEX_LISTED) if match["no"]}
    if document.is_supplement:
        return
    for match in document.squeezed.matches(ANNEX_REFERENCE):
        if _number(match["no"]) not in there:
            yield _undefined(document, match, match["q"])


def _articles(document: DocumentText) -> Iterator[Finding]:
    """第十二条, where the articles end at the seventh."""
    numbers = [_number(match["no"]) for match in document.squeezed.matches(ARTICLE)]
    if not numbers:
        numbers = [_number(match["han"] or match["digit"]) for match in document.squeezed.matches(HEADING)]
    in_brackets = [_number(match["no"]) for match in document.squeezed.matches(IN_BRACKETS)]
    if document.is_supplement:
        return
    for match in document.squeezed.matches(ARTICLE_REFERENCE):
        before = document.text[max(0, match.start("q") - 20) : match.start("q")]
        there = in_brackets if match["bracket"] else numbers
        if len(there) > 2 and _number(match["no"]) > max(there) and not ELSEWHERE.search(before):
            yield _undefined(document, match, match["q"])


def _parts(document: DocumentText) -> Iterator[Finding]:
    """第九部分, where the parts end at the eighth."""
    numbers = [_number(match["no"]) for match in document.squeezed.matches(PART)]
    if not numbers:
        numbers = [_number(match["han"]) for match in document.squeezed.matches(HEADING) if match["han"]]
    for match in document.squeezed.matches(PART_REFERENCE) if not document.is_supplement else ():
        before = document.text[max(0, match.start("q") - 20) : match.start("q")]
        if len(numbers) > 2 and _number(match["no"]) > max(numbers) and not ELSEWHERE.search(before):
            yield _undefined(document, match, match["q"])


def _number(text: str) -> int:
    value = n.number(text)
    return int(value) if value is not None else 0


def _installments(document: DocumentText) -> Iterator[Finding]:
    """The parts of a price that do not add up to the whole."""
    for term in document.terms.get("fee.installments", ()):
        parts = (
            [part for part in term.value if isinstance(part, Mapping)] if isinstance(term.value, list) else []
        )
        shares = [Decimal(str(part["share"])) for part in parts if "share" in part]
        amounts = [int(str(part["amount"])) for part in parts if "amount" in part]
        totals = [int(str(value)) for value in document.values("fee.fixed_total") if isinstance(value, int)]
        totals = totals or _paid_in_these(document, term)
        rest = document.text[_squeezed(document, term.place.end) :][:REST_WITHIN]
        if shares and sum(shares) < 1 and REST.search(rest):
            continue
        if shares and sum(shares) != 1:
            message = f"各期比例合计 {n.plain(sum(shares, Decimal(0)) * 100)}%，不是 100%。请更正。"
            yield Finding("installments_sum", ERROR, message, None, [term.place])
        elif amounts and len(set(totals)) == 1 and sum(amounts) != totals[0]:
            message = f"各期金额合计 {sum(amounts) / 100:.2f} 元，总价 {totals[0] / 100:.2f} 元。请更正。"
            yield Finding("installments_sum", ERROR, message, None, [term.place])


def _squeezed(document: DocumentText, place: int) -> int:
    return bisect_left(document.squeezed.places, place)


def _paid_in_these(document: DocumentText, term: Term) -> list[int]:
    """The one-off fee that is named right before its instalments."""
    return [
        fee.value
        for fee in document.terms.get("fee.setup", ())
        if isinstance(fee.value, int) and 0 <= term.place.start - fee.place.end < LEADS_IN
    ]


def _shares(document: DocumentText) -> Iterator[Finding]:
    """Two shares that are not the whole."""
    first, second = document.terms.get("fee.share.a", ()), document.terms.get("fee.share.b", ())
    if len(first) != 1 or len(second) != 1 or first[0].value is None or second[0].value is None:
        return
    total = Decimal(str(first[0].value)) + Decimal(str(second[0].value))
    if total != 1:
        message = f"双方比例合计 {n.plain(total * 100)}%，不是 100%。请更正。"
        yield Finding("shares_sum", ERROR, message, None, [first[0].place])


def _credentials(document: DocumentText) -> Iterator[Finding]:
    """The store's own password in the other party's hands, instead of an account of its own."""
    for match in document.squeezed.matches(HANDED_OVER):
        begin = max(document.text.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
        if KEPT.search(document.text[begin : match.end()]):
            continue
        span = next(match.span(group) for group in ("q", "q2", "q3") if match[group])
        message = "店铺的账号密码交给了对方：出了事分不清是谁操作的。建议改用子账号，分级授权。"
        yield Finding("credentials_handed_over", WARNING, message, None, [document.quote(*span)])
        return


def _brackets(document: DocumentText) -> Iterator[Finding]:
    """A bracket that opens in a paragraph and closes nowhere near: words are lost."""
    text = document.text
    for match in re.finditer(r"（(?P<in>[^（）]*)(?=（|\Z)", text):
        ends = re.search(r"[。\n]", match["in"])
        least = LEAST_CUT if ends and ends[0] == "。" else LEAST_UNCLOSED
        if not ends or len(match["in"]) < least or match.end() >= len(text):
            continue
        stop = text.find("\n", match.start())
        if document.kind != "consulting":
            quote = document.quote(match.start(), min(stop, match.start() + 30))
            yield Finding("text_lost", ERROR, "括号只有一半，这里缺了字。请对照原稿补上。", None, [quote])
