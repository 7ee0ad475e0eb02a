"""Acts under “Team and service”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "staffing.named": ("定 {who} 担任{role}，{day} 起", "filled the role {role_en} with {who} from {day}"),
    "staffing.taken_over": ("接手了{role}", "took over the role {role_en}"),
    "staffing.away": (
        "{role} 在 {from} 至 {until} 由 {cover} 顶班",
        "had the role {role_en} covered by {cover} from {from} to {until}",
    ),
    "staffing.shifts_put": ("排了 {count} 个{role}的班", "planned {count} shift(s) of {role_en}"),
    "staffing.shift_dropped": ("取消 {day} 的一个班", "dropped a shift of {day}"),
    "staffing.consent_asked": ("请求外包 {number}", "asked for consent to sub-contractor {number}"),
    "staffing.consented": ("书面同意外包 {number}", "consented in writing to sub-contractor {number}"),
    "staffing.consent_refused": ("不同意外包 {number}", "refused sub-contractor {number}"),
    "staffing.consent_withdrawn": (
        "撤回对外包 {number} 的同意，{day} 起：{roles} 个角色空出，{shifts} 个班取消",
        "withdrew the consent to sub-contractor {number} from {day}: {roles} role(s) opened, {shifts} shift(s) dropped",
    ),
    "staffing.withdrawal_noted": (
        "已知悉外包 {number} 的同意撤回",
        "knows that the consent to sub-contractor {number} is withdrawn",
    ),
    "staffing.service_days": ("上传客服数据 {count} 行", "handed in {count} day(s) of customer service"),
    "staffing.sheet_set": ("定客服评分表第 {number} 版", "set version {number} of the score sheet"),
    "staffing.sampled": ("抽查客服 {number}：{score} 分", "sampled service {number}: {score} point(s)"),
    "staffing.sample_agreed": (
        "认可客服抽查 {number}：{score} 分",
        "agreed to service sample {number}: {score} point(s)",
    ),
    "staffing.sample_contested": (
        "对客服抽查 {number} 的 {count} 条提出异议",
        "contested {count} criteria of service sample {number}",
    ),
    "staffing.sample_decided": (
        "决定客服抽查 {number} 的异议：{was} 分 → {score} 分",
        "decided what was contested of service sample {number}: from {was} to {score} point(s)",
    ),
}
