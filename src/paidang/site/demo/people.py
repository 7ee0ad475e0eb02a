"""Team and training of the demo world: roles with people, a rota, a month of service, a course on its way."""

from datetime import datetime, timedelta

from paidang.kit.period import day_of
from paidang.promotions.actions import set_service_pace
from paidang.site.demo.acting import ActingAs
from paidang.site.demo.cast import AGENCY, BRAND
from paidang.staffing import actions as staffing
from paidang.team.models import Person
from paidang.training import actions as training
from paidang.training.models import Trainee
from paidang.training.rules.quiz import Question

LIN, XU, CHEN = (member.email for member in AGENCY.people)
SHEN, GU, LUO = (member.email for member in BRAND.people)
WORDS = {
    "goods": (3, 3),
    "listing": (3, 3),
    "shipping": (3, 3),
    "reception": (3, 2),
    "after_sales": (2, 2),
    "reports": (1, 0),
}
"""What agency and brand say of the one who learns most, by skill."""
OF_100_ORDERS, TALK_MINUTES = 40, 3
QUIZ = [
    Question(text="新品上架前谁确认图片？", choices=["乙方编辑", "甲方", "平台"], right=[1]),
    Question(text="改价前要看哪些？", choices=["最低零售价", "在途促销", "快递费"], right=[0, 1]),
]


def write_people(code: str, now: datetime, stores: list[str], acting_as: ActingAs) -> None:
    """What both sides put on record about people."""
    at = now - timedelta(days=40)
    _fill_roles(code, at, acting_as)
    _plan_shifts(code, now, acting_as)
    _serve(code, now, stores, acting_as)
    _teach(code, at, now, acting_as)


def _fill_roles(code: str, at: datetime, acting_as: ActingAs) -> None:
    with acting_as(CHEN) as chen:
        chen_id = chen.pk
    with acting_as(LUO) as luo:
        luo_id = luo.pk
    with acting_as(LIN) as lin:
        for role, who in (("project_manager", lin.pk), ("customer_service", chen_id), ("editor", chen_id)):
            staffing.name_post(person=lin, at=at, code=code, role=role, since=day_of(at), person_id=who)
        staffing.ask_consent(
            person=lin,
            at=at + timedelta(days=38),
            code=code,
            name="沐光摄影",
            scope="春茶新品 12 款的拍摄与修图",
        )
    with acting_as(SHEN) as shen:
        for role, who in (("project_manager", shen.pk), ("warehouse", luo_id)):
            staffing.name_post(person=shen, at=at, code=code, role=role, since=day_of(at), person_id=who)


def _plan_shifts(code: str, now: datetime, acting_as: ActingAs) -> None:
    """Customer service around the clock, its nights by a firm that the brand agreed to, and a packer on six days of seven."""
    at = now - timedelta(days=30)
    with acting_as(LIN) as lin:
        firm = staffing.ask_consent(
            person=lin,
            at=at - timedelta(days=2),
            code=code,
            name="晚亭客服",
            scope="每天 0 至 9 点的售前咨询",
        )
    with acting_as(SHEN) as shen:
        staffing.answer_consent(
            person=shen,
            at=at - timedelta(days=1),
            code=code,
            number=firm.number,
            sha256=firm.sha256,
            consents=True,
        )
    with acting_as(CHEN) as chen:
        chen_id = chen.pk
    for email, role, who, outside, weekdays, hours in (
        (LIN, "customer_service", chen_id, 0, range(1, 7), (9, 18)),
        (LIN, "customer_service", 0, 0, [7], (9, 24)),
        (LIN, "customer_service", 0, 0, range(1, 7), (18, 24)),
        (LIN, "customer_service", 0, firm.number, range(1, 8), (0, 9)),
        (LUO, "warehouse", 0, 0, range(1, 7), (9, 18)),
    ):
        with acting_as(email) as person:
            staffing.put_shifts(
                person=person, at=at, code=code, role=role, first=day_of(at), last=day_of(now) + timedelta(days=20),
                weekdays=weekdays, from_hour=hours[0], until_hour=hours[1],
                person_id=0 if outside else who or person.pk, firm=outside,
            )  # fmt: skip


def _serve(code: str, now: datetime, stores: list[str], acting_as: ActingAs) -> None:
    """Four weeks of figures, what inquiries take, a score sheet with two samples."""
    today = day_of(now)
    rows = [
        f"{today - timedelta(days=n)},{store},{60 + n % 7 * 9},{35 + n % 5 * 22},{54 + n % 7 * 8}"
        for n in range(1, 28)
        for store in stores[:2]
    ]
    content = "\n".join(["日期,店铺,会话数,首次响应秒,解决数", *rows]).encode()
    with acting_as(CHEN) as chen:
        staffing.hand_in_days(
            person=chen, at=now - timedelta(hours=3), code=code, content=content, stores=stores
        )
        set_service_pace(
            person=chen,
            at=now - timedelta(hours=3),
            code=code,
            of_100_orders=OF_100_ORDERS,
            minutes=TALK_MINUTES,
        )
    with acting_as(SHEN) as shen:
        at = now - timedelta(days=6)
        staffing.set_sheet(
            person=shen, at=at, code=code,
            criteria=[{"text": "先回应再查单", "weight": 40}, {"text": "不知道的不猜", "weight": 30}, {"text": "语气得体", "weight": 30}],
        )  # fmt: skip
        for about, marks, words in (("会话 20388", (5, 4, 5), ""), ("S-0001", (4, 3, 5), "退回地址说早了")):
            staffing.sample_service(
                person=shen,
                at=at,
                code=code,
                store=stores[0],
                about=about,
                marks=dict(enumerate(marks)),
                words=words,
            )


def _teach(code: str, at: datetime, now: datetime, acting_as: ActingAs) -> None:
    """A course of which two lessons were held, with words, criteria, a list and two pieces of advice."""
    with acting_as(LIN) as lin:
        training.begin_course(person=lin, at=at, code=code, starts_on=day_of(at))
    with acting_as(SHEN) as shen:
        people = {
            one.email: one.pk for one in Person.objects.filter(org_id=shen.org_id).select_related("account")
        }
        for email, job, skills in (
            (LUO, "店长", list(WORDS)),
            (GU, "运营", ["goods", "listing", "pages", "campaigns", "reports"]),
        ):
            training.add_trainee(
                person=shen, at=at, code=code, person_id=people[email], job=job, skills=skills
            )
    for level in (1, 2, 3):
        _say(code, at + timedelta(days=level * 9), level, acting_as)
    with acting_as(LIN) as lin:
        held_at = at + timedelta(days=5)
        for number in (1, 2):
            training.hold_lesson(
                person=lin, at=held_at, code=code, number=number, present=list(people.values())
            )
        training.set_quiz(person=lin, at=held_at, code=code, number=2, questions=QUIZ)
        for kind, name in (
            ("accounts", "京东主账号 qinglan-jd"), ("accounts", "天猫主账号 青岚旗舰店"), ("procedures", "退换货流程"),
            ("assets", "春季主图 48 张"),
        ):  # fmt: skip
            item = training.add_item(person=lin, at=at, code=code, kind=kind, name=name)
        training.give_item(person=lin, at=now - timedelta(days=2), code=code, item_id=item.pk)
        for text in ("自己上新连续 4 周", "首次响应 60 秒内"):
            training.propose_criterion(person=lin, at=at, code=code, text=text)
        training.ask_advice(
            person=lin,
            at=now - timedelta(days=9),
            code=code,
            question="主图要不要真人拿着杯子？",
            advice="要：3 张场景、2 张细节",
        )
        training.ask_advice(
            person=lin,
            at=now - timedelta(days=1),
            code=code,
            question="要不要报年货节预售？",
            advice="报 6 款，库存不够的不报",
        )
    with acting_as(SHEN) as shen:
        training.receive_item(person=shen, at=now - timedelta(days=1), code=code, item_id=item.pk)
        training.agree_criterion(person=shen, at=at + timedelta(days=1), code=code, number=1)
        training.decide_advice(person=shen, at=now - timedelta(days=8), code=code, number=1, decision="taken")
    with acting_as(LUO) as luo:
        training.answer_quiz(
            person=luo, at=at + timedelta(days=6), code=code, number=2, given={0: [1], 1: [0, 1]}
        )


def _say(code: str, at: datetime, level: int, acting_as: ActingAs) -> None:
    """Both sides' words up to one level, the agency's first."""
    for email, nth in ((LIN, 0), (SHEN, 1)):
        with acting_as(email) as person:
            trainee = Trainee.objects.order_by("pk")[0]
            for skill, words in WORDS.items():
                if words[nth] >= level:
                    training.say_skill(
                        person=person, at=at, code=code, trainee_id=trainee.pk, skill=skill, level=level
                    )
