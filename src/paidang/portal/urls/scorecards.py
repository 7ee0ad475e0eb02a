"""Scorecards."""

from django.urls import path

from paidang.portal.views import scorecard, scorecard_acts

urlpatterns = [
    path("scorecard", scorecard.scorecard, name="scorecard"),
    path("scorecard/csv", scorecard_acts.scorecard_csv, name="scorecard_csv"),
    path("scorecard/<str:code>/targets", scorecard_acts.scorecard_propose, name="scorecard_propose"),
    path(
        "scorecard/<str:code>/targets/<int:number>", scorecard_acts.scorecard_answer, name="scorecard_answer"
    ),
    path("scorecard/<str:code>/comment", scorecard_acts.scorecard_comment, name="scorecard_comment"),
]
