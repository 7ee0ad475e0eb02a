"""What a duty is called, Chinese and English; `{…}` are the duty's facts. One table, one line a kind."""

from collections.abc import Mapping

from paidang.kit.sentence import counted

KINDS: dict[str, tuple[str, str]] = {
    "decide_terms": ("定下合同没写明的 {count} 件事", "Decide {count} point(s) the contract leaves open"),
    "accept_contract": ("接受合同 {title}", "Accept the contract {title}"),
    "approve_contract": (
        "内部审批：签署合同 {title}",
        "Internal approval: sign the contract {title}",
    ),
    "sign_contract": ("签署合同 {title}", "Sign the contract {title}"),
    "confirm_paper": (
        "确认合同 {title} 的纸上签署",
        "Confirm the signature on paper of the contract {title}",
    ),
    "approve_amendment": (
        "内部审批：签署补充协议 {number}：{title}",
        "Internal approval: sign supplementary agreement {number}, {title}",
    ),
    "sign_amendment": (
        "签署补充协议 {number}：{title}，{day} 起",
        "Sign supplementary agreement {number}, {title}, from {day}",
    ),
    "confirm_amendment_paper": (
        "确认补充协议 {number} 的纸上签署：{title}",
        "Confirm the signature on paper of supplementary agreement {number}, {title}",
    ),
    "answer_offers": (
        "答复合同 {title} 的 {count} 处改动",
        "Answer {count} change(s) of the contract {title}",
    ),
    "answer_amendment": (
        "答复补充协议 {number}：{title}，{day} 起",
        "Answer supplementary agreement {number}, {title}, from {day}",
    ),
    "mend_rows": ("修正 {file} 里隔离的 {count} 行", "Mend {count} quarantined row(s) of {file}"),
    "declare_price": (
        "申报 {count} 个商品的出厂价，{lines} 行在等",
        "Declare the factory price of {count} SKU(s), waited for by {lines} row(s)",
    ),
    "answer_prices": (
        "答复申报 {number}：过去日子的 {count} 个出厂价",
        "Answer declaration {number}: {count} factory price(s) for days past",
    ),
    "cover_shortage": (
        "补上 {count} 行订单缺的 {units} 件货",
        "Supply {units} unit(s) that {count} order line(s) lack",
    ),
    "ship_orders": ("在期限前发出 {count} 单", "Ship {count} order(s) before they are late"),
    "free_orders": (
        "放行或退款：{count} 单被拦截，发货期限快到了",
        "Release or refund {count} held order(s): they must leave soon",
    ),
    "restock": ("补货：{count} 个商品快断货", "Restock: {count} SKU(s) run out soon"),
    "issue_invoices": ("给买家开 {count} 张发票", "Issue {count} invoice(s) to buyers"),
    "take_back_invoices": (
        "红冲 {count} 张已退款的发票",
        "Issue red-letter invoices for {count} invoice(s) that were refunded",
    ),
    "list_goods": (
        "交可售商品清单（每 {days} 天一次）",
        "Hand in the list of sellable goods (every {days} day(s))",
    ),
    "approve_offer": (
        "批准优惠 {number}：{name}，{store}",
        "Approve offer {number}: {name}, {store}",
    ),
    "put_out_promotion": (
        "在平台上设好促销 {number}：{name}，{store}",
        "Set promotion {number} up at the platform: {name}, {store}",
    ),
    "take_back_prices": (
        "把促销 {number} 的价格改回原价：{name}，{store}",
        "Set the prices of promotion {number} back: {name}, {store}",
    ),
    "answer_promotion": (
        "答复甲方对促销 {number} 的问题：{name}",
        "Answer the brand on promotion {number}: {name}",
    ),
    "explain_sale": ("说明 {count} 处没有批准的低价成交", "Explain {count} unapproved low price(s)"),
    "note_sale": ("知悉 {count} 处没有批准的低价成交", "Take note of {count} unapproved low price(s)"),
    "answer_price_draft": (
        "答复改价提议 {number}：{count} 个价格，{since} 起",
        "Answer price proposal {number}: {count} price(s) from {since} on",
    ),
    "act_on_market": (
        "处理别家 {count} 个低于底价的价格",
        "Act on {count} price(s) of other sellers below the floor",
    ),
    "answer_norms": (
        "答复店铺技术规范第 {number} 版",
        "Answer version {number} of the stores' technical norms",
    ),
    "keep_norms": (
        "处理：店铺 {store} 没有达到技术规范",
        "Act: the store {store} does not keep to the technical norms",
    ),
    "explain_breach": (
        "说明 {count} 行低于最低零售价的成交",
        "Explain {count} sale(s) below the minimum retail price",
    ),
    "note_shipment": (
        "知悉订单 {order} {what}（售后 {case}）",
        "Take note: order {order}, {what} (case {case})",
    ),
    "answer_on_platform": (
        "在平台后台处理售后 {case}：{what}（{store}，{why}）",
        "Answer case {case} in the platform's back office: {what} ({store}, {why})",
    ),
    "serve_cases": ("处理 {count} 件超时的售后", "Serve {count} overdue after-sales case(s)"),
    "inspect_cases": (
        "验收、答复 {count} 件超时的售后",
        "Inspect or answer {count} overdue after-sales case(s)",
    ),
    "answer_waiver": (
        "答复乙方放弃报销：{number}，{amount}",
        "Answer the agency giving up a claim: {number}, {amount}",
    ),
    "answer_rhythm": (
        "答复可售商品清单的间隔：每 {days} 天",
        "Answer how often the list of sellable goods is due: every {days} day(s)",
    ),
    "answer_target": ("答复评分卡目标 {number}", "Answer scorecard target {number}"),
    "answer_service_norms": ("答复客服规范第 {number} 版", "Answer version {number} of the service norms"),
    "answer_proposal": (
        "答复推广提案 {number}：{title}，{amount}",
        "Answer marketing proposal {number}: {title}, {amount}",
    ),
    "answer_voucher": (
        "答复甲方对推广凭证 {voucher} 的疑问（{number}）",
        "Answer the brand's question about voucher {voucher} ({number})",
    ),
    "bring_vouchers": (
        "补上推广花费的凭证：{count} 笔，{amount}",
        "Bring vouchers for {count} marketing spend(s), {amount}",
    ),
    "deliver_task": ("交付：{task}", "Deliver: {task_en}"),
    "redo_delivery": ("重做再交：{task}（被退回）", "Redo and submit again: {task_en} (it was returned)"),
    "answer_delivery": ("书面确认或退回：{task}", "Confirm in writing or return: {task_en}"),
    "publish_delivery": ("发布：{task}（对方已书面确认）", "Publish: {task_en} (confirmed in writing)"),
    "note_slip": (
        "知悉改期：{task} 顺延 {days} 个工作日，项目到 {end}",
        "Take note: {task_en} moves by {days} working day(s), the project ends on {end}",
    ),
    "answer_day": (
        "答复改日子：{task} 从 {due_before} 改到 {due_on}",
        "Answer: {task_en} to be due on {due_on} instead of {due_before}",
    ),
    "give_paper": ("提供有效的{paper}", "Supply a valid paper: {paper_en}"),
    "fill_role": ("定下谁担任{role}", "Name a {role_en}"),
    "take_over": ("接手{role}", "Take over as {role_en}"),
    "answer_consent": ("答复外包请求 {number}", "Answer the request {number} to sub-contract"),
    "note_withdrawal": (
        "换下外包“{name}”：甲方从 {day} 起撤回同意",
        "Replace the sub-contractor {name}: the brand withdraws its consent from {day}",
    ),
    "answer_sample": (
        "答复客服抽查 {number}：{score} 分",
        "Answer the service sample {number}: {score} point(s)",
    ),
    "decide_sample": (
        "决定客服抽查 {number} 的异议（{count} 条）",
        "Decide what is contested of service sample {number} ({count} criteria)",
    ),
    "give_advice": ("回答甲方的问题 {number}", "Advise on the brand's question {number}"),
    "decide_advice": ("决定采不采纳建议 {number}", "Decide whether to take advice {number}"),
    "sign_handover": ("签培训移交书", "Sign the hand-over protocol of the training"),
    "answer_report": ("答复违约 {code}：{what}", "Answer the reported incident {code}: {what}"),
    "decide_report": ("处理违约 {code}：{what}", "Decide on the incident {code}: {what}"),
    "appeal_penalty": (
        "申诉平台处罚 {code}：{store}，{points} 分",
        "Appeal the penalty {code}: {store}, {points} point(s)",
    ),
    "send_statement": ("发出 {month} 对账单", "Send the statement of {month}"),
    "answer_statement": ("确认 {month} 对账单 {amount}", "Confirm the statement of {month}, {amount}"),
    "answer_question": ("答复对 {month} 对账单的疑问", "Answer the question on the statement of {month}"),
    "answer_adjustment": (
        "答复 {month} 对账单的调整 {number}：{amount}",
        "Answer adjustment {number} of the statement of {month}: {amount}",
    ),
    "pay_statement": ("付清 {month} 应付款 {amount}", "Pay {amount} for {month}"),
    "send_invoice": ("开具 {month} 的发票 {amount}", "Send the invoice for {month}, {amount}"),
    "pay_debt": ("付清 {what} {amount}", "Pay {what}, {amount}"),
    "pay_agreed": ("付{what} {amount}", "Pay the {what}, {amount}"),
    "send_report": ("提交 {month} 运营报告", "Submit the report for {month}"),
    "train_product": ("办一次产品培训（{from} 至 {to}）", "Hold a product training ({from} to {to})"),
    "object_to_renewal": (
        "定下续不续：不续须在截止日前书面提出（{end} 期满）",
        "Decide on renewal: object in writing by this day (the term ends on {end})",
    ),
    "contract_ends": (
        "合同 {end} 期满：安排最后一期对账与交接",
        "The contract ends on {end}: last statement, hand-over",
    ),
    "hand_over": ("把店铺、账号和资料交接给对方", "Hand over the store, accounts and material"),
    "answer_objection": (
        "知悉对方不续期：合同到 {day} 为止",
        "Take note: the other side will not renew, the contract ends on {day}",
    ),
    "answer_cure": (
        "纠正并答复对方的限期纠正通知（{day} 前）",
        "Cure and answer the other side's notice (by {day})",
    ),
    "answer_reminder": (
        "补交 {month} 对账单：品牌方已催缴",
        "Send the statement of {month}: the brand has reminded",
    ),
    "answer_incident": ("答复对方登记的违约事实", "Answer the breach that the other side put on record"),
    "answer_force_majeure": ("答复对方的不可抗力通知", "Answer the other side's notice of force majeure"),
    "answer_termination": (
        "答复对方的解除通知：最后一天 {day}",
        "Answer the notice that ends the contract: last day {day}",
    ),
    "answer_immediate": ("答复对方的立即解除通知", "Answer the notice that ends the contract at once"),
    "answer_agreement": (
        "答复对方提议的协商终止：最后一天 {day}",
        "Answer the proposal to end the contract: last day {day}",
    ),
    "answer_claim": ("答复对方的索赔", "Answer the other side's claim for damages"),
    "answer_return": (
        "核对并确认对方归还或销毁的保密材料",
        "Check and confirm the return or destruction of confidential material",
    ),
    "answer_clearance": ("同意结清，或说明还差什么", "Agree that everything is settled, or say what is left"),
    "may_end": ("可以解除合同：{ground}", "You may end the contract: {ground}"),
    "may_remind": ("可以催缴 {month} 对账单", "You may remind of the statement of {month}"),
    "may_claim": ("可以索赔：{ground}", "You may claim damages: {ground}"),
    "return_material": (
        "归还或销毁对方的保密材料，登记后由对方确认",
        "Return or destroy the other side's confidential material; it confirms",
    ),
    "clear_contract": ("声明结清：钱货资料两清", "Declare everything settled"),
    "approve_pictures": ("书面确认 {count} 张图片", "Confirm {count} picture(s) in writing"),
    "approve_page": (
        "书面确认页面：{product}，第 {edition} 稿",
        "Confirm the page of {product} in writing, edition {edition}",
    ),
    "supply_copy": ("交文案 {number}：{product}", "Supply copy {number}: {product}"),
    "renew_right": (
        "图片 {picture} 的授权 {day} 到期：续期或换图",
        "A release for picture {picture} ends on {day}: renew it or replace the picture",
    ),
    "keep_secret_until": ("保密义务到 {end} 为止", "Secrecy is owed until {end}"),
}


def wording(kind: str, facts: Mapping[str, object], lang: str = "zh") -> str:
    """The duty in one line for people."""
    template = KINDS[kind][0 if lang.startswith("zh") else 1]
    return counted(template, facts).format_map({key: str(value) for key, value in facts.items()})
