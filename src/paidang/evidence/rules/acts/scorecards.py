"""Acts under “Scorecards”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "scorecards.target_proposed": (
        "提议评分卡目标 {number}（{from_month} 起）",
        "proposed scorecard target {number}, from {from_month} on",
    ),
    "scorecards.target_agreed": (
        "同意评分卡目标 {number}（{from_month} 起）",
        "agreed to scorecard target {number}, from {from_month} on",
    ),
    "scorecards.target_declined": ("不同意评分卡目标 {number}", "declined scorecard target {number}"),
    "scorecards.commented": (
        "写下对 {month} 的评语（第 {version} 版）",
        "commented on {month} (version {version})",
    ),
    "scorecards.comment_withdrawn": ("收回对 {month} 的评语", "took back the comment on {month}"),
    "scorecards.rated": (
        "登记店铺评分 {count} 条，来源文件存证",
        "recorded {count} store rating(s) with the file they come from",
    ),
    "scorecards.report_issued": (
        "出具 {month} 运营报告（第 {number} 份），摘要存证",
        "issued report {number} of operations, {month}, with its digest",
    ),
    "scorecards.report_taken": (
        "下载 {month} 运营报告的草稿，摘要存证",
        "took a draft of the report of operations, {month}, with its digest",
    ),
    "scorecards.exported": (
        "导出 {month} 评分卡：{rows} 行",
        "exported the scorecard of {month}: {rows} row(s)",
    ),
}
