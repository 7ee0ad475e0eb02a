"""Acts under “Pictures”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "studio.planned": ("把 {count} 张图放进拍摄清单", "put {count} picture(s) on the shot list"),
    "studio.handed_in": (
        "交第 {version} 版，摘要 {sha256:.12}",
        "handed in version {version}, digest {sha256:.12}",
    ),
    "studio.sent": ("把第 {version} 版送甲方确认", "sent version {version} to the brand"),
    "studio.approved": (
        "书面确认第 {version} 版可以对外发布，摘要 {sha256:.12}",
        "confirmed in writing that version {version} may be published, digest {sha256:.12}",
    ),
    "studio.returned": (
        "要求修改第 {version} 版，摘要 {sha256:.12}",
        "asked for changes of version {version}, digest {sha256:.12}",
    ),
    "studio.pinned": ("在第 {version} 版上写批注 {pin}", "wrote remark {pin} on version {version}"),
    "studio.replied": ("回复批注 {pin}", "replied to remark {pin}"),
    "studio.resolved": ("把批注 {pin} 标为已改", "marked remark {pin} as done"),
    "studio.right_recorded": ("登记授权，到 {until} 为止", "recorded a release until {until}"),
    "studio.page_begun": ("开始做页面", "began the page"),
    "studio.page_changed": ("改了页面的图文", "changed the page's pictures and texts"),
    "studio.page_submitted": (
        "把整页第 {edition} 稿送甲方确认，摘要 {sha256:.12}",
        "submitted edition {edition} of the whole page, digest {sha256:.12}",
    ),
    "studio.page_approved": (
        "书面确认整页第 {edition} 稿可以对外发布，摘要 {sha256:.12}",
        "confirmed in writing that edition {edition} may be published, digest {sha256:.12}",
    ),
    "studio.page_returned": (
        "要求修改整页第 {edition} 稿，摘要 {sha256:.12}",
        "asked for changes of edition {edition}, digest {sha256:.12}",
    ),
    "studio.page_published": (
        "发布整页第 {edition} 稿，摘要 {sha256:.12}",
        "published edition {edition}, digest {sha256:.12}",
    ),
    "studio.copy_asked": ("请甲方在 {due} 前交文案 {number}", "asked the brand for copy {number} by {due}"),
    "studio.copy_supplied": (
        "交文案 {number}，摘要 {sha256:.12}",
        "supplied copy {number}, digest {sha256:.12}",
    ),
}
