"""What an act on a chain is called: a file for each heading, an entry `"act": (Chinese, English)` for each act."""

from paidang.evidence.rules.acts import (
    access,
    cases,
    contract,
    facts,
    incidents,
    invoices,
    marketing,
    orders,
    people,
    prices,
    projects,
    promotions,
    scorecards,
    staffing,
    statement,
    stores,
    studio,
    training,
)

KINDS: dict[str, tuple[str, str]] = {
    "contract": ("合同与约定", "Contract and terms"),
    "facts": ("导入", "Imports"),
    "stores": ("店铺", "Stores"),
    "orders": ("订单", "Orders"),
    "cases": ("售后", "After-sales"),
    "prices": ("价格", "Prices"),
    "invoices": ("买家发票", "Buyers' invoices"),
    "promotions": ("促销", "Promotions"),
    "projects": ("开店与交付", "Launch and delivery"),
    "studio": ("图片", "Pictures"),
    "training": ("培训与移交", "Training and hand-over"),
    "marketing": ("推广费用", "Marketing"),
    "staffing": ("团队与客服", "Team and service"),
    "incidents": ("违约与处罚", "Incidents"),
    "scorecards": ("评分卡", "Scorecards"),
    "statement": ("对账", "Statements"),
    "people": ("人员与登录", "People and sign-ins"),
    "access": ("验证与导出", "Checks and exports"),
}

ACTS: dict[str, tuple[str, str, str]] = {
    act: (kind, *said)
    for kind, acts in (
        ("contract", contract.ACTS),
        ("facts", facts.ACTS),
        ("stores", stores.ACTS),
        ("orders", orders.ACTS),
        ("cases", cases.ACTS),
        ("prices", prices.ACTS),
        ("invoices", invoices.ACTS),
        ("statement", statement.ACTS),
        ("people", people.ACTS),
        ("access", access.ACTS),
        ("promotions", promotions.ACTS),
        ("projects", projects.ACTS),
        ("studio", studio.ACTS),
        ("training", training.ACTS),
        ("marketing", marketing.ACTS),
        ("staffing", staffing.ACTS),
        ("incidents", incidents.ACTS),
        ("scorecards", scorecards.ACTS),
    )
    for act, said in acts.items()
}
