"""Roles and the acts they include. One table; a view asks `may`, an action asks `may` again."""

from collections.abc import Iterable

from paidang.kit.sentence import Sentence, say

BRAND, AGENCY = "brand", "agency"

ROLES: dict[str, dict[str, tuple[str, str]]] = {
    AGENCY: {
        "agency_operator": ("运营", "Operator"),
        "agency_service": ("客服", "Customer service"),
        "agency_finance": ("财务", "Finance"),
        "agency_manager": ("项目经理", "Project manager"),
    },
    BRAND: {
        "brand_manager": ("品牌经理", "Brand manager"),
        "brand_finance": ("财务", "Finance"),
        "brand_warehouse": ("仓储", "Warehouse"),
    },
}

WHO = {
    "agency_operator": say("乙方运营"),
    "agency_service": say("乙方客服"),
    "agency_finance": say("乙方财务"),
    "agency_manager": say("乙方项目经理"),
    "brand_manager": say("甲方品牌经理"),
    "brand_finance": say("甲方财务"),
    "brand_warehouse": say("甲方仓储"),
}

MANAGER_OF = {AGENCY: "agency_manager", BRAND: "brand_manager"}
_MANAGERS = set(MANAGER_OF.values())
_FINANCE = {"agency_finance", "brand_finance"}

ACTS: dict[str, frozenset[str]] = {
    "upload_contract": frozenset(_MANAGERS | {"agency_operator"}),
    "share_contract": frozenset(_MANAGERS),
    "decide_term": frozenset(_MANAGERS | _FINANCE),
    "accept_finding": frozenset(_MANAGERS | _FINANCE),
    "accept_contract": frozenset(_MANAGERS),
    "import_facts": frozenset(
        {"agency_operator", "agency_finance", "agency_manager", "brand_finance", "brand_warehouse"}
    ),
    "declare_price": frozenset({"brand_manager", "brand_finance"}),
    "declare_stock": frozenset({"brand_manager", "brand_warehouse"}),
    "plan_stock": frozenset({"agency_operator", "agency_manager", "brand_manager", "brand_warehouse"}),
    "pack_goods": frozenset({"brand_manager", "brand_warehouse"}),
    "book_freight": frozenset({"brand_finance", "brand_warehouse"}),
    "make_offer": frozenset({"agency_operator", "agency_manager"}),
    "approve_offer": frozenset({"brand_manager"}),
    "ask_invoice": frozenset(_MANAGERS | _FINANCE | {"agency_operator", "agency_service"}),
    "issue_invoice": frozenset(_MANAGERS | _FINANCE),
    "answer_prices": frozenset({"agency_finance", "agency_manager"}),
    "close_month": frozenset({"agency_finance", "agency_manager"}),
    "send_statement": frozenset({"agency_finance", "agency_manager"}),
    "answer_statement": frozenset({"brand_finance", "brand_manager"}),
    "agree_adjustment": frozenset(_MANAGERS | _FINANCE),
    "manage_people": frozenset(_MANAGERS),
    "manage_signing": frozenset(_MANAGERS),
    "assign_duty": frozenset(_MANAGERS),
    "give_notice": frozenset(_MANAGERS),
    "answer_notice": frozenset(_MANAGERS | _FINANCE),
    "remind_statement": frozenset({"brand_manager", "brand_finance"}),
    "record_payment": frozenset(_MANAGERS | _FINANCE),
    "settle_contract": frozenset(_MANAGERS | _FINANCE),
    "explain_bill": frozenset(_FINANCE),
    "operate_store": frozenset({"agency_operator", "agency_manager"}),
    "agree_norms": frozenset(_MANAGERS | {"agency_operator"}),
    "serve_buyers": frozenset({"agency_service", "agency_operator", "agency_manager"}),
    "inspect_returns": frozenset({"brand_warehouse", "brand_manager"}),
    "approve_case": frozenset({"brand_manager"}),
    "edit_replies": frozenset({"agency_service", "agency_operator", "agency_manager", "brand_manager"}),
    "keep_norms": frozenset(_MANAGERS),
    "propose_marketing": frozenset({"agency_operator", "agency_manager"}),
    "answer_proposal": frozenset({"brand_manager"}),
    "keep_spend": frozenset({"agency_operator", "agency_finance", "agency_manager"}),
    "claim_spend": frozenset({"agency_finance", "agency_manager"}),
    "question_voucher": frozenset({"brand_manager", "brand_finance"}),
    "open_voucher": frozenset(
        {"agency_operator", "agency_finance", "agency_manager", "brand_manager", "brand_finance"}
    ),
    "make_pictures": frozenset({"agency_operator", "agency_manager"}),
    "approve_pictures": frozenset({"brand_manager"}),
    "plan_project": frozenset(_MANAGERS | {"agency_operator"}),
    "deliver_task": frozenset(_MANAGERS | {"agency_operator", "brand_warehouse"}),
    "answer_delivery": frozenset(_MANAGERS | {"agency_operator"}),
    "name_team": frozenset(_MANAGERS),
    "plan_shifts": frozenset(
        {"agency_operator", "agency_service", "agency_manager", "brand_manager", "brand_warehouse"}
    ),
    "hand_in_service": frozenset({"agency_operator", "agency_service", "agency_manager"}),
    "sample_service": frozenset({"brand_manager"}),
    "teach": frozenset({"agency_operator", "agency_service", "agency_manager"}),
    "follow_training": frozenset({"brand_manager", "brand_warehouse"}),
    "judge_skill": frozenset(_MANAGERS | {"agency_operator", "agency_service"}),
    "answer_quiz": frozenset({"brand_manager", "brand_finance", "brand_warehouse"}),
    "agree_handover": frozenset(_MANAGERS),
    "sign_handover": frozenset(_MANAGERS),
    "report_incident": frozenset(
        _MANAGERS | _FINANCE | {"agency_operator", "agency_service", "brand_warehouse"}
    ),
    "answer_incident": frozenset(_MANAGERS | _FINANCE),
    "close_incident": frozenset(_MANAGERS),
    "keep_penalties": frozenset({"agency_operator", "agency_manager", "brand_manager"}),
    "complete_duty": frozenset(_MANAGERS | _FINANCE | {"agency_operator", "brand_warehouse"}),
}

ACT_WORDS: dict[str, tuple[str, str]] = {
    "upload_contract": ("上传合同", "Upload a contract"),
    "share_contract": ("把合同发给对方", "Share a contract"),
    "decide_term": ("提议和同意约定", "Propose and agree to terms"),
    "accept_finding": ("照原文接受合同里的问题", "Accept a contract's findings as they are"),
    "accept_contract": ("接受合同，登记纸上签署", "Accept a contract, record signatures on paper"),
    "import_facts": ("导入订单与费用", "Import orders and fees"),
    "declare_price": ("申报出厂价、底价", "Declare factory and floor prices"),
    "declare_stock": ("申报库存、盘点、入库", "Declare stock, counts, receipts"),
    "plan_stock": ("定安全库存和店铺分配", "Set safety stock and store shares"),
    "pack_goods": ("拣货、核对、发货", "Pick, check and ship goods"),
    "book_freight": ("定运费表，登记运费", "Set the freight table, book freight"),
    "make_offer": ("设优惠，维护商品对照表", "Make offers, keep the list of goods"),
    "approve_offer": ("批准优惠", "Approve offers"),
    "ask_invoice": ("登记买家要的发票，交付发票", "Take down and deliver buyers' invoices"),
    "issue_invoice": ("给买家开发票、红冲", "Issue buyers' invoices and red letters"),
    "answer_prices": ("答复过去日子的出厂价", "Answer factory prices for days past"),
    "close_month": ("关账", "Close a month"),
    "send_statement": ("发出对账单", "Send a statement"),
    "answer_statement": ("确认对账单、提出疑问", "Confirm or question a statement"),
    "agree_adjustment": ("提议和同意对账单的调整", "Propose and agree to adjustments of statements"),
    "manage_people": ("邀请和停用人员", "Invite and deactivate people"),
    "manage_signing": (
        "登记有权签署的人、印章、内部审批",
        "Keep signatories, seal and internal approval",
    ),
    "assign_duty": ("把一件事交给一个人", "Give a task to one person"),
    "give_notice": ("发通知：不续期、限期纠正、解除、索赔", "Serve notices: objection, cure, ending, claims"),
    "answer_notice": ("答复对方的通知", "Answer the other side's notices"),
    "remind_statement": ("催缴对账单", "Remind of an overdue statement"),
    "record_payment": ("登记收到的款", "Record a payment received"),
    "settle_contract": ("声明合同结清", "Declare a contract settled"),
    "explain_bill": ("说明平台账单的差异", "Explain what differs in platform bills"),
    "operate_store": ("连接店铺、发货、改价、推库存", "Connect stores, ship, push prices and stock"),
    "agree_norms": ("提出和同意店铺的技术规范", "Propose and agree to the stores' technical norms"),
    "serve_buyers": ("受理售后，提出处理结果", "Open and serve after-sales cases"),
    "inspect_returns": ("收退货、验收、寄出换货", "Take returns in, inspect them, send replacements"),
    "approve_case": ("同意或退回售后的处理结果", "Approve or send back the outcome of a case"),
    "edit_replies": ("改客服用语", "Edit the texts for buyers"),
    "keep_norms": ("提议和同意客服规范、时限", "Propose and agree to service norms and limits"),
    "propose_marketing": ("提推广提案", "Propose marketing"),
    "answer_proposal": ("批准推广提案", "Approve marketing proposals"),
    "keep_spend": ("登记推广花费和凭证", "Record marketing spend and vouchers"),
    "claim_spend": ("把推广花费记入报销", "Claim marketing spend"),
    "question_voucher": ("对推广凭证提出疑问", "Question marketing vouchers"),
    "open_voucher": ("打开推广凭证", "Open marketing vouchers"),
    "make_pictures": ("做图片、做页面、发布", "Make pictures and pages, publish them"),
    "approve_pictures": (
        "书面确认图片和页面，交文案",
        "Confirm pictures and pages in writing, supply copy",
    ),
    "plan_project": ("开始店铺项目，加一件事", "Begin projects of a store, add tasks"),
    "deliver_task": ("提交交付物、证照，改期，发布", "Submit deliverables and papers, move dates, publish"),
    "answer_delivery": ("书面确认或退回交付物", "Confirm deliverables in writing or return them"),
    "name_team": (
        "定角色由谁担任、谁顶班，请求和同意外包",
        "Fill roles, name covers, ask for and consent to sub-contractors",
    ),
    "plan_shifts": ("排班", "Plan shifts"),
    "hand_in_service": ("上传客服数据，答复抽查", "Hand in figures of customer service, answer samples"),
    "sample_service": (
        "抽查客服，定评分表，决定异议",
        "Sample customer service, set the score sheet, decide what is contested",
    ),
    "teach": ("排课、讲课、出题、给建议、交接", "Plan and give lessons, set quizzes, advise, hand over"),
    "follow_training": (
        "定谁学什么、收移交、对建议作决定",
        "Say who learns what, take things over, decide on advice",
    ),
    "judge_skill": ("说一项技能到了哪一级", "Say which step of a skill somebody has reached"),
    "answer_quiz": ("答测验", "Answer quizzes"),
    "agree_handover": (
        "约定独立的标准，出移交书",
        "Agree on criteria of independence, draw up the hand-over protocol",
    ),
    "sign_handover": ("签移交书", "Sign the hand-over protocol"),
    "report_incident": ("登记违约，补证据", "Report incidents, add evidence"),
    "answer_incident": ("答复违约，说明处罚的过错", "Answer incidents, say whose fault a penalty is"),
    "close_incident": ("了结违约", "Close incidents"),
    "keep_penalties": ("登记平台处罚和申诉结果", "Keep platforms' penalties and appeals"),
    "complete_duty": ("登记做完的事", "Record what was done"),
}


def may(roles: Iterable[str], act: str) -> bool:
    """Whether any of the roles includes the act; an act that is not in the table is a bug (KeyError)."""
    return not ACTS[act].isdisjoint(roles)


def role_label(role: str, lang: str = "zh") -> str:
    """The role's word for people."""
    for names in ROLES.values():
        if role in names:
            return names[role][0 if lang.startswith("zh") else 1]
    raise KeyError(role)


def act_label(act: str, lang: str = "zh") -> str:
    """The act's words for people."""
    return ACT_WORDS[act][0 if lang.startswith("zh") else 1]


def who_may(act: str) -> tuple[Sentence, ...]:
    """The roles that include the act, in words: for the error that says whom to ask."""
    return tuple(WHO[role] for names in ROLES.values() for role in names if role in ACTS[act])
