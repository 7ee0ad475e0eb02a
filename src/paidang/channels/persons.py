"""Which fields and columns are about persons, by their names, in the words of all platforms and of people's own tables."""

import re
from functools import lru_cache

PERSONAL = re.compile(
    r"consignee|receiver|receipt_?name|buyer(?!_cod_fee)|customer_?(name|pin|tel|mobile|contact|account)|^pin$|open_?id|mobile|phone"
    r"|telephone|address|fullname|full_name|invoice|vat|taxpayer|nick|remark|memo|message|question|oaid|identity|id_?card|email"
    r"|收货人|收件人|姓名|电话|手机|联系人|联系方式|地址|会员名|昵称|旺旺|身份证|邮箱|抬头|税号|留言|备注|(买家|客户|顾客)(名|名称|账号|账户|号|id)?$",
    re.IGNORECASE,
)
"""No column that a format of orders reads is among them (`intake.tests.test_cut`)."""
STATES = re.compile(r"state|status", re.IGNORECASE)
"""A state's remark is the platform's own word, not a person's."""


@lru_cache(maxsize=1024)
def is_personal(name: str) -> bool:
    """Whether a field or column of this name is about a person.

    >>> [is_personal(name) for name in ("receiver_mobile", "收货地址", "买家会员名", "买家实付金额", "数量")]
    [True, True, True, False, False]
    """
    return bool(PERSONAL.search(name.strip())) and not STATES.search(name)
