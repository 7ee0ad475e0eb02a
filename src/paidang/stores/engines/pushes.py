"""Reading a message by its platform's own rules, and answering in its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from paidang.channels.link.pushing import BadPush, Pushed, Sent
from paidang.channels.renren import pushes as renren
from paidang.channels.shop import pushes as shop
from paidang.channels.wechat import pushes as wechat

PUSH_PATH = "/push/"
"""Where they come in, before the store's code."""
PUSHING = {"shop": shop.read, "wechat": wechat.read, "renren": renren.read}
"""The platforms that send messages to an address. JD and Taobao do not: theirs are asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    body: str
    content_type: str
    status: int = 200


def read_push(platform: str, values: Mapping[str, str], sent: Sent, at: datetime) -> Pushed:
    """What a message says; BadPush if it is not to be trusted."""
    return PUSHING[platform](values, sent, at)


def accepted(platform: str) -> Answer:
    """What the platform wants to hear of a message that is kept."""
    return Answer(*{"shop": shop.ANSWER, "wechat": wechat.ANSWER, "renren": renren.ANSWER}[platform])


def refused(platform: str, bad: BadPush) -> Answer:
    if platform == "renren":
        return Answer(renren.REFUSAL, "application/json", bad.status)
    return Answer(bad.code, "text/plain", bad.status)


def echoed(platform: str, values: Mapping[str, str], sent: Sent, at: datetime) -> Answer | None:
    """The answer to a platform that checks the address itself; None: it does not."""
    if platform != "wechat":
        return None
    return Answer(wechat.echo(values, sent.query, at), "text/plain")
