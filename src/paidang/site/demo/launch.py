"""A launch of the demo world under way: a second shop on WeChat, with papers, a home page returned once, samples late."""

from datetime import datetime, timedelta

import typst
from noto_cjk_sans_otc import FONT_PATH

from paidang.duties.actions import Proof
from paidang.duties.rules.reminders import working_days_before
from paidang.kit.period import SHANGHAI, day_of
from paidang.printing.glyphs import FONT_FAMILY
from paidang.projects.actions import (
    answer_delivery,
    begin_project,
    give_paper,
    slip_task,
    submit_delivery,
)
from paidang.projects.models import Project, Task
from paidang.projects.queries.projects import get_standing_of
from paidang.site.demo.acting import ActingAs
from paidang.site.demo.cast import AGENCY, BRAND

LIN, SHEN, LUO = AGENCY.people[0].email, BRAND.people[0].email, BRAND.people[2].email
BEGAN_BEFORE = 9
"""Working days."""
PAPERS = (
    ("licence", "营业执照", None),
    ("trademark", "商标注册证", 1400),
    ("brand_use", "商标使用授权书", 23),
)
"""Kind, what is on it, days for which it is still good."""
PROCEDURE = """一、每天 10 点、15 点各建一个波次，按货位拣。
二、装箱前扫码核对，差一件不出单。
三、当天 17 点前交承运商，运单号当天回填。"""
AFTERSALES = """一、质量问题无条件退换，甲方付运费。
二、其他原因七天内可退，不影响二次销售才退。
三、收到退货一天内验收。"""
DONE = (
    ("qualification", "营业执照、商标证、授权书原件已寄，扫描件在证照里。"),
    ("application", "公众号认证与商户号材料一套，已交平台。"),
    ("review", "平台审核通过。"),
    ("account", "公众号已认证，商户号已开。"),
    ("plan", "首页按“秋茶上新”一条线，三屏；详情页统一六段。"),
    ("copy", "十二款的卖点、规格、冲泡方法，共十二页。"),
    ("procedures", PROCEDURE),
)
FROM_BRAND = ("qualification", "account", "copy")


def write_launch(code: str, now: datetime, acting_as: ActingAs) -> None:
    """What both sides did for the new shop in the last two weeks."""
    start = working_days_before(day_of(now), BEGAN_BEFORE)
    at = datetime(start.year, start.month, start.day, 10, 5, tzinfo=SHANGHAI)
    with acting_as(LIN) as lin:
        shop = begin_project(
            person=lin, at=at, code=code, kind="wechat", title="微信小店开店", starts_on=start
        )
    with acting_as(SHEN) as shen:
        for kind, title, days in PAPERS:
            until = day_of(now) + timedelta(days=days) if days else None
            file = Proof(f"{title}.pdf", _paper(title))
            give_paper(person=shen, at=at, code=code, kind=kind, file=file, valid_until=until)
    for n, (key, words) in enumerate(DONE, 1):
        doer, other = (SHEN, LIN) if key in FROM_BRAND else (LIN, SHEN)
        _submit(shop, doer, key, at + timedelta(days=n), acting_as, words=words)
        if key != "review":
            _answer(shop, other, key, at + timedelta(days=n, hours=3), acting_as)
    late = at + timedelta(days=6)
    with acting_as(LUO) as luo:
        samples = _number(shop, "samples")
        slip_task(
            person=luo,
            at=late,
            code=code,
            number=shop.number,
            task=samples,
            days=2,
            reason="四款要重新开模，先到八款",
        )
    home = Proof("首页主视觉.pdf", _paper("秋茶上新"))
    _submit(shop, LIN, "home", late, acting_as, files=[home], words="第一稿：主视觉与三屏。")
    _answer(shop, SHEN, "home", late + timedelta(hours=4), acting_as, reason="主图要用秋款，不要夏天那张。")
    _submit(
        shop, LIN, "home", now - timedelta(hours=3), acting_as, files=[home], words="第二稿：换成秋款主图。"
    )
    with acting_as(LIN) as lin:
        later = _number(shop, "aftersales")
        slip_task(
            person=lin,
            at=late,
            code=code,
            number=shop.number,
            task=later,
            days=6,
            reason="和平台的新规则对齐",
        )
    _submit(shop, LIN, "aftersales", now - timedelta(hours=2), acting_as, words=AFTERSALES)


def _number(shop: Project, key: str) -> int:
    return Task.objects.get(project=shop, key=key).number


def _submit(shop: Project, email: str, key: str, at: datetime, acting_as: ActingAs, **given: object) -> None:
    with acting_as(email) as person:
        submit_delivery(
            person=person, at=at, code=shop.contract.code, number=shop.number, task=_number(shop, key), **given  # type: ignore[arg-type]
        )  # fmt: skip


def _answer(
    shop: Project, email: str, key: str, at: datetime, acting_as: ActingAs, *, reason: str = ""
) -> None:
    """Confirm the latest version, or return it with a reason."""
    with acting_as(email) as person:
        number = _number(shop, key)
        latest = get_standing_of(shop, number).latest
        assert latest is not None, "it was submitted before"
        answer_delivery(
            person=person, at=at, code=shop.contract.code, number=shop.number, task=number, agree=not reason,
            digest=latest.digest, reason=reason,
        )  # fmt: skip


def _paper(title: str) -> bytes:
    """A page that says what it stands for."""
    page = f'#set page("a5")\n#set text(font: "{FONT_FAMILY}", lang: "zh")\n#align(center + horizon)[#text(24pt)[{title}]\n\n演示用，无效]'
    made: bytes = typst.compile(  # type: ignore[misc]  # its stub knows no bytes
        page.encode(), font_paths=[str(FONT_PATH.parent)], ignore_system_fonts=True
    )
    return made
