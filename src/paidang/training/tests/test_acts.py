"""What is done in training, by whom, and what stands in the way: one course from its first lesson to the signed protocol."""

import hashlib
from collections.abc import Iterator

import pytest
from tests.cast import acting, agree_on, shanghai
from tests.reading import WITH_TRAINING

from paidang.duties.models import Duty
from paidang.duties.queries import list_done
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound, UnableTo
from paidang.training import actions
from paidang.training.models import Handover, HandoverItem, Lesson, QuizAnswer, SkillWord, Trainee
from paidang.training.queries import get_team
from paidang.training.queries.handover import list_missing
from paidang.training.rules.curriculum import LESSONS, SKILLS
from paidang.training.rules.quiz import Question

AT = shanghai("2026-03-13 10:00")
QUIZ = [
    Question(text="主图几张", choices=["3", "5"], right=[1]),
    Question(text="哪些要改价", choices=["直播间", "详情页", "线下"], right=[0, 1]),
]


@pytest.fixture
def lin(agency):
    return agency.manager


@pytest.fixture
def shen(brand):
    return brand.manager


@pytest.fixture
def luo(brand):
    return brand.people["brand_warehouse"]


@pytest.fixture
def course(contract_in_force, lin, shen, luo) -> Iterator[str]:
    """Begun, with one who learns everything."""
    code = contract_in_force.code
    with acting(lin):
        actions.begin_course(person=lin, at=AT, code=code, starts_on=AT.date())
    with acting(shen):
        actions.add_trainee(person=shen, at=AT, code=code, person_id=luo.pk, job="店长", skills=list(SKILLS))
    return code


def word(person, code, skill, level, reason=""):
    with acting(person):
        trainee = Trainee.objects.get()
        return actions.say_skill(
            person=person, at=AT, code=code, trainee_id=trainee.pk, skill=skill, level=level, reason=reason
        )


def refused(expected: str, call, **given) -> None:
    with pytest.raises(UnableTo) as error:
        call(at=AT, **given)
    assert error.value.code == expected, error.value


def test_a_course_has_its_lessons_and_is_begun_once(course, lin, shen, luo, outsider_manager):
    with acting(lin):
        assert Lesson.objects.count() == len(LESSONS)
        refused("BEGUN", actions.begin_course, person=lin, code=course, starts_on=AT.date())
        entry = Entry.objects.get(act="training.begun")
        assert (entry.facts["months"], entry.facts["lessons"]) == (6, len(LESSONS))
    with acting(shen), pytest.raises(NotAllowed):
        actions.begin_course(person=shen, at=AT, code=course, starts_on=AT.date())
    with acting(shen), pytest.raises(NotFound):  # a trainee is one of the brand's own people
        actions.add_trainee(person=shen, at=AT, code=course, person_id=lin.pk, job="运营", skills=["goods"])
    with acting(outsider_manager), pytest.raises(NotFound):
        actions.begin_course(person=outsider_manager, at=AT, code=course, starts_on=AT.date())
    with acting(outsider_manager):
        assert not Trainee.objects.exists() and not Lesson.objects.exists()


def test_a_lesson_is_held_once_and_its_quiz_answered_once(course, lin, shen, luo):
    with acting(lin):
        moved = {"person": lin, "code": course, "number": 1}
        actions.move_lesson(at=AT, **moved, planned_on=shanghai("2026-03-16 09:00").date(), teacher_id=lin.pk)
        refused("NOBODY_PRESENT", actions.hold_lesson, **moved, present=[lin.pk])
        assert actions.hold_lesson(at=AT, **moved, present=[luo.pk, lin.pk]).present == [luo.pk]
        refused("WRONG_STATE", actions.hold_lesson, **moved, present=[luo.pk])
        refused(
            "QUIZ_WRONG",
            actions.set_quiz,
            **moved,
            questions=[Question(text="?", choices=["1", "2"], right=[])],
        )
        actions.set_quiz(at=AT, **moved, questions=QUIZ)
        first = actions.add_material(at=AT, **moved, name="../讲义.pdf", content=b"%PDF-1.7 x")
        assert actions.add_material(at=AT, **moved, name="again.pdf", content=b"%PDF-1.7 x").pk == first.pk
        assert (first.name, first.sha256) == ("讲义.pdf", hashlib.sha256(b"%PDF-1.7 x").hexdigest())
        with pytest.raises(NotAllowed):  # who does not learn does not answer
            actions.answer_quiz(person=lin, at=AT, code=course, number=1, given={0: [1], 1: [0, 1]})
    with acting(luo):
        quiz = {"person": luo, "code": course, "number": 1}
        refused("QUIZ_INCOMPLETE", actions.answer_quiz, **quiz, given={0: [1]})
        assert actions.answer_quiz(at=AT, **quiz, given={0: [1], 1: [0]}).score == 50
        refused("ANSWERED", actions.answer_quiz, **quiz, given={0: [1], 1: [0, 1]})
        assert QuizAnswer.objects.get().score == 50
    with acting(lin):
        refused("ANSWERED", actions.set_quiz, person=lin, code=course, number=1, questions=QUIZ)


def test_alone_takes_both_words_step_by_step(course, lin, shen, luo, brand, outsider_manager):
    with pytest.raises(UnableTo):
        word(lin, course, "goods", 2)
    for level in (1, 2, 3):
        word(lin, course, "goods", level)
        word(shen, course, "goods", level)
    with acting(lin):
        team = get_team(Trainee.objects.get().contract)
        assert list(team.words.values()).count(team.words[Trainee.objects.get().pk, "goods"]) == 1
        assert "技能“商品知识”还没有人被双方说独立" not in list_missing(Trainee.objects.get().contract)
    with pytest.raises(UnableTo) as error:
        word(shen, course, "goods", 2)
    assert error.value.code == "WORDS_MISSING"
    word(shen, course, "goods", 2, "退货话术还要人看")
    with acting(lin):
        assert SkillWord.objects.count() == 7
        assert "技能“商品知识”还没有人被双方说独立" in list_missing(Trainee.objects.get().contract)
        assert Entry.objects.filter(act="training.brand_word").count() == 4
    with pytest.raises(NotAllowed):
        word(brand.finance, course, "goods", 3)
    with acting(shen):
        trainee = Trainee.objects.get()
    with acting(outsider_manager), pytest.raises(NotFound):
        actions.say_skill(
            person=outsider_manager, at=AT, code=course, trainee_id=trainee.pk, skill="goods", level=3
        )


def test_the_brands_product_training_closes_the_duty_of_its_quarter(agency, brand, lin, shen):
    contract = agree_on(brand=brand, agency=agency, read=WITH_TRAINING)
    held = {"code": contract.code, "key": "train_product:2026-03-01", "title": "春茶新品", "words": ""}
    with acting(lin):
        assert actions.begin_course(person=lin, at=AT, code=contract.code, starts_on=AT.date()).months == 4
        with pytest.raises(NotAllowed):
            actions.hold_product_training(person=lin, at=AT, **held, present=[lin.pk])
    with acting(shen):
        refused("NOBODY_PRESENT", actions.hold_product_training, person=shen, **held, present=[shen.pk])
        refused(
            "NOT_DUE",
            actions.hold_product_training,
            person=shen,
            **held | {"key": "contract_ends"},
            present=[lin.pk],
        )
        lesson = actions.hold_product_training(person=shen, at=AT, **held, present=[lin.pk, shen.pk])
        assert (lesson.present, lesson.of_duty) == ([lin.pk], held["key"])
        assert list_done(contract.pk)[held["key"]].note == "春茶新品"
        refused("NOT_DUE", actions.hold_product_training, person=shen, **held, present=[lin.pk])


def test_advice_goes_from_question_to_result(course, lin, shen):
    with acting(shen):
        actions.ask_advice(person=shen, at=AT, code=course, question="主图要不要真人穿？")
        assert list(Duty.objects.filter(closed_at=None).values_list("kind", "side")) == [("give_advice", "b")]
        with pytest.raises(NotAllowed):
            actions.advise(person=shen, at=AT, code=course, number=1, advice="要")
        refused("WRONG_STATE", actions.decide_advice, person=shen, code=course, number=1, decision="taken")
    with acting(lin):
        actions.advise(person=lin, at=AT, code=course, number=1, advice="要，3 张场景")
        assert Duty.objects.get(closed_at=None).kind == "decide_advice"
    with acting(shen):
        refused("WORDS_MISSING", actions.decide_advice, person=shen, code=course, number=1, decision="left")
        actions.decide_advice(person=shen, at=AT, code=course, number=1, decision="taken")
        assert not Duty.objects.filter(closed_at=None).exists()
        actions.record_result(person=shen, at=AT, code=course, number=1, result="点击率 2.1% → 2.9%")
        refused("WRONG_STATE", actions.record_result, person=shen, code=course, number=1, result="再写")


def test_the_protocol_opens_when_all_is_there_and_both_sign_it(course, lin, shen, luo):
    with acting(lin):
        refused("NOT_READY", actions.draw_up, person=lin, code=course)
    for skill in SKILLS:
        for level in (1, 2, 3):
            word(lin, course, skill, level)
            word(shen, course, skill, level)
    with acting(lin):
        actions.propose_criterion(person=lin, at=AT, code=course, text="自己上新连续 4 周")
        with pytest.raises(NotAllowed):
            actions.agree_criterion(person=lin, at=AT, code=course, number=1)
        refused(
            "SECRET_IN_LIST",
            actions.add_item,
            person=lin,
            code=course,
            kind="accounts",
            name="主账号 密码：abc123",
        )
        item = actions.add_item(person=lin, at=AT, code=course, kind="accounts", name="京东主账号 qinglan-01")
        again = actions.add_item(
            person=lin, at=AT, code=course, kind="accounts", name="京东主账号 qinglan-01"
        )
        mistyped = actions.add_item(person=lin, at=AT, code=course, kind="data", name="定单导出")
        actions.drop_item(person=lin, at=AT, code=course, item_id=mistyped.pk)
        assert again.pk == item.pk and HandoverItem.objects.count() == 1
    with acting(shen):
        actions.agree_criterion(person=shen, at=AT, code=course, number=1)
        actions.meet_criterion(person=shen, at=AT, code=course, number=1, proof="上新记录 3 月 4 次")
        with pytest.raises(NotAllowed):
            actions.confirm_criterion(person=shen, at=AT, code=course, number=1)
        refused("NOT_GIVEN", actions.receive_item, person=shen, code=course, item_id=item.pk)
    with acting(lin):
        actions.confirm_criterion(person=lin, at=AT, code=course, number=1)
        actions.give_item(person=lin, at=AT, code=course, item_id=item.pk)
        refused("GIVEN", actions.drop_item, person=lin, code=course, item_id=item.pk)
        with pytest.raises(UnableTo) as error:
            actions.draw_up(person=lin, at=AT, code=course)
        assert "移交清单还有 1 件没有收讫" in str(error.value) and "没有达到" not in str(error.value)
    with acting(luo):
        actions.receive_item(person=luo, at=AT, code=course, item_id=item.pk)
    with acting(lin):
        drawn = actions.draw_up(person=lin, at=AT, code=course)
        assert drawn.sha256 == hashlib.sha256(bytes(drawn.document)).hexdigest()
        refused("DRAWN_UP", actions.add_item, person=lin, code=course, kind="data", name="订单导出")
        refused("OTHER_DOCUMENT", actions.sign_handover, person=lin, code=course, sha256="0" * 64)
        actions.sign_handover(person=lin, at=AT, code=course, sha256=drawn.sha256)
        refused("SIGNED", actions.sign_handover, person=lin, code=course, sha256=drawn.sha256)
        assert Duty.objects.get(kind="sign_handover", closed_at=None).side == "a"
    with acting(shen):
        signed = actions.sign_handover(person=shen, at=AT, code=course, sha256=drawn.sha256)
        content = bytes(Handover.objects.get().signed or b"")
        assert content.startswith(b"%PDF") and hashlib.sha256(content).hexdigest() == signed.signed_sha256
        assert Entry.objects.get(act="training.handover_done").facts["sha256"] == signed.signed_sha256
