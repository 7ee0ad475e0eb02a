"""The daily work: prices, approvals, goods, buyers, people, targets."""

from paidang.contracts.rules.drafting.model import ANSWERED, Clause

CLAUSES: tuple[Clause, ...] = (
    Clause(
        "op.lawful_goods",
        "甲方保证商品来源合法、质量合格，并对商品的质量和权利瑕疵承担责任；因商品本身引起的索赔由甲方处理。",
        "The Brand warrants that its goods are lawful and sound, answers for defects of quality and title, and handles claims that arise from the goods.",
    ),
    Clause(
        "op.pricing",
        "合作店铺商品的零售价由{pricing.set_by}制定。",
        "Retail prices in the Store are set by {pricing.set_by}.",
    ),
    Clause(
        "op.floor",
        "甲方应书面告知乙方各款商品的最低限价及其生效日期；乙方操作合作店铺时，不得以低于甲方最低限价的价格销售商品。",
        "The Brand tells the Agency in writing each item's least price and from when it holds; the Agency may not sell below it.",
        when={"price.floor": True},
        states={"price.floor": True},
    ),
    Clause(
        "op.approval",
        "下列事项须事先取得甲方书面同意：{approval.required_for}。",
        "The following need the Brand's prior written consent: {approval.required_for}.",
        states={"approval.form": "written"},
    ),
    Clause(
        "op.approval.refused",
        "甲方对乙方提交的方案逾期未答复的，视为不同意。",
        "No answer to a plan in time means refusal.",
        when={"approval.silence": "refused"},
        states={"approval.silence": "refused"},
    ),
    Clause(
        "op.approval.approved",
        "甲方对乙方提交的方案逾期未答复的，视为同意。",
        "No answer to a plan in time means consent.",
        when={"approval.silence": "approved"},
        states={"approval.silence": "approved"},
    ),
    Clause(
        "op.warehouse",
        "商品仓储由{warehouse.party}负责。",
        "The goods are stored by {warehouse.party}.",
    ),
    Clause(
        "op.shipping",
        "订单商品的打包和发货由{shipping.party}负责。",
        "Orders are packed and handed over by {shipping.party}.",
    ),
    Clause(
        "op.logistics",
        "商品的物流配送由{logistics.party}负责安排。",
        "Carriage to the buyer is organised by {logistics.party}.",
    ),
    Clause(
        "op.dispatch",
        "订单应当在买家付款后{fulfilment.dispatch_hours}小时内发货；平台规定更短时限的，从其规定。",
        "Orders leave within {fulfilment.dispatch_hours} hours of the buyer's payment, sooner where the platform says so.",
    ),
    Clause(
        "op.customer_service",
        "合作店铺的客服工作由{customer_service.party}负责。",
        "Buyers are answered by {customer_service.party}.",
    ),
    Clause(
        "op.images",
        "商品图片及文字资料由{images.party}提供，并由提供方保证不侵犯他人权利。",
        "Pictures and copy of the goods are supplied by {images.party}, who warrants that they infringe nobody's rights.",
    ),
    Clause(
        "op.image_processing",
        "图片精修由{image_processing.party}负责。",
        "Image work is done by {image_processing.party}.",
    ),
    Clause(
        "op.gifts",
        "促销赠品由{gifts.party}提供。",
        "Promotional gifts are supplied by {gifts.party}.",
    ),
    Clause(
        "op.returns.quality",
        "商品存在质量问题的，由甲方无条件退换货，并承担由此产生的费用。",
        "Goods of defective quality are returned or exchanged by the Brand unconditionally, at its cost.",
        when={"returns.quality": "unconditional"},
        states={"returns.quality": "unconditional"},
    ),
    Clause(
        "op.returns.other",
        "商品没有质量问题但不影响二次销售的，甲方应予退换货。消费者依法享有的退货权利不受本合同影响。",
        "Goods without defect are returned or exchanged if they can be sold again. Buyers' statutory rights are not affected.",
        when={"returns.other": "if_resaleable"},
        states={"returns.other": "if_resaleable"},
    ),
    Clause(
        "op.buyer_invoice",
        "买家索取发票的，由{invoice.party}开具。",
        "Invoices to buyers are issued by {invoice.party}.",
    ),
    Clause(
        "op.accounts",
        "甲方为乙方人员开通所需权限的子账号。乙方应当妥善保管，不得出借；合同终止时由甲方停用。",
        "The Brand opens sub-accounts with the rights needed; the Agency keeps them safe and lends them to nobody; they are closed at the end.",
    ),
    Clause(
        "op.team",
        "乙方应当组建服务团队，团队包括{team.roles}。",
        "The Agency's team consists of: {team.roles}.",
    ),
    Clause(
        "op.manager",
        "乙方指派{team.project_manager.name}担任本项目的项目经理，负责双方之间的联络。更换项目经理的，应当事先书面通知甲方。",
        "The Agency appoints {team.project_manager.name} as project manager, who is the contact; a change is notified beforehand in writing.",
        states={"team.project_manager.party": "b"},
    ),
    Clause(
        "op.product_training",
        "甲方应当每{training.product.cycle}对乙方团队进行产品知识培训。",
        "The Brand trains the Agency's team in its products every {training.product.cycle}.",
    ),
    Clause(
        "op.target",
        "合作店铺在本合同期限内的销售目标为{kpi.sales_target}。目标是双方安排资源的依据，不是乙方对结果的保证。",
        "The Store's sales target for the term is {kpi.sales_target}: a basis for planning, not a promise of results.",
    ),
    Clause(
        "op.target.ratio",
        "期满时完成率低于{kpi.min_ratio}的，双方应当书面总结原因，并据此决定是否继续合作。",
        "If less than {kpi.min_ratio} of it is reached at the end, the parties review why, and decide on that basis whether to go on.",
        when={"kpi.sales_target": ANSWERED},
    ),
    Clause(
        "op.report",
        "乙方应于每月{report.due_day}日前向甲方提交前一月份的经营报告。",
        "By day {report.due_day} of each month the Agency reports on the month before.",
    ),
)
