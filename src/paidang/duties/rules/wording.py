"""What a duty is called, Chinese and English; `{…}` are the duty's facts. One table, one line a kind."""

from collections.abc import Mapping

KINDS: dict[str, tuple[str, str]] = {
    "decide_terms": ("定下合同没写明的 {count} 件事", "Decide {count} points the contract leaves open"),
    "accept_contract": ("接受合同 {title}", "Accept the contract {title}"),
    "answer_offers": ("答复合同 {title} 的 {count} 处改动", "Answer {count} changes of the contract {title}"),
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
    "pay_agreed": ("付{what} {amount}", "Pay the {what}, {amount}"),
    "send_report": ("提交 {month} 运营报告", "Submit the report for {month}"),
    "train_product": ("办一次产品培训（{from} 至 {to}）", "Hold a product training ({from} to {to})"),
    "object_to_renewal": (
        "定下续不续：不续须在今天前书面提出（{end} 期满）",
        "Decide on renewal: object in writing by this day (the term ends on {end})",
    ),
    "contract_ends": (
        "合同 {end} 期满：安排最后一期对账与交接",
        "The contract ends on {end}: last statement, hand-over",
    ),
    "hand_over": ("把店铺、账号和资料交接给对方", "Hand over the store, accounts and material"),
    "keep_secret_until": ("保密义务到 {end} 为止", "Secrecy is owed until {end}"),
}


def wording(kind: str, facts: Mapping[str, object], lang: str = "zh") -> str:
    """The duty in one line for people."""
    return KINDS[kind][0 if lang.startswith("zh") else 1].format_map(
        {key: str(value) for key, value in facts.items()}
    )
