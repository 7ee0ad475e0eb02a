"""What a duty is called, Chinese and English; `{…}` are the duty's facts. One table, one line a kind."""

from collections.abc import Mapping

KINDS: dict[str, tuple[str, str]] = {
    "decide_terms": ("定下合同没写明的 {count} 件事", "Decide {count} points the contract leaves open"),
    "accept_contract": ("接受合同 {title}", "Accept the contract {title}"),
    "mend_rows": ("修正 {file} 里隔离的 {count} 行", "Mend {count} quarantined rows of {file}"),
    "declare_price": ("申报 {count} 个商品的出厂价", "Declare the factory price of {count} SKU(s)"),
    "explain_breach": (
        "说明 {count} 行低于最低零售价的成交",
        "Explain {count} sales below the minimum retail price",
    ),
    "send_statement": ("发出 {month} 对账单", "Send the statement of {month}"),
    "answer_statement": ("确认 {month} 对账单 {amount}", "Confirm the statement of {month}, {amount}"),
    "answer_question": ("答复对 {month} 对账单的疑问", "Answer the question on the statement of {month}"),
    "pay_statement": ("付清 {month} 应付款 {amount}", "Pay {amount} for {month}"),
    "pay_debt": ("付清 {what} {amount}", "Pay {what}, {amount}"),
}


def wording(kind: str, facts: Mapping[str, object], lang: str = "zh") -> str:
    """The duty in one line for people."""
    return KINDS[kind][0 if lang.startswith("zh") else 1].format_map(
        {key: str(value) for key, value in facts.items()}
    )
