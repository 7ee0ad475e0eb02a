"""Scorecards."""

from django.urls import path

from paidang.portal.views import (
    scorecard,
    scorecard_acts,
    scorecard_ranking,
    scorecard_ratings,
    scorecard_report,
    scorecard_rows,
)

urlpatterns = [
    path("scorecard", scorecard.scorecard, name="scorecard"),
    path("scorecard/csv", scorecard_acts.scorecard_csv, name="scorecard_csv"),
    path("scorecard/ratings", scorecard_ratings.scorecard_ratings, name="scorecard_ratings"),
    path("scorecard/ranking", scorecard_ranking.scorecard_ranking, name="scorecard_ranking"),
    path("scorecard/<str:code>/ratings", scorecard_ratings.scorecard_rate, name="scorecard_rate"),
    path(
        "scorecard/<str:code>/ratings/<str:sha256>",
        scorecard_ratings.scorecard_rating_file,
        name="scorecard_rating_file",
    ),
    path("scorecard/report", scorecard_report.scorecard_report, name="scorecard_report"),
    path("scorecard/<str:code>/reports", scorecard_report.scorecard_issue, name="scorecard_issue"),
    path(
        "scorecard/<str:code>/reports/<int:number>",
        scorecard_report.scorecard_issued,
        name="scorecard_issued",
    ),
    path("scorecard/<str:code>/rows", scorecard_rows.scorecard_rows, name="scorecard_rows"),
    path("scorecard/<str:code>/targets", scorecard_acts.scorecard_propose, name="scorecard_propose"),
    path(
        "scorecard/<str:code>/targets/<int:number>", scorecard_acts.scorecard_answer, name="scorecard_answer"
    ),
    path("scorecard/<str:code>/comment", scorecard_acts.scorecard_comment, name="scorecard_comment"),
]
