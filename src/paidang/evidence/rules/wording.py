"""What an act on a chain is called, Chinese and English, and under which heading it is found. One table, one line an act.

`{…}` are the entry's facts, `{subject}` what it is about; a fact that the entry does not carry reads `—`.
"""

from collections.abc import Mapping

from paidang.kit.money import yuan

KINDS: dict[str, tuple[str, str]] = {
    "contract": ("合同与约定", "Contract and terms"),
    "facts": ("导入", "Imports"),
    "prices": ("价格", "Prices"),
    "statement": ("对账", "Statements"),
    "people": ("人员与登录", "People and sign-ins"),
    "access": ("验证与导出", "Checks and exports"),
}

ACTS: dict[str, tuple[str, str, str]] = {
    "contract.uploaded": ("contract", "上传合同文本", "uploaded the contract's text"),
    "contract.shared": ("contract", "把合同发给对方", "shared the contract with the other side"),
    "contract.accepted": ("contract", "接受合同文本与约定", "accepted the text and its terms"),
    "contract.in_force": (
        "contract",
        "双方都已接受，合同生效",
        "both sides accepted, the contract came into force",
    ),
    "term.proposed": ("contract", "提议约定 {key}", "proposed a term: {key}"),
    "term.agreed": ("contract", "同意补充约定 {number}：{key}", "agreed to addendum {number}: {key}"),
    "statement.closed": (
        "statement",
        "关账并算出 {subject}，应付 {amount}",
        "closed {subject}, due {amount}",
    ),
    "statement.sent": ("statement", "发出 {subject}，应付 {amount}", "sent {subject}, due {amount}"),
    "statement.recomputed": ("statement", "重算 {subject}，一致", "recomputed {subject}: agrees"),
    "statement.recomputed_differs": ("statement", "重算 {subject}，不一致", "recomputed {subject}: differs"),
    "statement.confirmed": (
        "statement",
        "确认 {subject}，应付 {amount}",
        "confirmed {subject}, due {amount}",
    ),
    "statement.questioned": ("statement", "对 {subject} 提出疑问", "questioned {subject}"),
    "statement.answered": ("statement", "答复对 {subject} 的疑问", "answered a question on {subject}"),
    "org.registered": ("people", "机构登记", "organisation registered"),
    "person.invited": ("people", "邀请 {subject}", "invited {subject}"),
    "person.link_made": ("people", "为 {subject} 生成链接", "made a link for {subject}"),
    "person.password_set": ("people", "设定密码", "set the password"),
    "person.deactivated": ("people", "停用 {subject}", "deactivated {subject}"),
    "person.signed_in": ("people", "登录", "signed in"),
    "evidence.verified": ("access", "验链，到第 {entries} 条", "verified the chain up to entry {entries}"),
    "evidence.exported": (
        "access",
        "下载存证，到第 {entries} 条",
        "downloaded the evidence up to entry {entries}",
    ),
}


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "—"


def wording(act: str, subject: str, facts: Mapping[str, object], lang: str = "zh") -> str:
    """The act in words for people; an act that the table does not know is shown as it is."""
    if act not in ACTS:
        return f"{act} {subject}"
    amount = facts.get("amount_due")
    known = _Facts({**facts, "subject": subject, "amount": yuan(amount if isinstance(amount, int) else None)})
    return ACTS[act][1 if lang.startswith("zh") else 2].format_map(known)


def acts_of(kind: str) -> list[str]:
    """The acts under a heading; none for a heading that there is not."""
    return [act for act, (under, _zh, _en) in ACTS.items() if under == kind]
