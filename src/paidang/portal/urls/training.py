"""Training, advice and hand-over."""

from django.urls import path

from paidang.portal.views import training, training_advice, training_handover, training_lesson, training_skill

urlpatterns = [
    path("training", training.training, name="training"),
    path("training/advice", training_advice.training_advice, name="training_advice"),
    path("training/handover", training_handover.training_handover, name="training_handover"),
    path("training/<str:code>/begin", training.training_begin, name="training_begin"),
    path("training/<str:code>/trainees", training.training_trainee, name="training_trainee"),
    path("training/<str:code>/calendar.ics", training.training_calendar, name="training_calendar"),
    path("training/<str:code>/product", training.training_product, name="training_product"),
    path(
        "training/<str:code>/skills/<int:trainee_id>/<str:skill>",
        training_skill.training_skill,
        name="training_skill",
    ),
    path("training/<str:code>/lessons", training_lesson.training_lesson_add, name="training_lesson_add"),
    path(
        "training/<str:code>/lessons/file",
        training_lesson.training_lessons_file,
        name="training_lessons_file",
    ),
    path("training/<str:code>/lessons/<int:number>", training_lesson.training_lesson, name="training_lesson"),
    path(
        "training/<str:code>/lessons/<int:number>/materials/<str:sha256>",
        training_lesson.training_material,
        name="training_material",
    ),
    path(
        "training/<str:code>/lessons/<int:number>/<str:act>",
        training_lesson.training_lesson_act,
        name="training_lesson_act",
    ),
    path("training/<str:code>/advice", training_advice.training_advice_ask, name="training_advice_ask"),
    path(
        "training/<str:code>/advice/<int:number>/<str:act>",
        training_advice.training_advice_act,
        name="training_advice_act",
    ),
    path("training/<str:code>/handover/pdf", training_handover.training_pdf, name="training_pdf"),
    path(
        "training/<str:code>/handover/<str:act>",
        training_handover.training_handover_act,
        name="training_handover_act",
    ),
]
