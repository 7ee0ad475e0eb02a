"""What a task's latest version is in, whose turn it is, and what must stand before it goes before the public (TC 3.2)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.kit.sentence import Sentence, say
from paidang.kit.sides import other_side
from paidang.projects.rules.templates import PLATFORM

TODO, SUBMITTED, RETURNED, CONFIRMED, PUBLISHED = "todo", "submitted", "returned", "confirmed", "published"
STATES: dict[str, Sentence] = {
    TODO: say("还没提交"),
    SUBMITTED: say("等书面确认"),
    RETURNED: say("退回重做"),
    CONFIRMED: say("已书面确认"),
    PUBLISHED: say("已发布"),
}
SIDE_WORDS: dict[str, Sentence] = {"a": say("甲方"), "b": say("乙方"), PLATFORM: say("平台")}
DELIVER, REDO, ANSWER, PUBLISH = "deliver_task", "redo_delivery", "answer_delivery", "publish_delivery"


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, and to do what; the kinds are those of the duties."""

    side: str
    kind: str


def is_done(state: str, *, is_public: bool) -> bool:
    """Whether nothing is left to do: published where it goes before the public, else confirmed."""
    return state == (PUBLISHED if is_public else CONFIRMED)


@clause("OP-2-B-3", "OP-2-A-4", "OP-4-B-2", "TC-3-2")
def turn_of(side: str, state: str, *, is_public: bool, is_change: bool = False) -> Turn | None:
    """Whose turn a task is; None: it is done, or a change of what was done was returned, and what stands stands on. What
    the platform does, the agency follows up and tells."""
    if is_done(state, is_public=is_public) or is_change and state == RETURNED:
        return None
    doer = "b" if side == PLATFORM else side
    return {
        TODO: Turn(doer, DELIVER),
        RETURNED: Turn(doer, REDO),
        SUBMITTED: Turn(other_side(doer), ANSWER),
        CONFIRMED: Turn(doer, PUBLISH),
        PUBLISHED: Turn(doer, DELIVER),
    }[state]


def digest_of(
    *,
    task: str,
    version: int,
    words: str,
    link: str,
    lines: Sequence[Mapping[str, object]],
    files: Sequence[str],
) -> str:
    """The sha256 of all that a version is: what it belongs to, its words, link and lines, its files by their sha256."""
    whole = {
        "task": task,
        "version": version,
        "words": words,
        "link": link,
        "lines": list(lines),
        "files": sorted(files),
    }
    return hashlib.sha256(
        json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


@clause("TC-3-2")
def why_not_public(
    *,
    title: str,
    state: str,
    version: int,
    digest: str,
    confirmed_digest: str,
    before: Sequence[tuple[str, str]],
) -> Violation | None:
    """Why a version may not go before the public; None: it may.

    The brand's written word must stand for exactly this digest; `before` are the tasks that come first and are not done,
    each with whose turn it is.
    """
    if state == TODO:
        return _refused("NOTHING_SUBMITTED", say("“{title}”还没有提交", title=title), say("轮到乙方提交。"))
    if state == RETURNED:
        return _refused(
            "SIGN_OFF_MISSING",
            say("“{title}”第 {version} 版被甲方退回，没有书面确认", title=title, version=version),
            say("轮到乙方重做再提交。"),
        )
    if state == SUBMITTED or not confirmed_digest:
        return _refused(
            "SIGN_OFF_MISSING",
            say("缺甲方对“{title}”第 {version} 版的书面确认", title=title, version=version),
            say("轮到甲方确认或退回。"),
        )
    if confirmed_digest != digest:
        return _refused(
            "SIGN_OFF_OF_ANOTHER",
            say("甲方确认的不是“{title}”现在的内容", title=title),
            say("请提交新的一版，由甲方再确认。"),
        )
    if before:
        waits = [say("{title}（轮到{side}）", title=name, side=SIDE_WORDS[side]) for name, side in before]
        return _refused("BEFORE_MISSING", say("前面还有没做完的：{waits}", waits=waits), say("先做完这些。"))
    return None


def _refused(code: str, message: Sentence, remedy: Sentence) -> Violation:
    return Violation(code, message, "TC-3-2", {}, remedy)
