"""The states of a file and of a quarantined row, and which may follow which."""

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
    RECEIVED: "已收到",
    READ: "已试读",
    WRITING: "正在写入",
    WRITTEN: "已写入",
    UNCHANGED: "未变",
    REFUSED: "已拒绝",
    READ_PAUSED: "试读已暂停",
    WRITE_PAUSED: "写入已暂停",
    STOPPED: "已停止",
}

FOLLOWS: dict[str, frozenset[str]] = {
    RECEIVED: frozenset({READ, WRITING, WRITTEN, UNCHANGED, REFUSED, READ_PAUSED, STOPPED}),
    READ: frozenset({READ, WRITING, WRITTEN, UNCHANGED, REFUSED}),
    # READ: the write failed, nothing went in
    WRITING: frozenset({READ, WRITTEN, UNCHANGED, REFUSED, WRITE_PAUSED, STOPPED}),
    READ_PAUSED: frozenset({RECEIVED, STOPPED}),
    WRITE_PAUSED: frozenset({WRITING, STOPPED}),
    WRITTEN: frozenset(),
    UNCHANGED: frozenset(),
    REFUSED: frozenset(),
    STOPPED: frozenset(),
}

RUNNING = (RECEIVED, WRITING)
"""The worker has it, or will have."""
PAUSED = {RECEIVED: READ_PAUSED, WRITING: WRITE_PAUSED}
CONTINUED = {paused: running for running, paused in PAUSED.items()}

PAUSE, STOP = "pause", "stop"
HALTS = {PAUSE: "暂停", STOP: "停止"}

OPEN, FOUND, MENDED, DISCARDED = "open", "found", "mended", "discarded"

ROW_STATES = {OPEN: "待修", FOUND: "试读发现", MENDED: "已修好", DISCARDED: "已放弃"}


def may_follow(state: str, following: str) -> bool:
    """Whether a file in `state` may go to `following`."""
    return following in FOLLOWS[state]
