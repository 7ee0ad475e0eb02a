"""Training, the advice log, the hand-over."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import acting

from paidang.api.tests.stories import Fields, Scene, Story, Told, csv, day, ids, just, now
from paidang.training import actions
from paidang.training.models import SkillWord
from paidang.training.rules.curriculum import SKILLS
from paidang.training.rules.ladder import ALONE

BRAND, LEARNER = "brand_manager", "brand_warehouse"


def learner(scene: Scene) -> Fields:
    return {"person_id": scene.who(LEARNER).pk, "job": "店长", "skills": ["goods", "listing"]}


def keep_trainee(scene: Scene, answer: dict) -> None:
    scene.ids |= {"trainee_id": answer["trainees"][0]["id"], "skill": "goods"}


def keep_file(scene: Scene, answer: dict) -> None:
    scene.ids["sha256"] = answer["materials"][0]["sha256"]


def keep_item(scene: Scene, answer: dict) -> None:
    scene.ids["item_id"] = answer["items"][0]["id"]


def with_id(role: str, name: str, **more: object) -> Callable[[Scene], Fields]:
    return lambda scene: {name: scene.who(role).pk, **more}


TRAINING = Story(
    "contract_in_force",
    [
        Told("begin_training", body=just()),
        Told("list_contract_people"),
        Told("add_one_trainee", BRAND, learner, keep_trainee),
        Told("say_word_on_skill", body=just(level=1)),
        Told("say_word_on_skill", BRAND, just(level=1)),
        Told(
            "plan_one_lesson", body=just(skill="goods", title="新品", planned_on=f"{day(4)}"), keep=ids(number="number")
        ),
        Told(
            "import_lessons",
            body=csv("日期,技能,课名", f"{day(5)},商品上架,标题怎么写", f"{day(6)},goods,卖点"), is_form=True,
        ),
        Told("list_all_lessons"),
        Told("move_one_lesson", body=with_id("agency_operator", "teacher_id", planned_on=f"{day(5)}")),
        Told(
            "hold_one_lesson", "agency_operator",
            lambda scene: {"present": [scene.who(LEARNER).pk], "words": "讲了三款"},
        ),
        Told(
            "add_one_material", body=lambda _scene: {"file": SimpleUploadedFile("讲义.pdf", b"%PDF-1.7 x")},
            keep=keep_file, is_form=True,
        ),
        Told("download_material", BRAND),
        Told("set_lesson_quiz", body=just(questions=[{"text": "主图几张", "choices": ["3", "5"], "right": [1]}])),
        Told("answer_lesson_quiz", LEARNER, just(answers=[[1]])),
        Told("get_one_lesson", BRAND),
        Told("get_training", BRAND),
    ],
)  # fmt: skip

ADVICE = Story(
    "contract_in_force",
    [
        Told("ask_for_advice", BRAND, just(question="要不要上直播"), ids(number="number")),
        Told("give_advice", body=just(advice="先试一场")),
        Told("decide_on_advice", BRAND, just(decision="taken")),
        Told("record_advice_result", body=just(result="卖了 40 只")),
        Told("list_all_advice"),
    ],
)


def all_alone(scene: Scene) -> None:
    """Somebody of the brand's does all of it alone, by both sides' word."""
    code, at, trainer, brand = scene.contract.code, now(), scene.who("agency_manager"), scene.who(BRAND)
    with acting(trainer):
        actions.begin_course(person=trainer, at=at, code=code, starts_on=day())
    with acting(brand):
        learns = actions.add_trainee(
            person=brand, at=at, code=code, person_id=scene.who(LEARNER).pk, job="店长", skills=list(SKILLS)
        )
    for side, person in (("a", brand), ("b", trainer)):
        with acting(person):
            SkillWord.objects.bulk_create(
                SkillWord(
                    contract=scene.contract, trainee=learns, skill=skill, side=side, level=ALONE, said_by=person, said_at=at
                )
                for skill in SKILLS
            )  # fmt: skip


def keep_digest(scene: Scene, answer: dict) -> None:
    scene.seen["sha256"] = answer["protocol"]["sha256"]


def seen(scene: Scene) -> Fields:
    return {"sha256": scene.seen["sha256"]}


HANDOVER = Story(
    "contract_in_force",
    [
        Told("propose_one_criterion", body=just(text="一周不问乙方"), keep=lambda scene, _a: scene.ids.update(number=1)),
        Told("agree_one_criterion", BRAND),
        Told("meet_one_criterion", body=just(proof="第 9 周记录")),
        Told("confirm_one_criterion", BRAND),
        Told("add_one_item", body=just(kind="accounts", name="京东主账号"), keep=keep_item),
        Told("give_one_item"),
        Told("receive_one_item", BRAND),
        Told("draw_up_protocol", keep=keep_digest),
        Told("download_protocol", BRAND),
        Told("sign_protocol", body=seen),
        Told("sign_protocol", BRAND, seen),
        Told("get_handover_state"),
    ],
    all_alone,
)  # fmt: skip
