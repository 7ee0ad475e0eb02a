"""What is done in training: a course with lessons and quizzes, words for skills, criteria, advice, the hand-over."""

from paidang.training.actions.advice import advise, ask_advice, decide_advice, record_result
from paidang.training.actions.course import add_trainee, begin_course
from paidang.training.actions.criteria import (
    agree_criterion,
    confirm_criterion,
    meet_criterion,
    propose_criterion,
)
from paidang.training.actions.handover import (
    add_item,
    draw_up,
    drop_item,
    give_item,
    receive_item,
    sign_handover,
)
from paidang.training.actions.lesson_file import add_lessons
from paidang.training.actions.lessons import (
    add_lesson,
    add_material,
    hold_lesson,
    hold_product_training,
    move_lesson,
)
from paidang.training.actions.quiz import answer_quiz, set_quiz
from paidang.training.actions.recording import UnableToTrain
from paidang.training.actions.words import say_skill

__all__ = [
    "UnableToTrain",
    "add_item",
    "add_lesson",
    "add_lessons",
    "add_material",
    "add_trainee",
    "advise",
    "agree_criterion",
    "answer_quiz",
    "ask_advice",
    "begin_course",
    "confirm_criterion",
    "decide_advice",
    "draw_up",
    "drop_item",
    "give_item",
    "hold_lesson",
    "hold_product_training",
    "meet_criterion",
    "move_lesson",
    "propose_criterion",
    "receive_item",
    "record_result",
    "say_skill",
    "set_quiz",
    "sign_handover",
]
