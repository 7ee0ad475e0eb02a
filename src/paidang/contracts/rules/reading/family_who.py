"""Who does what: goods, pictures, buyers, money, prices; and whose the results are."""

from paidang.contracts.rules.reading import topics as t
from paidang.contracts.rules.reading.duties import DOES, duty
from paidang.contracts.rules.reading.mentions import GOAL, OWNER, PLACE
from paidang.contracts.rules.reading.reader import Reader, party, reader

ANY = (*DOES, OWNER)
OTHERWISE = r"提醒|督促|错误|差错|失误|成员|项目经理|(?<!无)(?<!不)责任(?!人)|赔|罚|损失|违约|逾期|延迟|延误|迟延|拒绝|停止|暂停|中断|保险|抽查|检查|监督|有权|要求|(?<!按)(?<!到)通知|查看|查询|知悉|协助|配合|指导|催|信息(?!流)|记录|异常|错发|漏发|丢失|跟踪|单号|另行约定|另行商定|时限|时间|标准|流程|不适用"
"""A part with these words speaks of something else than who does it."""
COSTS = r"(?<![消免])费"
NOT_A_COST = r"批准|审批|核定|罚(?!款等)|垫付|违约|退还|赔|查看|超出|超过|超支|返还|凭证|分摊比例|商定|(?:减掉|扣掉|扣除|减去|分成|纯利)(?!.*(?:承担|负担|分担|共担))"
NOT_OWNED = r"责任|风险|货款|利润|收益归|使用权|代码(?![与和及])|框架"
NOT_GOODS = "中奖|奖品|样品|样机|视频|图文|文章|邮件|函件|原件|票据|邀请|纪要|报表|清单"
NOT_TAKINGS = rf"{OTHERWISE}|服务费|佣金|保证金|退款|转账|转付|转交|转给|电汇|汇款|预付"
DUTIES = (
    duty("warehouse.party", t.STORING, None, rf"{OTHERWISE}|支付|押金|保证金", roles=ANY),
    duty("warehouse.party", rf"{t.KEEPING}{t.NO_COST}", rf"{t.GOODS}|仓|包装|打包|发货|寄", rf"{OTHERWISE}|账号|密码|凭证|资料|^样[品机]由", roles=ANY),
    duty("warehouse.party", t.KEPT_AT, t.STOREHOUSE, OTHERWISE, roles=(PLACE,)),
    duty("warehouse.party", t.BROUGHT_TO, t.STOREHOUSE, OTHERWISE, roles=(PLACE,), implied=True),
    duty("shipping.party", t.SHIPPING, None, rf"{OTHERWISE}|小时|{NOT_GOODS}", roles=ANY, elsewhere=NOT_GOODS),
    duty("shipping.party", t.SHIPPING, None, rf"{OTHERWISE}|{NOT_GOODS}", roles=ANY, implied=True, elsewhere=NOT_GOODS),
    duty("shipping.party", rf"{t.GOODS}(?=从|自|由)", rf"发(?:给|往)|{t.SHIPPING}", OTHERWISE, roles=(PLACE,)),
    duty("logistics.party", t.CARRIAGE + t.NO_COST, t.CARRIAGE_ACT, rf"{OTHERWISE}|运送?[到至][甲乙]方|承担[^，。；]{{0,8}}费|与丙方|费用?(?:均|全部|一律)?(?:由|归)|服务(?!商)", roles=ANY),
    duty("images.party", t.PICTURES, t.SUPPLY, rf"{OTHERWISE}|{t.RETOUCHING}|源文件|原始文件|交还|散伙|终止|结束|散了|解除|期满|著作|版权|产权|设计|培训|(?:付款|支付|消耗|扣费|充值|推广|投放|平台)[^，。；]{{0,4}}凭证|截图|既有|原有模板|移转|归|使用|修改|拍摄(?!后|好)|策划|服务|制作(?!工艺|方法|过程)|审核|确认|移交|做主图"),
    duty("image_processing.party", t.RETOUCHING, None, rf"{OTHERWISE}|不得|不应", roles=ANY),
    duty("gifts.party", t.GIFTS, t.SUPPLY + "|采购|承担|买|送到|备置|置办|送", rf"{OTHERWISE}|(?<!并承担)(?<!并承担相关){COSTS}|向平台"),
    duty("customer_service.party", t.ANSWERING, None, rf"{OTHERWISE}|培训|讲解|授课|(?:配备|派出|各?[0-9一二两三四五六七八九十]+[名人位])(?![^，。；]*(?:接待|回复|解答|答复|负责))|系统|子账号|组成|经验|出(?:运营|美工|客服|仓管)|团队(?:包括|由|有)|成员|小组|其他|供应商|[为对]客服|不得|采购|购买|报告|派客服(?:到|去|来|参加)|质检|考核|报表|测验|参加|专业机构|[讲上办][一二两三]?[次回堂节]|课|讲习|绩效|热线", roles=ANY),
    duty("collection.party", t.TAKINGS, t.TAKING_IN, NOT_TAKINGS, roles=(GOAL,)),
    duty("collection.party", t.TAKINGS, "(?<![验签])收(?!入|货|益|到)", NOT_TAKINGS),
    duty("collection.party", "收款结算|代收货?款|货款代收", None, NOT_TAKINGS),
    duty("invoice.party", t.INVOICE, t.MAKES_INVOICE, "罚|赔|收到|付款", context=t.BUYER),
    duty("fee.invoice.party", t.INVOICE, t.MAKES_INVOICE, "罚|赔|丢失|收到[^，。；给]{0,10}票|供货|采购|进货|货款", elsewhere=t.BUYER),
    duty("pricing.set_by", t.PRICE, t.SETTING, rf"低于|{COSTS}|供货价|采购价|出厂价|违约|调整|协商|同意|批准|竞品|建议(?!零售价|售价|价)|含税|(?<!不)不得|无权|按照?[甲乙]方(?:书面)?(?:核定|规定|确定|制定|定)的", roles=ANY),
    duty("marketing.payer", t.ADVERTISING_COST, t.PAYING, NOT_A_COST, roles=ANY, shared=True),
    duty("platform_fees.payer", t.PLATFORM_COST, t.PAYING, NOT_A_COST + "|第三方费用", roles=ANY, shared=True),
    duty("third_party_costs.payer", t.THIRD_COST, t.PAYING, NOT_A_COST + "|侵权", roles=ANY, shared=True),
    duty("data.owner", t.DATA, None, NOT_OWNED + "|泄露", roles=(OWNER,)),
    duty("store.owner", t.STORE, None, NOT_OWNED + "|经验|能力|所需|资源|团队", roles=(OWNER,), gap=t.OWNED_TOO),
    duty("store.owner", "所有权|产权", None, NOT_OWNED + "|货|商品|知识|著作|数据", roles=(OWNER,), context=t.STORE),
    duty("ip.owner", t.WORKS, None, NOT_OWNED + "|商标", roles=(OWNER,)),
    duty("ip.owner", t.WORKS, None, NOT_OWNED, roles=(OWNER,), implied=True),
)  # fmt: skip
READERS: tuple[Reader, ...] = (
    reader("pricing.set_by", rf"(?P<q>{t.PRICE}[^，。；\n]{{0,6}}[甲乙]方[^，。；\n]{{0,6}}建议，(?:再)?(?:由|经)?(?P<p>[甲乙]方)(?:最终|自主|最后)?(?:决定|确定|核定|定|拍板))", party),
    reader("fee.invoice.party", r"(?P<q>以(?P<p>[甲乙]方)(?:先)?(?:开具|提供|出具)[^，。；\n]{0,10}发票为(?:前提|条件))", party),
    reader("fee.invoice.party", r"(?P<q>(?:收到|凭|依)(?P<p>[甲乙]方)(?:开具|出具|提供)?(?:的|之)?[^，。；\n]{0,10}发票[^，。；\n]{0,4}|(?P<p2>[甲乙]方)开具[^，。；\n]{0,8}发票的)", lambda m: party(m) or {"甲方": "a", "乙方": "b"}.get(m["p2"] or "")),
)  # fmt: skip
