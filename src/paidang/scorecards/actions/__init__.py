"""Targets that both sides agree, and what each side says to a month."""

from paidang.scorecards.actions.targets import (
    UnableToScore,
    answer_target,
    comment_month,
    propose_target,
)

__all__ = ["UnableToScore", "answer_target", "comment_month", "propose_target"]
