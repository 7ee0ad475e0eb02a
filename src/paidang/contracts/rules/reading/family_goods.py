"""Goods: who stores, ships, carries; returns; pictures, gifts; what belongs to whom."""

import re

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.grammar import CLAUSE, NO_OTHER, NO_OTHER_CLAUSE, SENTENCE, WHO, does
from paidang.contracts.rules.reading.reader import Reader, party, reader

STORES = r"仓储(?!与?物流?[^，。；]{0,6}服务)|(?:商品|产品|货物|货品)的保管|存储|储存|存放|入库|库存管理|保管(?:商品|货物)|仓库管理"
SHIPS = r"拣配|分拣|装箱|打包|发货|配货|拣货|拣选|包装|寄出|寄件|(?<!随货)发出(?!对账|账单|通知|结算|书面)|出货|出库|交付承运"
CARRIES = r"冷链(?:运输)?(?!费)|快递公司|承运人|运送|物流(?!配送服务|中心)|配送(?!服务)|承运|(?:商品|货物)的?运输|快递(?!费|单)"
NO_FEE = r"(?!费|快递费|配送费|运费|信息|服务费|单|公司|延迟|破损|成本)"
PICTURES = r"(?:商品|产品|原始|宣传|白底|实拍|高清)*(?:图片|实拍图|原片|照片|原图|素材|图文资料)(?:原片)?"
RETOUCHES = r"修图|(?:图片)?后制|裁切|调色|抠图|图片的精修|(?:照片|图片)的(?:美化|修饰|处理)|图片(?:的)?(?:后期)?(?:处理|精修|优化|美化|编辑|修饰)|(?:作|做|进行)?后期(?:的)?(?:处理|修饰|制作)|精修"
OWNED = r"(?:著作(?:财产)?权|版权|知识产权|(?:界面|页面|视觉)?设计(?:成果|稿|作品)?|素材|图片|图文|作品|成果|照片|视频)"
TO = r"(?:所有权)?(?:均|皆|全部|仍|自始|始终|应|也|亦|都)*(?:归属?(?:于)?|属于|属|为|由(?=[甲乙]方(?:所有|享有)))(?P<p>[甲乙]方)"
HOURS = rf"(?P<n>{n.NUMBER})个?小时(?:之)?内"
SENT = r"(?:发货|发出|出货|揽收|寄出|出库|交付|交运|发运|完成发货|要发出去|发走|交给快递|交快递|送出|交寄)"
WHOLE_GOODS = r"(?:无条件)(?:受理|为其|予以|办理|接受|给予)?(?:退款|退换货?|退货|换货|包退(?:包换)?)?"


def _hours(match: re.Match[str]) -> object:
    value = n.number(match["n"])
    return int(value) if value is not None and 0 < value < 1000 else None


def _returns(match: re.Match[str]) -> object:
    """Other returns: not at all, or if the goods can be sold again."""
    words = match["q"]
    if re.search(r"不(?:予|给|接受|支持|能|可以?)?退|概不|不退不换|不予退", words):
        return "none"
    if re.search(r"二次销售|第二次卖|再卖|再次上架|完好|完整|再次销售|不影响销售", words):
        return "if_resaleable"
    return "unconditional" if re.search(r"无条件|无理由", words) else None


def _owner(match: re.Match[str]) -> object:
    """Whose it is; what one may only use, or what a right is not about, is none."""
    words = match["q"].split("，")[-1]
    return (
        None if re.search(r"使用权|责任|风险|货款|费用|收益归|利润归|损失|框架|代码", words) else party(match)
    )


READERS: tuple[Reader, ...] = (
    reader("warehouse.party", rf"(?P<q>由{WHO}负责仓储)", party),
    reader("warehouse.party", rf"(?P<q>{WHO}(?:所属|自有|自营)[^，。；\n甲乙]{{0,6}}(?:仓库|库房|物流中心)(?:存储|存放|保管))", party),
    *(reader("warehouse.party", pattern, party) for pattern in does(rf"(?:{STORES}){NO_FEE}")),
    reader("warehouse.party", rf"(?P<q>由{WHO}(?:自有|自己|的)*仓库(?:存放|保管|储存|发货)?)", party),
    reader("warehouse.party", rf"(?P<q>(?:商品|货物|货品|产品|库存|货)(?:应|均|统一)?(?:存放|储存|存储|保管|寄存|存|放)(?:于|在|至){WHO}(?:的|指定)?{NO_OTHER_CLAUSE}{{0,14}}(?:仓库|库房|厂里|厂仓|物流中心))", party),
    reader("warehouse.party", rf"(?P<q>(?:存放|堆放|存|放)(?:在|于){WHO}[^，。；\n甲乙]{{0,10}}(?:仓库|库房|厂里|厂仓|物流中心))", party),
    reader("shipping.party", rf"(?P<q>(?:{SHIPS}){NO_OTHER_CLAUSE}{{0,14}}(?:都|均)?是{WHO}(?:的人)?(?:做|干|负责|弄))", party),
    reader("shipping.party", rf"(?<=仓储：)(?={WHO})[^。]{{0,40}}(?P<q>根据[甲乙]方提供的订单及时安排配货发货)", party),
    *(reader("shipping.party", pattern, party) for pattern in does(rf"(?:{SHIPS}){NO_FEE}")),
    reader("shipping.party", rf"(?P<q>货(?:物|品)?(?:都)?{WHO}(?:自己|自行)?(?:打包|发|寄))", party),
    reader("shipping.party", rf"(?P<q>由{WHO}(?:按照?[甲乙]方[^，。；\n]{{0,10}})?{NO_OTHER_CLAUSE}{{0,10}}(?:{SHIPS}){NO_FEE})", party),
    reader("shipping.party", rf"(?P<q>(?:(?<=\n)|(?<=。)|(?<=；)|(?<=，)){WHO}(?:应|须)?{NO_OTHER}{{0,12}}?(?:发货|出货|打包寄件|寄件|(?<!随货)发出(?!对账|账单|通知|结算|书面))、?{CLAUSE}{{0,8}})(?!给[甲乙]方)", lambda m: None if "不" in m["q"] else party(m)),
    reader("logistics.party", rf"(?P<q>{WHO}负责物流配送)", party),
    reader("logistics.party", rf"(?P<q>由{WHO}负责仓储和同城消费者配货)", party),
    reader("logistics.party", rf"(?P<q>(?:{CARRIES}){NO_FEE}{NO_OTHER_CLAUSE}{{0,8}}?由{WHO}(?:自行|统一|负责)?(?:委托|联系|洽请|选定|去谈|安排|负责|承担(?!{CLAUSE}{{0,4}}费)|组织|选择|指定|办理|完成){CLAUSE}{{0,10}})", party),
    reader("logistics.party", rf"(?P<q>快递(?:公司)?(?:也|都)?是?{WHO}(?:叫|联系|负责|安排|去谈|谈))", party),
    reader("logistics.party", rf"(?P<q>{WHO}(?:应|须)?(?:负责|安排|委托|组织|承担|自行){NO_OTHER_CLAUSE}{{0,24}}?(?:{CARRIES}){NO_FEE}{CLAUSE}{{0,6}})", party),
    reader("fulfilment.dispatch_hours", rf"(?P<q>{CLAUSE}{{0,20}}?(?<![0-9{n.HAN}]){HOURS}{CLAUSE}{{0,10}}?{SENT})", _hours, needs="小时"),
    reader("fulfilment.dispatch_hours", rf"(?P<q>(?:发货|出货|出库)(?:时效|时限|时间)?{CLAUSE}{{0,8}}?(?:为|不超过|不得超过|：)(?:[^，。；\n0-9]{{0,4}}付款后)?(?P<n>{n.NUMBER})个?小时)", _hours, needs="小时"),
    reader("images.party", rf"(?P<q>{WHO}应?(?:向[甲乙]方)?提供[^。；]{{0,26}}图片及?[^。；]{{0,8}})(?=[；。])", lambda m: None if re.search(r"，[^，]{0,8}由?[甲乙]方|精修|处理|后制", m["q"]) else party(m), needs="图|照片|原片|素材"),
    reader("images.party", rf"(?P<q>{PICTURES}{NO_OTHER_CLAUSE}{{0,10}}?(?:均|应)?由{WHO}(?:负责|免费|无偿)?(?:提供|给|出|供给|准备))", lambda m: None if re.search(r"精修|处理|后期", m["q"]) else party(m), needs="图|照片|原片|素材"),
    reader("images.party", rf"(?P<q>{WHO}(?:负责|应当?|须|需|免费|无偿|及时)*(?:向[甲乙]方)?提供{NO_OTHER_CLAUSE}{{0,16}}?{PICTURES}{CLAUSE}{{0,10}})", lambda m: None if re.search(r"培训|精修|策划|拍摄|设计|处理|凭证|服务|制作|后期", m["q"]) else party(m), needs="图|照片|原片|素材"),
    reader("images.party", rf"(?P<q>{WHO}{NO_OTHER_CLAUSE}{{0,12}}拍原片)", party, needs="图|照片|原片|素材"),
    reader("images.party", rf"(?P<q>{PICTURES}{NO_OTHER_CLAUSE}{{0,8}}?{WHO}(?:给|出|提供|有))", party, needs="图|照片|原片|素材"),
    reader("images.party", rf"(?P<q>{WHO}{NO_OTHER}{{0,24}}，(?:并)?提供{NO_OTHER_CLAUSE}{{0,6}}{PICTURES}{NO_OTHER_CLAUSE}{{0,8}})", lambda m: None if re.search(r"精修|处理|后期|拍摄|设计", m["q"]) else party(m), needs="图|照片|原片|素材"),
    reader("image_processing.party", r"(?P<q>(?:产品)?图片处理、?[^。；]{0,8}由(?P<p>[甲乙]方)免费承担)", party),
    reader("image_processing.party", rf"(?P<q>(?<![为向给]){WHO}(?:应|须|可以?|将)?{NO_OTHER_CLAUSE}{{0,20}}?(?:{RETOUCHES}){CLAUSE}{{0,6}})", party),
    reader("image_processing.party", rf"(?P<q>(?:{RETOUCHES}){NO_OTHER_CLAUSE}{{0,8}}由{WHO}(?:负责|承担|完成|免费|无偿))", party),
    reader("gifts.party", r"(?P<p>[甲乙]方)负责产品文案及(?P<q>推广时所用礼品)", party),
    reader("gifts.party", rf"(?P<q>(?:赠品|礼品|赠送品){NO_OTHER_CLAUSE}{{0,8}}?由{WHO}(?:负责|免费|自行)?(?:提供|承担|准备|采购|备货|供应|自备|出|给))", party),
    reader("gifts.party", rf"(?P<q>(?:赠品|礼品)(?:也|都)?是?{WHO}(?:出|提供|给|准备))", party),
    reader("gifts.party", rf"(?P<q>{WHO}(?:应|须|负责|免费)*提供{NO_OTHER_CLAUSE}{{0,10}}(?:赠品|礼品))", party),
    reader("returns.quality", r"(?P<q>[甲乙]方对存在质量问题的[^，。；]{0,6}商品提供无条件退换货服务)", "unconditional"),
    reader("returns.quality", rf"(?P<q>(?<!非)(?<!无)(?:质量问题|质量瑕疵|质量缺陷|质量不合格|变质|破损|假货|瑕疵)(?:的|商品|导致|引起)?{SENTENCE}{{0,16}}?{WHOLE_GOODS})", "unconditional"),
    reader("returns.quality", r"(?P<q>(?<!非)(?<!无)(?:质量问题|质量瑕疵)(?:的|，)*[甲乙]方(?:应|须|负责)*(?:退换|包退|退货|退款|换货|予以退换))", "unconditional"),
    reader("returns.quality", rf"(?P<q>(?<!非)(?<!无)(?:质量|品质)(?:问题|瑕疵|缺陷)(?:的|者)?，?{CLAUSE}{{0,6}}(?:一律|均|应当?|须|必须)(?:予以|给予|负责)?(?:无条件)?(?:退换|退货|换货|退款|受理){SENTENCE}{{0,14}})", lambda m: "unconditional" if re.search(r"无条件|一律|不得附加", m["q"]) else None),
    reader("returns.quality", rf"(?P<q>(?<!非)(?<!无)质量问题{SENTENCE}{{0,14}}?(?:退换货?|退货|换货){CLAUSE}{{0,8}}无条件)", "unconditional"),
    reader("returns.quality", r"(?P<q>(?:发霉|碎了|变质|发错|破损|次品|坏)[^。；\n]{0,24}[甲乙]方(?:都|均|应)?(?:无条件|不讲条件)(?:给)?(?:退换|给退|退|退货|退款|换货))", "unconditional"),
    reader("returns.other", r"(?P<q>商品不影响二次销售)", "if_resaleable"),
    reader("returns.other", rf"(?P<q>(?:(?:非|无|没有|不是|并非|不存在)(?:因)?(?:商品|产品)?(?:质量|品质|瑕疵)|其他原因(?:要求)?(?:退|换)|其他情况|其余情形|不喜欢|拍错){SENTENCE}{{0,40}}(?=[。；\n]|$))", _returns),
    reader("returns.other", rf"(?P<q>(?:七天|7天|七日|7日)无理由退{SENTENCE}{{0,30}})", _returns),
    reader("data.owner", rf"(?P<q>(?:数据|交易资料|客户资料|会员资料|会员信息|用户资料|客户信息){NO_OTHER_CLAUSE}{{0,12}}?{TO}(?:所有|享有|拥有)?)", _owner),
    reader("store.owner", rf"(?P<q>(?:店铺|网店|小店|小程序|账号|商城)(?:的?所有权|的?经营权|的?收益权)(?:(?:及|和|、|以及)[^，。；\n]{{0,12}})?{TO}(?:所有|名下)?)", _owner),
    reader("store.owner", r"(?P<q>(?:店铺|网店|小店|商城)(?:始终|仍|均|自始)*(?:归属于|属于)(?P<p>[甲乙]方))", _owner),
    reader("store.owner", rf"(?P<q>(?:店铺|网店|小店|小程序|账号|商城)(?:(?:及|和|、|以及)[^，。；\n]{{0,24}})?{TO}(?:所有|名下))", _owner),
    reader("ip.owner", rf"(?P<q>(?<![甲乙丙])(?:{NO_OTHER_CLAUSE}{{0,16}})?{OWNED}(?:(?![甲乙]方)[^。；\n]){{0,24}}?{TO}(?:所有|享有|拥有)?)", _owner, needs="归|属|享有|拥有|取得|所有"),
    reader("ip.owner", rf"(?P<q>{OWNED}(?:，)?(?:其)?(?:著作(?:财产)?权|版权|知识产权)?[^。；\n]{{0,30}}?(?:归属?于?|属于)(?P<p>[甲乙]方)(?:所有|享有|拥有)?)", _owner, needs="归|属|享有|拥有|取得|所有"),
    reader("ip.owner", rf"(?P<q>(?P<p>[甲乙]方)(?:享有|拥有|取得){CLAUSE}{{0,24}}(?:著作权|版权|知识产权))", _owner, needs="归|属|享有|拥有|取得|所有"),
    reader("ip.owner", rf"(?P<q>(?:著作权|版权|知识产权){CLAUSE}{{0,12}}由(?P<p>[甲乙]方)(?:享有|所有|拥有))", _owner, needs="归|属|享有|拥有|取得|所有"),
)  # fmt: skip
