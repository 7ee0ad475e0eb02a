"""Acts under “Incidents”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "incident.reported": ("登记违约：{kind}", "reported an incident: {kind}"),
    "incident.file_added": ("存下证据 {name}", "kept the evidence {name}"),
    "incident.answered": ("答复违约：{verdict}", "answered the incident: {verdict}"),
    "incident.noticed": ("就违约发出通知 {number}", "served notice {number} on the incident"),
    "incident.closed": ("了结违约：{outcome}", "closed the incident: {outcome}"),
    "penalty.entered": (
        "登记平台处罚：{store} 扣 {points} 分，{amount}",
        "entered a platform's penalty: {store}, {points} point(s), {amount}",
    ),
    "penalty.fault_said": ("说明处罚是谁的过错：{fault}", "said whose fault the penalty is: {fault}"),
    "penalty.outcome": (
        "登记处罚的结果：{outcome}，{points} 分，{amount}",
        "recorded the penalty's outcome: {outcome}, {points} point(s), {amount}",
    ),
}
