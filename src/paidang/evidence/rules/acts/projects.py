"""Acts under “Launch and delivery”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "project.begun": ("开始项目 {subject}，{starts_on} 起", "began the project {subject}, from {starts_on}"),
    "project.task_added": (
        "项目里加一件事 {subject}，{days} 个工作日",
        "added the task {subject} of {days} working day(s)",
    ),
    "project.slipped": (
        "{subject} 顺延 {days} 个工作日，整个项目到 {end}",
        "moved {subject} by {days} working day(s); the project ends on {end}",
    ),
    "project.slip_noted": (
        "知悉 {subject} 顺延 {days} 个工作日",
        "took note that {subject} moved by {days} working day(s)",
    ),
    "project.day_proposed": (
        "提议 {subject} 的约定日子从 {due_before} 改到 {due_on}",
        "proposed {subject} to be due on {due_on} instead of {due_before}",
    ),
    "project.day_agreed": (
        "同意 {subject} 的约定日子从 {due_before} 改到 {due_on}",
        "agreed that {subject} is due on {due_on} instead of {due_before}",
    ),
    "project.day_declined": (
        "不同意 {subject} 的约定日子从 {due_before} 改到 {due_on}",
        "did not agree that {subject} be due on {due_on} instead of {due_before}",
    ),
    "project.submitted": (
        "提交 {subject} 第 {version} 版，摘要 {digest:.12}",
        "submitted version {version} of {subject}, digest {digest:.12}",
    ),
    "project.changed": (
        "提交 {subject} 第 {version} 版，改第 {stands} 版，摘要 {digest:.12}",
        "submitted version {version} of {subject} to change version {stands}, digest {digest:.12}",
    ),
    "project.waited_for": ("开店要等 {subject}", "the opening waits for {subject}"),
    "project.not_waited_for": ("开店不必等 {subject}", "the opening does not wait for {subject}"),
    "project.confirmed": (
        "书面确认 {subject} 第 {version} 版，摘要 {digest:.12}",
        "confirmed version {version} of {subject} in writing, digest {digest:.12}",
    ),
    "project.returned": (
        "退回 {subject} 第 {version} 版，摘要 {digest:.12}",
        "returned version {version} of {subject}, digest {digest:.12}",
    ),
    "project.published": (
        "发布 {subject} 第 {version} 版，摘要 {digest:.12}",
        "published version {version} of {subject}, digest {digest:.12}",
    ),
    "project.exported": ("导出项目 {subject}，{rows} 件事", "exported the project {subject}, {rows} task(s)"),
    "paper.given": ("提供证照 {subject}", "supplied the paper {subject}"),
}
