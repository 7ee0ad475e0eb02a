"""Targets that both sides agree, what each side says to a month, ratings of stores."""

from paidang.scorecards.actions.ratings import enter_rating, import_ratings
from paidang.scorecards.actions.recording import UnableToScore
from paidang.scorecards.actions.reports import issue_report
from paidang.scorecards.actions.targets import answer_target, comment_month, propose_target

__all__ = [
    "UnableToScore",
    "answer_target",
    "comment_month",
    "enter_rating",
    "import_ratings",
    "issue_report",
    "propose_target",
]
