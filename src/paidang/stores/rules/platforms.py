"""The platforms whose stores can be connected: where they answer, what they want to know."""

from dataclasses import dataclass

from paidang.kit.sentence import Sentence, say


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform. `wanted`: its credentials by the platform's names, with their words; `optional` may be left out.

    `carriers`: by the platform's code, the usual ones first.
    """

    label: Sentence
    channel: str
    base_url: str
    wanted: dict[str, Sentence]
    optional: dict[str, Sentence]
    carriers: dict[str, Sentence]


PLATFORMS = {
    "jd": Platform(
        label=say("京东"),
        channel="jd",
        base_url="https://api.jd.com",
        wanted={
            "app_key": say("应用编号 app_key"),
            "app_secret": say("应用密钥 app_secret"),
            "access_token": say("访问令牌 access_token"),
        },
        optional={"refresh_token": say("刷新令牌 refresh_token")},
        carriers={
            "467": say("顺丰速运"),
            "2087": say("京东快递"),
            "463": say("圆通速递"),
            "1499": say("中通快递"),
            "1327": say("韵达快递"),
            "470": say("申通快递"),
            "465": say("邮政 EMS"),
            "3046": say("德邦快递"),
            "1274": say("自己送货"),
        },
    ),
}
