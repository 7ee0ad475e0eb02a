"""Operation: prices, approvals, who does what, returns, team."""

import re

from paidang.contracts.rules.reading.reader import Reader, party, reader

APPROVED = {r"促销|活动": "promotion", r"价格|定价|调价": "pricing", r"推广提案|推广方案|投放": "marketing"}
TEAM = {r"项目经理[：:]": "project_manager", r"编辑[：:]": "editor", r"技术[：:]": "technician", r"仓储[：:]": "warehouse", r"客服[：:]": "customer_service", r"设计师?[：:]|美工[：:]": "designer", r"摄影师?[：:]": "photographer", r"运营[：:]": "operator"}  # fmt: skip
CYCLES = {"月": "month", "季度": "quarter", "年": "year"}
WHO = r"(?P<p>[甲乙]方)"


def _team(match: re.Match[str]) -> object:
    rest = match["rest"]
    return sorted({value for word, value in TEAM.items() if re.search(word, rest)}) or None


READERS: tuple[Reader, ...] = (
    reader("pricing.set_by", rf"(?P<q>{WHO}(?:制定|确定)[^，。；]{{0,16}}零售价格?)", party),
    reader("price.floor", r"(?P<q>不(?:得)?以?低于[^，。；]{0,16}最低(?:零售|限)?价[^，。；]{0,10}?(?:出售|销售))", True),
    reader("approval.required_for", r"(?P<q>经[甲乙]方(?:书面)?同意后可?(?:方可)?执行[^，。；]{0,6}(?:促销|活动)[^，。；]{0,4})", ["promotion"]),
    reader("approval.required_for", r"(?P<q>[^，。；]{0,10}推广提案给[甲乙]方，在获得[甲乙]方的批准)", ["marketing"]),
    reader("approval.required_for", r"(?P<q>经[甲乙]方书面确认后方(?:能|可)对外(?:公布|发布))", ["publication"]),
    reader("approval.form", r"(?P<q>经[甲乙]方书面(?:确认|同意|批准)后方(?:能|可)[^，。；]{0,8})", "written"),
    reader("offline_sales.allowed", r"(?P<q>[甲乙]方不得(?:再|在)?(?:线下)?(?:通过)?线下[^，。；（]{0,10}(?:销售|出售)[^，。；（]{0,14})", False),
    reader("offline_sales.exceptions", r"(?P<q>直接客户除外)", ["direct_customers"]),
    reader("subcontract.allowed", r"(?P<q>未经[甲乙]方书面同意，[甲乙]方不得将[^。；]{0,24}(?:转让|转委托|分包)[^。；]{0,12}第三方)", "with_consent"),
    reader("warehouse.party", rf"(?P<q>由{WHO}负责仓储)", party),
    reader("shipping.party", rf"(?<=仓储：)(?={WHO})[^。]{{0,40}}(?P<q>根据[甲乙]方提供的订单及时安排配货发货)", party),
    reader("logistics.party", rf"(?P<q>{WHO}负责物流配送)", party),
    reader("logistics.party", rf"(?P<q>由{WHO}负责仓储和同城消费者配货)", party),
    reader("collection.party", rf"{WHO}负责[^。；]{{0,12}}(?P<q>收款结算)", party),
    reader("images.party", rf"(?P<q>{WHO}应?(?:向[甲乙]方)?提供[^。；]{{0,26}}图片及?[^。；]{{0,8}})(?=[；。])", party),
    reader("image_processing.party", r"(?P<q>(?:产品)?图片处理、?[^。；]{0,8}由(?P<p>[甲乙]方)免费承担)", party),
    reader("gifts.party", r"(?P<p>[甲乙]方)负责产品文案及(?P<q>推广时所用礼品)", party),
    reader("customer_service.party", rf"{WHO}负责[^。；]{{0,24}}(?P<q>电话客服|在线客服|客服工作)", party),
    reader("invoice.party", rf"(?P<q>{WHO}须?应?向消费者开具[^，。；]{{0,8}}发票)", party),
    reader("returns.quality", r"(?P<q>[甲乙]方对存在质量问题的[^，。；]{0,6}商品提供无条件退换货服务)", "unconditional"),
    reader("returns.other", r"(?P<q>商品不影响二次销售)", "if_resaleable"),
    reader("team.roles", r"(?P<q>项目执行小组|服务团队)，该小组包括(?P<rest>(?:.|\n){0,600})", _team),
    reader("team.project_manager.name", r"(?P<q>[甲乙]方(?P<n>[^，。；方]{2,4})出任项目经理)", lambda m: m["n"]),
    reader("team.project_manager.party", r"(?P<q>(?P<p>[甲乙]方)[^，。；方]{2,4}出任项目经理)", party),
    reader("training.product.cycle", r"(?P<q>每(?P<c>月|季度|年)产品知识培训)", lambda m: CYCLES[m["c"]]),
)  # fmt: skip
