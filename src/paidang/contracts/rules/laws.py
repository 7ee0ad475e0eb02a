"""The articles that findings cite: name, number, and the sentence that matters. For orientation, no legal advice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a law in force, in Chinese as promulgated (shortened), in English in short."""

    zh: str
    en: str
    says_zh: str
    says_en: str


LAWS: dict[str, Article] = {
    "民法典 563": Article(
        "《民法典》第五百六十三条",
        "Civil Code, article 563",
        "有下列情形之一的，当事人可以解除合同：……（三）当事人一方迟延履行主要债务，经催告后在合理期限内仍未履行；（四）当事人一方迟延履行债务或者有其他违约行为致使不能实现合同目的。",
        "A party may end the contract where the other does not perform its main obligation within a reasonable time after a demand, or defeats the contract's purpose by a breach.",
    ),
    "民法典 565": Article(
        "《民法典》第五百六十五条",
        "Civil Code, article 565",
        "当事人一方依法主张解除合同的，应当通知对方。合同自通知到达对方时解除。",
        "Who ends a contract must notify the other side; it ends when the notice arrives.",
    ),
    "民法典 585": Article(
        "《民法典》第五百八十五条",
        "Civil Code, article 585",
        "约定的违约金过分高于造成的损失的，人民法院或者仲裁机构可以根据当事人的请求予以适当减少。",
        "A penalty far above the loss may be reduced by a court or an arbitration body on request.",
    ),
    "民法典 1260": Article(
        "《民法典》第一千二百六十条",
        "Civil Code, article 1260",
        "本法自2021年1月1日起施行。《中华人民共和国合同法》等同时废止。",
        "The Civil Code is in force from 2021-01-01; the Contract Law and others are repealed from that day.",
    ),
    "民事诉讼法 35": Article(
        "《民事诉讼法》第三十五条",
        "Civil Procedure Law, article 35",
        "合同纠纷的当事人可以书面协议选择被告住所地、合同履行地、合同签订地、原告住所地、标的物所在地等与争议有实际联系的地点的人民法院管辖。",
        "The parties may choose in writing a court of a place connected with the dispute, such as the defendant's seat.",
    ),
    "个人信息保护法 21": Article(
        "《个人信息保护法》第二十一条",
        "Personal Information Protection Law, article 21",
        "委托处理个人信息的，应当与受托人约定委托处理的目的、期限、处理方式、个人信息的种类、保护措施以及双方的权利和义务等，并对受托人的个人信息处理活动进行监督。",
        "Who has personal data processed agrees on purpose, time, method, kinds, protection, rights and duties, and supervises it.",
    ),
    "著作权法 19": Article(
        "《著作权法》第十九条",
        "Copyright Law, article 19",
        "受委托创作的作品，著作权的归属由委托人和受托人通过合同约定。合同未作明确约定或者没有订立合同的，著作权属于受托人。",
        "Who owns a commissioned work is for the contract to say; where it does not, the one who made it does.",
    ),
    "反垄断法 3": Article(
        "《反垄断法》第三条",
        "Anti-Monopoly Law, article 3",
        "垄断行为包括：经营者达成垄断协议；经营者滥用市场支配地位；具有或者可能具有排除、限制竞争效果的经营者集中。",
        "Monopoly means monopoly agreements, abuse of a dominant position, and concentrations that restrict competition.",
    ),
    "反垄断法 18": Article(
        "《反垄断法》第十八条",
        "Anti-Monopoly Law, article 18",
        "禁止经营者与交易相对人达成下列垄断协议：固定向第三人转售商品的价格；限定向第三人转售商品的最低价格。",
        "Agreements with trading partners that fix resale prices or set a minimum for them are forbidden.",
    ),
}
"""By the citation that a finding carries."""
