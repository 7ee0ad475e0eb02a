"""Acts under “Training and hand-over”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "training.begun": (
        "开始培训：{from} 起 {months} 个月，{lessons} 课",
        "began the training: {lessons} lesson(s) over {months} month(s) from {from}",
    ),
    "training.trainee": (
        "定 {who} 学 {skills} 项技能：{learns}",
        "said that {who} learns {skills} skill(s): {learns}",
    ),
    "training.lesson_planned": (
        "第 {number} 课（{skill}）排在 {day}",
        "planned lesson {number} ({skill}) for {day}",
    ),
    "training.lesson_held": (
        "上了第 {number} 课（{skill}），到场 {count} 人：{present}",
        "held lesson {number} ({skill}) with {count} present: {present}",
    ),
    "training.product_held": (
        "办了产品培训，乙方到场 {count} 人：{present}",
        "trained {count} of the agency in the products: {present}",
    ),
    "training.material_added": (
        "存下第 {number} 课（{skill}）的教材",
        "kept a file of lesson {number} ({skill})",
    ),
    "training.quiz_set": (
        "出了第 {number} 课（{skill}）的 {count} 道题",
        "set {count} question(s) for lesson {number} ({skill})",
    ),
    "training.quiz_answered": (
        "答了第 {number} 课（{skill}）的测验：{score} 分",
        "answered the quiz of lesson {number} ({skill}): {score} of 100",
    ),
    "training.agency_word": (
        "说 {who} 的“{skill}”到了“{level}”",
        "said that {who} has reached '{level}' in '{skill}'",
    ),
    "training.brand_word": (
        "说 {who} 的“{skill}”到了“{level}”",
        "said that {who} has reached '{level}' in '{skill}'",
    ),
    "training.criterion_proposed": ("提议独立的标准 {number}", "proposed criterion {number}"),
    "training.criterion_agreed": ("同意独立的标准 {number}", "agreed to criterion {number}"),
    "training.criterion_met": ("说标准 {number} 已达到", "said that criterion {number} is met"),
    "training.criterion_confirmed": ("确认标准 {number} 已达到", "confirmed that criterion {number} is met"),
    "training.advice_asked": ("记下问题 {number}", "asked question {number}"),
    "training.advice_given": ("对问题 {number} 给出建议", "advised on question {number}"),
    "training.advice_decided": ("对建议 {number} 作出决定", "decided on advice {number}"),
    "training.advice_result": ("记下建议 {number} 的结果", "wrote down what came of advice {number}"),
    "training.item_added": ("移交清单加一件（{kind}）", "put a thing on the hand-over list ({kind})"),
    "training.item_dropped": ("从移交清单拿掉一件（{kind}）", "took a thing off the hand-over list ({kind})"),
    "training.item_given": ("交出清单上的一件（{kind}）", "gave over a thing on the list ({kind})"),
    "training.item_received": ("收讫清单上的一件（{kind}）", "received a thing on the list ({kind})"),
    "training.handover_drawn": ("出具移交书", "drew up the hand-over protocol"),
    "training.handover_signed": ("签署移交书", "signed the hand-over protocol"),
    "training.handover_done": ("移交书双方签署完毕", "the hand-over protocol is signed by both"),
}
