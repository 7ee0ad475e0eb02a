"""The states of a file and of a quarantined row, and which may follow which."""

RECEIVED, READ, WRITING, WRITTEN, UNCHANGED, REFUSED = (
    "received",
    "test_read",
    "writing",
    "written",
    "unchanged",
    "refused",
)

STATES = {
    RECEIVED: "已收到",
    READ: "已试读",
    WRITING: "正在写入",
    WRITTEN: "已写入",
    UNCHANGED: "未变",
    REFUSED: "已拒绝",
}

FOLLOWS: dict[str, frozenset[str]] = {
    RECEIVED: frozenset({READ, WRITING, WRITTEN, UNCHANGED, REFUSED}),
    READ: frozenset({READ, WRITING, WRITTEN, UNCHANGED, REFUSED}),
    WRITING: frozenset({READ, WRITTEN, UNCHANGED, REFUSED}),  # READ: the write failed, nothing went in
    WRITTEN: frozenset(),
    UNCHANGED: frozenset(),
    REFUSED: frozenset(),
}

OPEN, FOUND, MENDED, DISCARDED = "open", "found", "mended", "discarded"

ROW_STATES = {OPEN: "待修", FOUND: "试读发现", MENDED: "已修好", DISCARDED: "已放弃"}


def may_follow(state: str, following: str) -> bool:
    """Whether a file in `state` may go to `following`."""
    return following in FOLLOWS[state]
