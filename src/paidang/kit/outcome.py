"""The two ways a rule or an action says no: a `Violation` is a value, an `UnableTo` is raised."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from paidang.kit.sentence import say


@dataclass(frozen=True, slots=True)
class Violation:
    """What a rule found wrong: a stable code, the sentence for people, the clause, the facts, what to do next."""

    code: str
    message: str
    clause: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    remedy: str = ""

    def __str__(self) -> str:
        message, clause, remedy = self.message, self.clause, self.remedy
        if clause:
            return say("{message}（{clause}）。{remedy}", message=message, clause=clause, remedy=remedy)
        return say("{message}。{remedy}", message=message, remedy=remedy)


class UnableTo(Exception):
    """An action that may not or cannot be done; each action's module raises its own kind. HTTP 409."""

    status = 409
    code = "UNABLE"

    def __init__(self, message: str, *, code: str = "", clause: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.clause = clause
        self.remedy = remedy

    def __str__(self) -> str:
        return str(Violation(self.code, self.message, self.clause, {}, self.remedy))


class NotAllowed(UnableTo):
    """The person's role does not include this act. HTTP 403."""

    status = 403
    code = "NOT_ALLOWED"


class NotFound(UnableTo):
    """There is no such thing, or none that this organisation may see. HTTP 404."""

    status = 404
    code = "NOT_FOUND"
