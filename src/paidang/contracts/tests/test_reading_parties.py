"""Who the parties are, whatever a text calls them: the words that act in it throughout."""

import pytest

from paidang.contracts.rules.reading import read_contract
from paidang.contracts.rules.reading.parties import find_parties

TEA, BOAT = "杭州青禾食品有限公司", "上海运达网络科技有限公司"
BODY = """
一、{a}把店铺“青禾旗舰店”交给{b}打理，{b}负责店铺的日常运营、商品上架和在线客服。
二、商品存放在{a}的仓库，{a}负责打包发货。商品图片由{a}提供，修图由{b}完成。
三、{a}每月向{b}支付服务费8000元。{b}应在每月5日前把账单发给{a}，{a}收到后3个工作日内确认，逾期付款的按违约处理。
四、未经{a}书面同意，{b}不得转包。{b}可以为其他品牌服务。店铺和数据归{a}所有。
"""
TABLE = "| 栏目 | 采购方 | 服务方 |\n|:--|:--|:--|\n| 名称 | {x} | {y} |\n| 负责人 | 游思齐 | 麦嘉豪 |"


def read(head, a, b):
    text = "店铺打理约定\n" + head.format(x=TEA, y=BOAT) + "\n" + BODY.format(a=a, b=b)
    (document,) = read_contract(text, name="", sha256="").documents
    return document.kind, {term.term: term.value for term in document.terms}


@pytest.mark.parametrize(
    ("head", "a", "b"),
    [
        ("店家：{x}（个体工商户，经营者姜海棠）\n打理方：{y}，办公地址上海市", "店家", "打理方"),
        ("主家：{x}\n帮办：{y}", "主家", "帮办"),
        ("货主：{x}\n操盘手：{y}", "货主", "操盘手"),
        ("甲：{x}\n乙：{y}", "甲", "乙"),
        ("需求单位：{x}　　　简称：青禾\n　　地址：杭州\n顾问单位：{y}　　　简称：运达", "青禾", "运达"),
        ("{x}，以下称为“主办方”，地址杭州；\n{y}，以下称为“代理方”，地址上海。", "主办方", "代理方"),
        ("品牌：{x}\n运营：{y}", "品牌方", "运营方"),
        ("一方：{x}（以下叫品牌方）\n另一方：{y}（以下叫运营方）", "品牌方", "运营方"),
        ("委托方（店东）：{x}\n受托方（代理人）：{y}", "店东", "代理人"),
        ("委 托 人（以下称“委托人”）：{x}\n管 理 人（以下称“管理人”）：{y}", "委托人", "管理人"),
        ("  身份     名称\n  品牌主   {x}\n  运营商   {y}\n（以上依次为甲方、乙方。）", "甲方", "乙方"),
        ("{x} 与 {y} 就店铺运营约定如下，前者为甲方，后者为乙方：", "甲方", "乙方"),
        ("{x}\n{y}", "青禾", "运达"),
        ("致：{x}\n\n贵司委托我司（{y}）运营店铺，条件如下：", "贵司", "我司"),
        ("{x}：\n\n你们好。我们是{y}。", "你们", "我们"),
        (TABLE, "采购方", "服务方"),
    ],
)
def test_whoever_acts_is_a_party(head, a, b):
    kind, said = read(head, a, b)
    assert kind == "operations"
    assert (said["party.a.name"], said["party.b.name"]) == (TEA, BOAT)
    assert (said["warehouse.party"], said["image_processing.party"]) == ("a", "b")
    assert said["subcontract.allowed"] == "with_consent"


def test_two_who_have_no_names_are_parties_still():
    kind, said = read("", "店主", "帮手")
    assert kind == "operations"
    assert "party.a.name" not in said
    assert (said["warehouse.party"], said["image_processing.party"]) == ("a", "b")


def test_words_that_nobody_acts_by_are_no_parties():
    text = "市场观察\n品牌方越来越看重复购。服务商的收费在下降。平台的规则每年都变。\n" * 6
    assert find_parties(text, 0, len(text)) == ([], [])


@pytest.mark.parametrize(
    ("says", "roles"),
    [
        ("甲方是“青禾”牌茶叶的品牌所有人，乙方以网店代运营为业。", ("brand", "agency")),
        ("甲方专事店铺代运营；乙方拥有“青禾”商标。", ("agency", "brand")),
        ("甲方生产“青禾”牌棉鞋，乙方做快手店铺代管和代播。", ("brand", "agency")),
        ("甲方委托乙方打理店铺。", (None, None)),
    ],
)
def test_who_is_the_brand_is_what_they_say_of_themselves(says, roles):
    _kind, said = read(f"甲方：{{x}}\n乙方：{{y}}\n{says}", "甲方", "乙方")
    assert (said.get("party.a.role"), said.get("party.b.role")) == roles


@pytest.mark.parametrize(
    ("says", "name"),
    [
        ("通知联络人为沈吟秋（电话另告）", "沈吟秋"),
        ("业务对接：联系人：冯 立 群 ，电子信箱见附页", "冯立群"),
        ("日常对接人向知夏，手机139", "向知夏"),
        ("负责跟这件事的人叫秦朗", "秦朗"),
        ("电商中心经办：欧阳晴", "欧阳晴"),
        ("联系人 / Contact：罗咏霖", "罗咏霖"),
    ],
)
def test_whom_to_turn_to(says, name):
    _kind, said = read(f"甲方：{{x}}\n{says}\n乙方：{{y}}", "甲方", "乙方")
    assert said["party.a.contact"] == name


def test_the_contacts_of_a_table_stand_in_the_columns_of_the_parties():
    _kind, said = read(TABLE, "采购方", "服务方")
    assert (said["party.a.contact"], said["party.b.contact"]) == ("游思齐", "麦嘉豪")
