"""Costs and accounts: by which means money moves, to which account, what is shown for it, what is free."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading import topics as t
from paidang.contracts.rules.reading.parties import without_scan_blanks
from paidang.contracts.rules.reading.parts import Parts
from paidang.contracts.rules.reading.reader import BLANK, Found, Reader, Scan, Words, reader
from paidang.contracts.rules.reading.squeezed import Squeezed
from paidang.kit.patterns import compiled

METHODS = {
    "cash": compiled(r"现金(?!支票|流)"),
    "cheque": compiled(r"支票"),
    "bank_transfer": compiled(
        r"汇款|转账|电汇|网银|对公(?:账户|打款|支付|付)|银行(?:打款|付款|支付)|(?:打|转|汇)[到至入给][^，。；]{0,8}银行(?:卡|账户)|银行卡"
    ),
}
ANY_METHOD = compiled("|".join(pattern.pattern for pattern in METHODS.values()))
PAYS = compiled(
    r"付款|支付|付清|付讫|付给|付至|付到|结清|结算|打[到过入款]|转[到给至]|汇[到入至]|方式|均可|给付|付(?=[，。；0-9]|$)|走|转账|转过[来去]|打过[来去]|转(?=银行|卡)|打[钱款卡]|把钱"
)
NO_METHOD = compiled(
    r"(?:平台|微信|支付宝|抖音|京东|天猫|快手|拼多多)(?:支付)?[^，。；]{0,8}(?:结算|打款|划|拨|提现)|不得|诱导|红包|不接受|好评|返现|(?:由|从)平台|(?:平台|店铺)[^，。；\n]{0,16}货款|充值|退款|刷单|现金流"
)
NEGATED = compiled(r"(?:不[以用收得走]|非|不接受|谢绝|概不|勿|禁止|不再|除)[^，。；\n]*")
"""What money is not paid by."""
VOUCHERS = compiled(
    r"凭[^，。；]{0,4}账单|账单截图|凭证|凭据|票据|单据|截图|消耗报表|发票或|平台(?:的)?(?:扣费)?账单(?!为准|显示|结算)|账单(?=报销)|扣费(?:记录|明细)|消耗(?:明细|记录)|账单(?=及付款|[^，。；]{0,4}为[凭据])|(?:账单|明细|记录|截图)[^，。；]{0,4}(?:为凭|为据|为证|备查)"
)
SHOWN = compiled(
    r"发给|[当作]凭证|说明用途|提供|提交|附|出具|出示|检附|报送|凭|发|不予|留好|拿|给[甲乙]方看|交"
)
SPENT = compiled(rf"{t.ADVERTISING}|扣费|消耗|充值|支出")
WITHOUT = compiled(r"(?:没有?|无|缺少|未附|未提供)[^，。；\n]{0,4}(?:凭证|凭据|票据|单据|截图)")
"""没有凭证的推广费，甲方不予承担."""
NO_VOUCHERS = compiled(
    r"(?<!没)有凭证的|实际发生额|(?<![作当做])为凭证|退款|签收|发货|税务|完税|罚|出厂价|采购|代收"
)
UNCHARGED = compiled(
    r"不(?:另|单独|另外|再另)(?:行|外)?(?:要|收|计)(?:取)?(?:任何)?(?:钱|费用?|价|酬)|不(?:再)?单独收取费用|(?:包含?|含|算)在[^，。；\n]{0,8}(?:费|价|价款)[^，。；\n]{0,4}?(?:内|里|中)|免费|无偿|不(?:再|另外|另行?|额外|另外再)?(?:收(?:取)?|计)(?:任何)?(?:费用?|钱)|不要钱|免收费用|(?:费用?)?全免|不另(?:行)?计费"
)
NO_GIFT = compiled(
    r"(?<!在)服务费(?!内|中|里)|补训|正式|佣金|期间|试用|首月|第[一二三]个?月|使用|授权|许可|试运营|磨合|补播|退还|次修改"
)
FREE = {
    "planning": compiled(r"策划|企划|想活动|(?:店铺|年度)规划"),
    "image_processing": compiled(t.RETOUCHING + r"|图片(?:处理|优化)"),
    "training": compiled(r"培训"),
    "store_decoration": compiled(r"装修"),
    "page_design": compiled(r"设计"),
}
STOP = r"(?=[\n，。；|）]|开户|户名|账户|账号|银行账号|收款|税号|卡号|地址|电话|行号|联行|$)"


def _label_or_blank(match: re.Match[str]) -> object:
    return match["n"].strip("_-") or BLANK


def methods(parts: Parts) -> Iterator[Found]:
    """By which means the fee is paid: 以银行转账或支票支付; 现金、转账均可."""
    for match in parts.squeezed.matches(ANY_METHOD):
        index = parts.index(match.start())
        first, last = parts.sentence(index)
        whole = parts.text[parts.all[first].start : parts.all[last].end]
        if not PAYS.search(whole) or NO_METHOD.search(parts.words(parts.all[index])):
            continue
        end = index
        while end < last and ANY_METHOD.search(parts.words(parts.all[end + 1])):
            end += 1
        words = parts.text[parts.all[index].start : parts.all[end].end]
        words = NEGATED.sub("", words)
        values = sorted(value for value, pattern in METHODS.items() if pattern.search(words))
        if not values:
            continue
        yield Found("payment.methods", values, parts.all[index].start, parts.all[end].end)
        return


def vouchers(parts: Parts) -> Iterator[Found]:
    """What was spent on advertising is shown by vouchers."""
    for match in parts.squeezed.matches(VOUCHERS):
        index = parts.index(match.start())
        words = parts.words(parts.all[index])
        first, last = parts.sentence(index)
        start = parts.all[index].start
        before = parts.text[parts.all[max(0, first - 1)].start : parts.all[index].end]
        shown = SHOWN.search(words) or WITHOUT.search(words)
        if shown and SPENT.search(before) and not NO_VOUCHERS.search(words):
            while index < last and VOUCHERS.search(parts.words(parts.all[index + 1])):
                index += 1
            yield Found("marketing.vouchers_required", True, start, parts.all[index].end)
            return


def free(parts: Parts) -> Iterator[Found]:
    """What is done free of charge."""
    taken = -1
    for match in parts.squeezed.matches(UNCHARGED):
        index = parts.index(match.start())
        words = parts.words(parts.all[index])
        if NO_GIFT.search(words) or match.start() < taken:
            continue
        end = index
        while end < parts.sentence(index)[1] and UNCHARGED.search(parts.words(parts.all[end + 1])):
            end += 1
        for begin in (index, index - 1, index - 2):
            if begin < 0 or "\n" in parts.text[parts.all[begin].start : match.start()]:
                break
            said = parts.text[parts.all[begin].start : parts.all[end].end]
            values = sorted(value for value, topic in FREE.items() if topic.search(said))
            if values:
                taken = parts.all[end].end
                yield Found("free_of_charge", values, parts.all[begin].start, taken)
                break


HEADS = {
    "account.holder": compiled(r"户名|开户名称?|账户名称?|收款(?:人|单位|方)?(?:名称|户名)?"),
    "account.bank": compiled(r"开户(?:银?行|机构|网点)|银行(?:名称)?|收款(?:银行|行)"),
    "account.number": compiled(r"(?:银行|收款)?(?:账号|账户号码?|卡号)"),
}


def account_table(squeezed: Squeezed) -> Iterator[Found]:
    """|户名|开户行|账号| and the row below it."""
    for head in re.finditer(r"(?<![^\n])[^\n]*户名[^\n]*\|[^\n]*(?=\n)", squeezed.text):
        row = compiled(r"\n+([^\n]*\|[^\n]*)").match(squeezed.text, head.end())
        labels = head[0].strip("|").split("|")
        known = [label for label in labels if any(words.fullmatch(label) for words in HEADS.values())]
        if row is None or row[1].strip("|").count("|") + 1 != len(labels) or len(known) < 2:
            continue
        start = row.start(1) + (row[1][0] == "|")
        for label, cell in zip(labels, row[1].strip("|").split("|"), strict=True):
            term = next((term for term, words in HEADS.items() if words.fullmatch(label)), None)
            if term and cell:
                name = without_scan_blanks(squeezed.quote(start, start + len(cell))).strip()
                yield Found(term, name, start, start + len(cell))
            start += len(cell) + 1


NOT_A_HEAD = r"(?!\|?(?:户名|开户|账号|卡号|收款|银行)|\|?\n+\|?(?:[^|\n]+\|)+[^|\n]*)"
"""Not the head of a column, whose value stands below."""
LABEL_ENDS = r"(?:/?[A-Z][A-Za-z. ]*)?(?:[：:|]|为|是)?"
"""After an account's label: its English, a colon."""
READERS: tuple[Reader, ...] = (
    reader("account.holder", rf"(?P<q>(?:开户(?:名称?|单位|人)|(?<!客)户名(?!单)|账户(?:名称?|人)|收款(?:人|单位|方|户|公司)?(?:名称|姓名|户名)|收款的?名字|收款(?:人|单位|方)(?=[：|]|[^，。；：|\n]{{2,30}}公司)|(?<=[\n；：-])(?:公司|单位)?名称(?=：[^\n，。；]{{2,40}}[\n；，]开户)|(?<=\n)账户(?=：[^\n0-9]{{2,40}}\n开户)){LABEL_ENDS}{NOT_A_HEAD}(?P<n>[^\n，。；：|]{{0,40}}?)){STOP}", Words()),
    reader("account.bank", rf"(?P<q>(?:开户的?(?:银行|行|支行|机构|网点)|(?<=\n)开户(?=：)|(?<![一-鿿])银行(?=[：|B]|[一-鿿]{{2,6}}银行)|(?:存款|往来)银行|银行名称|收款(?:银行|行)){LABEL_ENDS}(?:名称[：:])?{NOT_A_HEAD}(?P<n>[^\n，。；：|]{{0,40}}?)){STOP}", Words()),
    reader("account.bank", r"(?<=[，/、])(?!开户|户名|收款)(?P<q>(?P<n>[一-鿿]{2,12}银行[一-鿿]{0,16}(?:支行|分行|营业部|分理处|储蓄所)))(?=[，/、])", Words()),
    reader("account.number", rf"(?P<q>(?:银行|收款|对公)?(?:账号|账户号码?|卡号|银行卡号|(?<=银行|对公)账户|(?<=\n)号码(?=：[0-9]{{10}}))(?:/?A[A-Za-z. ]*)?[：:|](?!\n[^\n：]{{0,8}}(?:户名|名称|开户|账号|收款|人|行)){NOT_A_HEAD}(?P<n>[0-9_-]*))(?=[\n，。；|（）]|$)", _label_or_blank),
    reader("account.holder", r"账户(?:信息)?：(?!户名|开户|账号)(?P<q>(?P<n>[^\n，。；：|]{4,40}))(?=[，/、][^\n，。；]{2,20}银行)", Words()),
    reader("account.number", r"银行[一-鿿]{0,16}(?:支行|分行|营业部|分理处|储蓄所)?[，/、](?P<q>(?P<n>[0-9]{10,30}))(?=[，。；\n）])", _label_or_blank),
    reader("account.number", r"(?P<q>(?:银行)?(?:账号|卡号|银行卡号|账户)(?:/?A[A-Za-z. ]*)?(?:为|是)?(?P<n>[0-9]{8,30}))", _label_or_blank),
)  # fmt: skip
SCANS: tuple[Scan, ...] = (account_table,)
PART_SCANS = (methods, vouchers, free)
