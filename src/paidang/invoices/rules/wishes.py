"""What a buyer wants on the invoice, and what must be there for it to be issued."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from paidang.invoices.rules.tax_numbers import bare_number, is_tax_number
from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.kit.sentence import say

ORDINARY, SPECIAL = "ordinary", "special"
KINDS = {ORDINARY: say("普通发票"), SPECIAL: say("增值税专用发票")}
PLATFORM, SERVICE, PROGRAM, FILE = "platform", "service", "api", "file"
SOURCES = {
    PLATFORM: say("平台订单"),
    SERVICE: say("客服登记"),
    PROGRAM: say("接口"),
    FILE: say("表格导入"),
}
TITLE_MAX, CONTACT_MAX = 100, 120
_EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{5,19}")


@dataclass(frozen=True, slots=True)
class Wish:
    """Who buys, as the invoice is to say it, and where it goes. All of it is about persons: encrypted where it is kept."""

    title: str
    kind: str = ORDINARY
    tax_number: str = ""
    email: str = ""
    phone: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def kind_of(text: str) -> str:
    """The kind that a table's cell names, the ordinary one where it names none; what is neither stays, to be refused.

    >>> [kind_of(text) for text in ("", "电子普票", "增值税专用发票", "收据")]
    ['ordinary', 'ordinary', 'special', '收据']
    """
    text = text.strip()
    if not text or "普" in text:
        return ORDINARY
    return SPECIAL if "专" in text else text


def trimmed(wish: Wish) -> Wish:
    """Without what people type around it."""
    return Wish(
        title=" ".join(wish.title.split()),
        kind=wish.kind,
        tax_number=bare_number(wish.tax_number),
        email=wish.email.strip(),
        phone=wish.phone.strip(),
    )


@clause("OP-3-A")
def check_wish(wish: Wish) -> list[Violation]:
    """What keeps a trimmed wish from being issued, in this order: kind, title, tax number, e-mail, telephone."""
    found: list[Violation] = []

    def wrong(code: str, message: str, remedy: str) -> None:
        found.append(Violation(code, message, "OP-3-A", {}, remedy))

    if wish.kind not in KINDS:
        wrong("INVOICE_KIND", say("没有这种发票"), say("普通发票或增值税专用发票。"))
    if not wish.title or len(wish.title) > TITLE_MAX or not wish.title.isprintable():
        wrong("TITLE_WRONG", say("抬头是空的，或太长"), say("写买方名称，不超过 {most} 字。", most=TITLE_MAX))
    if wish.kind == SPECIAL and not wish.tax_number:
        wrong("TAX_NUMBER_MISSING", say("专用发票没有税号"), say("请向买家要统一社会信用代码。"))
    if wish.tax_number and not is_tax_number(wish.tax_number):
        wrong("TAX_NUMBER_WRONG", say("税号的校验位不对"), say("请与买家核对：15、18 或 20 位。"))
    if wish.email and (len(wish.email) > CONTACT_MAX or not _EMAIL.fullmatch(wish.email)):
        wrong("EMAIL_WRONG", say("邮箱写得不对"), say("写成 name@example.com 这样，或空着。"))
    if wish.phone and not _PHONE.fullmatch(wish.phone):
        wrong("PHONE_WRONG", say("电话写得不对"), say("写手机号或带区号的电话，或空着。"))
    return found
