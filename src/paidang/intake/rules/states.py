"""The states of a file and of a quarantined row, and which may follow which."""

from paidang.kit.sentence import say

RECEIVED, READ, WRITING, WRITTEN, UNCHANGED, REFUSED = (
    "received",
    "test_read",
    "writing",
    "written",
    "unchanged",
    "refused",
)
READ_PAUSED, WRITE_PAUSED, STOPPED = "read_paused", "write_paused", "stopped"

STATES = {
    RECEIVED: say("已收到"),
    READ: say("已试读"),
    WRITING: say("正在写入"),
    WRITTEN: say("已写入"),
    UNCHANGED: say("未变"),
    REFUSED: say("已拒绝"),
    READ_PAUSED: say("试读已暂停"),
    WRITE_PAUSED: say("写入已暂停"),
    STOPPED: say("已停止"),
}

FOLLOWS: dict[str, frozenset[str]] = {
    RECEIVED: frozenset({READ, WRITING, WRITTEN, UNCHANGED, REFUSED, READ_PAUSED, STOPPED}),
    # RECEIVED: a person said what its columns are, and it is read by that
    READ: frozenset({READ, RECEIVED, WRITING, WRITTEN, UNCHANGED, REFUSED}),
    # READ: the write failed, nothing went in
    WRITING: frozenset({READ, WRITTEN, UNCHANGED, REFUSED, WRITE_PAUSED, STOPPED}),
    READ_PAUSED: frozenset({RECEIVED, STOPPED}),
    WRITE_PAUSED: frozenset({WRITING, STOPPED}),
    WRITTEN: frozenset(),
    UNCHANGED: frozenset(),
    REFUSED: frozenset({RECEIVED}),
    STOPPED: frozenset(),
}

RUNNING = (RECEIVED, WRITING)
"""The worker has it, or will have."""
PAUSED = {RECEIVED: READ_PAUSED, WRITING: WRITE_PAUSED}
CONTINUED = {paused: running for running, paused in PAUSED.items()}

PAUSE, STOP = "pause", "stop"
HALTS = {PAUSE: say("暂停"), STOP: say("停止")}

OPEN, FOUND, MENDED, DISCARDED = "open", "found", "mended", "discarded"

ROW_STATES = {OPEN: "待修", FOUND: "试读发现", MENDED: "已修好", DISCARDED: "已放弃"}


def may_follow(state: str, following: str) -> bool:
    """Whether a file in `state` may go to `following`."""
    return following in FOLLOWS[state]
