"""Costs and accounts: who bears what, by which means money moves, and to which account."""

import re

from paidang.contracts.rules.reading.grammar import CLAUSE, pays
from paidang.contracts.rules.reading.reader import BLANK, Reader, Words, listed, reader
from paidang.contracts.rules.reading.reader import party as party_of

METHODS = {
    r"现金(?!支票)": "cash",
    r"支票": "cheque",
    r"汇款|转账|电汇|银行卡|对公|银行账户": "bank_transfer",
}
MARKETING = r"(?:推广|广告|投放|营销|直通车|千川|磁力金牛|薯条|聚光|快车|竞价|引流|投流|万相台)(?:[^，。；\n甲乙]{0,6}?(?:费用|费|支出|花费|款项?|预算|的钱|成本|金额|消耗|开支))"
PLATFORM_FEES = r"(?:(?:平台|京东|天猫|淘宝|抖音|快手|拼多多)向[^，。；\n]{0,8}收取的[^，。；\n甲乙]{0,20}费用?|平台(?:向店铺)?(?:收取的?|的|软件|技术|交易|类目|店铺|年|及支付|支付|之)*(?:[^，。；\n甲乙由]{0,10}?)(?:扣点|扣费|佣金|费用|服务费|使用费|年费|手续费|费率|费)|扣点|技术服务费|软件服务费|软件年费|类目佣金|支付通道手续费|软件使用费)"
NOT_PLATFORM = re.compile(r"第三方费用|罚|罚款|违约|推广|广告|投放|服务费[^，。；]{0,6}由甲方支付给")
STOP = r"(?=[\n，。；|]|开户|户名|账户|账号|银行账号|收款|税号|卡号|地址|电话|行号|联行|$)"


def _shared(match: re.Match[str]) -> object:
    """双方 who bear a cost share it."""
    value = party_of(match)
    if value != "both":
        return value
    return "shared"


def _platform_fees(match: re.Match[str]) -> object:
    words = re.sub(r"(?:以及|及|和|、)[^，。；]{0,6}推广费用?", "", match["q"])
    return None if NOT_PLATFORM.search(words) else _shared(match)


def _marketing(match: re.Match[str]) -> object:
    """Not what a party bears only beyond a limit."""
    before = match.string[max(0, match.start() - 10) : match.start()]
    return None if re.search(r"超支|超出|超过|分摊", before + match["q"]) else _shared(match)


def _label_or_blank(match: re.Match[str]) -> object:
    return match["n"].strip("_-") or BLANK


READERS: tuple[Reader, ...] = (
    reader("marketing.payer", r"(?P<q>(?:营销)?推广费(?:用)?由(?P<p>[甲乙]方)[^，。；]{0,24})", _marketing, needs="费|支出|花费|款|预算|钱|成本|金额|消耗|开支"),
    *(reader("marketing.payer", pattern, _marketing, needs="费|支出|花费|款|预算|钱|成本|金额|消耗|开支") for pattern in pays(MARKETING)),
    reader("marketing.payer", rf"(?P<q>{MARKETING}{CLAUSE}{{0,10}}由(?P<p>[甲乙]方){CLAUSE}{{0,10}}(?:充值|支付|预存))", _marketing, needs="费|支出|花费|款|预算|钱|成本|金额|消耗|开支"),
    reader("marketing.payer", rf"(?P<q>{MARKETING}[^。；\n]{{0,12}}，自(?:[0-9年月日]{{6,12}})起(?:全部)?由(?P<p>[甲乙]方)(?:承担|负担))", _marketing, needs="费|支出|花费|款|预算|钱|成本|金额|消耗|开支"),
    reader("marketing.vouchers_required", r"(?P<q>[甲乙]方需?(?:应)?提供相应(?:的)?(?:营销|推广)?费用(?:支出)?凭证)", True),
    reader("marketing.vouchers_required", rf"(?P<q>[甲乙]方{CLAUSE}{{0,12}}(?:提供|提交|检附|附|出具|出示|报送){CLAUSE}{{0,12}}(?:支出|费用|消耗|消费|推广|充值|投放|广告){CLAUSE}{{0,6}}(?:凭证|票据|单据|凭据))", True),
    reader("marketing.vouchers_required", r"(?P<q>(?:提交|提供|附|发给?|出具|检附)[^，。；\n]{0,12}?(?:扣费|支出|消耗|消费|推广费用?|充值|投放)[^，。；\n]{0,6}(?:凭证|截图))", True),
    reader("marketing.vouchers_required", r"(?P<q>(?:[甲乙]方要?)?(?:把|将)[^，。；\n]{0,4}(?:扣费|支出|消耗|推广)[^，。；\n]{0,4}凭证[^，。；\n]{0,10})", True),
    *(reader("third_party_costs.payer", pattern, _shared) for pattern in pays(r"第三方[^，。；\n甲乙]{0,6}费用?")),
    reader("third_party_costs.payer", r"(?P<q>第三方费用(?:需|应|由)?(?P<p>[甲乙]方)(?:承担|负担))", _shared),
    *(reader("platform_fees.payer", pattern, _platform_fees, needs="费|扣点|佣金") for pattern in pays(PLATFORM_FEES)),
    reader("payment.methods", r"(?:付款|支付|结算)方式(?:为|是)?：?(?P<q>[^，。；\n]{2,30}?)(?=[，。；\n])", listed(METHODS)),
    reader("payment.methods", r"(?:付款|支付)[：，]?(?P<q>可(?:以)?(?:用|采用|使用)[^。；\n]{2,30})(?=[。；\n])", listed(METHODS)),
    reader("payment.methods", rf"(?P<q>(?<!不得)(?<!得)(?:以|通过|采用|用){CLAUSE}{{0,8}}?(?:(?:银行)?(?:转账|汇款|电汇|支票|现金)(?:、|或者?|及|和))*(?:银行|对公)?(?:转账|汇款|电汇|支票|现金|对公)(?!、红包|红包){CLAUSE}{{0,14}}?(?:支付|付款|付清|方式|汇入|汇至|进行|付|结算|结清)?)(?=[^一-鿿]|[一-鿿])", lambda m: None if re.search(r"诱导|红包|不得", m.string[max(0, m.start() - 12) : m.end() + 6]) else listed(METHODS)(m)),
    reader("payment.methods", rf"(?P<q>(?:打到|转到|打入|转入|转账至|转账到|汇至|汇入|电汇至){CLAUSE}{{0,8}}?[甲乙]方{CLAUSE}{{0,6}}(?:银行卡|银行账户|指定账户|对公账户|指定的?银行|指定的?账户))(?!汇入上月)", lambda m: ["bank_transfer"] if re.search(r"转账|电汇|银行|打到|汇至", m["q"]) else None),
    reader("payment.methods", r"(?P<q>[日号]前(?:转账|电汇)(?:付清|支付|付款))", ["bank_transfer"]),
    reader("payment.methods", r"(?P<q>(?:将|把)[^，。；\n]{2,16}(?:转账|电汇|银行汇款)(?:支付|付款|付)?(?:给|至|到)[甲乙]方)", ["bank_transfer"]),
    reader("account.holder", rf"(?P<q>(?:开户名称?|(?<!客)户名(?!单)|账户名称?|收款人(?:名称|姓名)?|收款单位(?:名称)?|收款方名称|收款户名)[：:|]?(?P<n>[^\n，。；：|]{{0,40}}?)){STOP}", Words()),
    reader("account.bank", rf"(?P<q>(?:开户银行|开户行|银行名称|收款银行|开户网点)[：:|]?(?:名称[：:])?(?P<n>[^\n，。；：|]{{0,40}}?)){STOP}", Words()),
    reader("account.bank", r"(?<=，)(?!开户|户名|收款)(?P<q>(?P<n>[一-鿿]{2,12}银行[一-鿿]{0,16}(?:支行|分行|营业部|分理处|储蓄所)))(?=，)", Words()),
    reader("account.number", r"(?P<q>(?:银行|收款)?(?:账号|账户号码|卡号|银行卡号)[：:|](?P<n>[0-9_-]*))(?=[\n，。；|（]|$)", _label_or_blank),
    reader("account.number", r"(?P<q>(?:账号|卡号|银行卡号|账户)(?:为|是)?(?P<n>[0-9]{8,30}))", _label_or_blank),
    reader("collection.party", r"(?P<p>[甲乙]方)负责[^。；]{0,12}(?P<q>收款结算)", party_of, needs="款|收|钱"),
    reader("collection.party", rf"(?P<q>(?:货款|销售款|销售回款|平台|订单款项?|(?:消费者|买家|顾客|客户)(?:支付|付款)){CLAUSE}{{0,16}}?(?:结算|拨付|拨|划|提现|提|打款|支付|转入|进入|汇入|归集|回款|提现|入账|到账|划入|划转|付)(?:至|到|入|给)?{CLAUSE}{{0,6}}?(?P<p>[甲乙]方)(?:自己)?(?:的|名下|指定)*(?:账户|银行卡|账号|支付宝|收款|名下|对公))", party_of, needs="款|收|钱"),
    reader("collection.party", rf"(?P<q>(?:货款|买家付的(?:钱|款)|销售款){CLAUSE}{{0,12}}?(?:直接|统一|全部)?(?:拨付|结算|打款|(?<!转)付|支付|打|进|进入|转)(?:给|至|到|入)?(?P<p>[甲乙]方)(?:的)?(?:平台|商户)?(?:账户|商户号|账号|名下|)(?=[，。；\n]))", party_of, needs="款|收|钱"),
    reader("collection.party", rf"(?P<q>(?P<p>[甲乙]方)(?:负责)?(?:代为?|直接|统一)?(?:收取|代收|收){CLAUSE}{{0,8}}(?:货款|销售款|买家付款))", party_of, needs="款|收|钱"),
    reader("collection.party", r"(?P<q>(?:货款|销售款|店铺收入)(?:均|全部|统一)?由(?P<p>[甲乙]方)(?:代为|直接|统一)?(?:收取|代收|收))", party_of, needs="款|收|钱"),
)  # fmt: skip
