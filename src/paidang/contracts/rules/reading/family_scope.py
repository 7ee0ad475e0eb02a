"""Parties and scope: who, on which platforms, exclusively or not, with which services."""

import re

from paidang.contracts.rules.reading.reader import BLANK, Reader, listed, party, reader

PLATFORMS = {
    r"京东": "jd", r"淘宝商城|天猫": "tmall", r"微信|小程序|视频号": "wechat", r"人人商城": "renren_mall", r"拼多多": "pinduoduo",
    r"抖音": "douyin", r"快手": "kuaishou", r"小红书": "xiaohongshu", r"有赞": "youzan", r"微盟": "weimob", r"淘宝(?!商城)": "taobao",
}  # fmt: skip
SERVICES = {
    r"平台建设": "platform_build", r"平台运营|店铺(?:的)?(?:整体|日常)?运营|代运营": "platform_operation", r"广告推广|广告投放|推广投放|营销推广": "advertising",
    r"线下活动": "offline_events", r"客户服务|客服": "customer_service", r"申请(?:进驻|入驻)|店铺开通|店铺注册": "store_application",
    r"拍照|拍摄|摄影": "photography", r"页面设计|视觉设计|详情页(?:设计|制作)": "page_design", r"装修": "store_decoration", r"上架|商品上传": "listing",
    r"活动策划|促销策划|营销策划|活动规划": "campaign_planning", r"培训": "training", r"物流": "logistics",
}  # fmt: skip
FREE = {r"策划": "planning", r"图片处理|图片优化|修图": "image_processing"}
NAME = r"[^\n，。；：（）]{2,40}?"


def _name(match: re.Match[str]) -> object:
    name = re.sub(r"^（[^）]{0,4}）", "", match["n"])
    name = re.split(r"（|地址|联系|电话|传真|以下简称|统一社会|法定代表", name)[0].strip("_＿")
    return name or BLANK


def _platforms(match: re.Match[str]) -> object:
    return listed(PLATFORMS)(match)


READERS: tuple[Reader, ...] = (
    *(
        reader(f"party.{key}.name", rf"(?:^|(?<=\n)){word}方(?:（[^）\n]{{0,12}}）)?：(?P<n>（[^）\n]{{0,6}}）[^\n（]{{2,40}}|[^\n（盖章签字]{{2,60}}|)(?=\n|（|$)(?:（以下简称[^）]*）)?", _name)
        for key, word in (("a", "甲"), ("b", "乙"), ("c", "丙"))
    ),
    reader("party.a.contact", r"(?<=\n)联系人：(?P<n>[^\n：传真电话]{2,10})(?=传真|电话|\n)", lambda m: m["n"]),
    reader("law.basis", r"根据(?:[^。]{0,20})(?P<q>(?:《中华人民共和国[^》]*法》|《民法典》)(?:[、及和]《[^》]*法[^》]*》)*)", lambda m: re.findall(r"《([^》]*)》", m["q"])),
    reader("platform", r"(?P<q>微信公众服务号人人商城)", ["renren_mall", "wechat"]),
    reader("platform", r"(?P<q>淘宝商城[^\n，。（为的]{0,12})(?=（名称|在淘宝网)", ["tmall"]),
    reader("platform", r"(?P<q>在淘宝网的推广)", ["taobao"]),
    reader("store.name", r"(?P<q>淘宝商城(?P<n>[^\n，。（为的]{2,12}))（名称", lambda m: m["n"]),
    reader("exclusivity", r"排他性的[^，。]{0,10}|独家(?:委托|授权|代运营|运营)[^，。]{0,10}", True),
    reader("exclusivity.bound", r"(?P<p>[甲乙]方)不得(?:再|另行)?(?:授权|委托)(?:除乙方外的)?(?:任何)?(?:第三方|其他服务商|他人)[^，。；]{0,20}", party),
    reader("services", r"(?:提供|包括)(?P<q>平台建设、平台运营[^。；\n]{0,40}?)(?:等服务|等)", listed(SERVICES)),
    reader("services", r"负责(?:的)?(?P<q>店铺申请进驻[^。；\n]{0,60}?)等建设工作", listed(SERVICES)),
    reader("free_of_charge", r"(?P<q>[^，。；\n]{2,40}(?:由|均由)[甲乙]方免费承担)", listed(FREE)),
)  # fmt: skip
