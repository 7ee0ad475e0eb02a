"""The hand-over protocol of a training (移交书): who works alone in what, the criteria with their proof, all that was transferred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .typesetting import clock, typeset

SIDES = {"a": "品牌方", "b": "代运营方"}
Signature = tuple[str, str, str, str, str]
"""Side, organisation, person, moment (ISO), digest of the document that was signed."""


@dataclass(frozen=True, slots=True)
class HandoverPaper:
    """What is printed. Chinese alone: it is a document of the contract. Without signatures it is the paper to be signed."""

    contract_title: str
    contract_code: str
    brand: str
    agency: str
    skills: Sequence[Sequence[str]]
    criteria: Sequence[Sequence[str]]
    items: Sequence[Sequence[str]]
    signatures: Sequence[Signature]


def handover_pdf(paper: HandoverPaper, made_at: datetime) -> bytes:
    """Set the protocol on A4, PDF/A-2b; the same input gives the same bytes."""
    data: dict[str, object] = {
        "lang": "zh",
        "t": {
            "page": "第{n}页，共{total}页",
            "s.glyphs": "字体里没有的字",
            "n.glyphs": "以下字符的编码：",
        },
        "title": "培训移交书",
        "contract_line": f"{paper.contract_title} · {paper.contract_code}",
        "running": ["培训移交书", paper.contract_code],
        "parties": [[SIDES["a"], paper.brand], [SIDES["b"], paper.agency]],
        "sentence": "双方确认：品牌方团队已能按下列技能独立操作店铺，下列标准均已达到，下列各项均已移交并收讫。"
        "自双方签署之日起，代运营方退出运营培训。",
        "skills": [list(row) for row in paper.skills],
        "criteria": [list(row) for row in paper.criteria],
        "items": [list(row) for row in paper.items],
        "signatures": [
            [SIDES[side], org, person, clock(at), digest]
            for side, org, person, at, digest in paper.signatures
        ],
    }
    return typeset("handover", data, made_at)
