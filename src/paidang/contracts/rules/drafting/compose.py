"""A draft becomes a text: the clauses that are in, numbered, their references resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from paidang.contracts.rules.drafting.library import CLAUSES
from paidang.contracts.rules.drafting.model import SLOT, Clause, Draft, slots
from paidang.contracts.rules.drafting.wording import write
from paidang.contracts.rules.reading.vocabulary import TERMS

HAN = "零一二三四五六七八九"
LAW = "中华人民共和国民法典"
HEADS: tuple[tuple[str, str, str], ...] = (
    ("representative", "法定代表人", "Legal representative"),
    ("address", "地址", "Address"),
    ("contact", "联系人", "Contact"),
)
ROLES = {"a": ("甲方（品牌方）", "brand"), "b": ("乙方（代运营方）", "agency")}
ANNEXES: tuple[tuple[str, str, str], ...] = (
    ("money.formula.factory_price", "出厂价格表", "Factory prices"),
    ("op.floor", "最低限价表", "Least prices"),
    ("op.customer_service", "客户服务规范", "Customer service rules"),
)
"""What is annexed where a clause is in."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph; with `to`, the number of that clause."""

    text: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A clause with its number (8.2), its words, its English gloss and the terms it states."""

    id: str
    number: str
    pieces: tuple[Piece, ...]
    gloss: str
    states: Mapping[str, object]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @classmethod
    def of(cls, id: str, number: str, zh: str, en: str) -> "Paragraph":
        """A paragraph that states no term."""
        return cls(id, number, (Piece(zh),), en, {})

    def led_by(self, lead: str, *, turned: bool) -> "Paragraph":
        """The same behind other words; `turned`: for a contract that calls the agency 甲方."""
        pieces = [replace(piece, text=_turned(piece.text)) if turned else piece for piece in self.pieces]
        return replace(self, pieces=(Piece(lead), *pieces))


def _turned(text: str) -> str:
    return text.replace("甲方", "\0").replace("乙方", "甲方").replace("\0", "乙方")


@dataclass(frozen=True, slots=True)
class Section:
    """An article: 第八条, its heading, its paragraphs."""

    id: str
    number: str
    heading: str
    gloss: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class DraftText:
    """A composed contract: `front` are the lines of the parties, `signatures` those of each side."""

    title: str
    title_gloss: str
    number: str
    front: tuple[str, ...]
    preamble: str
    preamble_gloss: str
    sections: tuple[Section, ...]
    annexes: tuple[str, ...]
    signatures: tuple[tuple[str, ...], tuple[str, ...]]
    front_states: Mapping[str, object]

    @property
    def states(self) -> dict[str, object]:
        """All that the text says, by term."""
        said = dict(self.front_states)
        for section in self.sections:
            for paragraph in section.paragraphs:
                said |= paragraph.states
        return said

    def to_json(self) -> dict[str, object]:
        """What the printers set."""
        return {
            "title": self.title, "number": self.number, "front": list(self.front), "preamble": self.preamble,
            "sections": [
                {
                    "id": section.id, "number": section.number, "heading": section.heading,
                    "paragraphs": [
                        {"id": one.id, "number": one.number, "pieces": [[piece.text, piece.to] for piece in one.pieces]}
                        for one in section.paragraphs
                    ],
                }
                for section in self.sections
            ],
            "annexes": list(self.annexes), "signatures": [list(side) for side in self.signatures],
        }  # fmt: skip


def compose(draft: Draft) -> DraftText:
    """Compose the text of a draft; what is not answered is left out, so a draft grows as answers come.

    Every answer in it must be well-formed (`checks.malformed` finds none).
    """
    answers = draft.answers
    chosen = [
        (article, [CLAUSES[key] for key in article.clauses if is_in(CLAUSES[key], answers)])
        for article in draft.template.articles
    ]
    numbers: dict[str, str] = {}
    kept = [(article, clauses) for article, clauses in chosen if clauses]
    for at, (_article, clauses) in enumerate(kept, 1):
        numbers |= {clause.id: f"{at}.{nth}" for nth, clause in enumerate(clauses, 1)}
    sections = tuple(
        Section(
            article.id, f"第{han(at)}条", article.zh, article.en,
            tuple(paragraph_of(clause, answers, numbers) for clause in clauses),
        )
        for at, (article, clauses) in enumerate(kept, 1)
    )  # fmt: skip
    annexed = [zh for clause, zh, _en in ANNEXES if clause in numbers]
    front, front_states = _front(answers)
    subject, subject_en = draft.template.subject
    return DraftText(
        title=draft.template.title[0],
        title_gloss=draft.template.title[1],
        number=str(answers.get("contract.number") or ""),
        front=front,
        preamble=f"甲乙双方根据《{LAW}》等法律的规定，在平等、自愿、诚实信用的基础上，就{subject}协商一致，订立本合同。",
        preamble_gloss=f"Under the Civil Code and other laws, as equals and of their own will, the parties agree on {subject_en}.",
        sections=sections,
        annexes=tuple(f"附件{han(at)}：《{zh}》" for at, zh in enumerate(annexed, 1)),
        signatures=(signature_of("a", answers), signature_of("b", answers)),
        front_states=front_states | {"law.basis": [LAW]},
    )


def to_text(text: DraftText) -> str:
    """The contract as plain text, a paragraph a line."""
    lines = [text.title]
    if text.number:
        lines.append(f"合同编号：{text.number}")
    lines += ["", *text.front, "", text.preamble]
    for section in text.sections:
        lines += ["", f"{section.number} {section.heading}"]
        lines += [f"{paragraph.number} {paragraph.text}" for paragraph in section.paragraphs]
    if text.annexes:
        lines += ["", *text.annexes]
    for side in text.signatures:
        lines += ["", *side]
    return "\n".join(lines) + "\n"


def is_in(clause: Clause, answers: Mapping[str, object]) -> bool:
    """Whether a clause is in: its slots are answered and its conditions met."""
    return not unmet(clause, answers)


def unmet(clause: Clause, answers: Mapping[str, object]) -> list[str]:
    """The terms for which a clause is not in: whose conditions are not met, whose slots are not answered."""
    found = []
    for term, wanted in clause.when.items():
        answer = answers.get(term)
        if not (wanted(answer) if callable(wanted) else answer == wanted):
            found.append(term)
    return found + [name for name in slots(clause) if answers.get(name) is None]


def han(number: int) -> str:
    """A number below 100 as articles are numbered: 十二."""
    tens, ones = divmod(number, 10)
    words = "" if not tens else ("" if tens == 1 else HAN[tens]) + "十"
    return words + (HAN[ones] if ones or not tens else "")


def paragraph_of(clause: Clause, answers: Mapping[str, object], numbers: Mapping[str, str]) -> Paragraph:
    """A clause with its answers written in, under its number."""
    pieces: list[Piece] = []
    last = 0
    for match in SLOT.finditer(clause.zh):
        before = clause.zh[last : match.start()]
        if match["to"]:
            pieces += [
                Piece(before + "本合同第"),
                Piece(numbers[match["name"]], to=match["name"]),
                Piece("款"),
            ]
        else:
            pieces.append(Piece(before + write(match["name"], match["form"] or "", answers, "zh")))
        last = match.end()
    pieces.append(Piece(clause.zh[last:]))
    gloss = SLOT.sub(
        lambda match: (
            f"clause {numbers[match['name']]}"
            if match["to"]
            else write(match["name"], match["form"] or "", answers, "en")
        ),
        clause.en,
    )
    return Paragraph(
        clause.id, numbers[clause.id], tuple(p for p in pieces if p.text), gloss, states_of(clause, answers)
    )


def states_of(clause: Clause, answers: Mapping[str, object]) -> dict[str, object]:
    """The terms that a clause states with these answers, by term."""
    said = dict(clause.states)
    for name in slots(clause):
        if name in TERMS:
            said[name] = answers[name]
            if (kind := f"{name}.day_kind") in TERMS:
                said[kind] = answers.get(kind) or "calendar"
    return said


def _front(answers: Mapping[str, object]) -> tuple[tuple[str, ...], dict[str, object]]:
    lines: list[str] = []
    said: dict[str, object] = {}
    for side, (label, role) in ROLES.items():
        if name := answers.get(f"party.{side}.name"):
            lines.append(f"{label}：{name}")
            said |= {f"party.{side}.name": name, f"party.{side}.role": role}
        for key, word, _english in HEADS:
            if value := answers.get(f"party.{side}.{key}"):
                lines.append(f"{word}：{value}")
                if f"party.{side}.{key}" in TERMS:
                    said[f"party.{side}.{key}"] = value
    said |= {term: answers[term] for term in ("contract.number", "signed_on") if answers.get(term)}
    return tuple(lines), said


def signature_of(side: str, answers: Mapping[str, object]) -> tuple[str, ...]:
    """The lines on which a side signs."""
    word = ROLES[side][0][:2]
    day = write("signed_on", "", answers, "zh") if answers.get("signed_on") else ""
    return (
        f"{word}（盖章）：{answers.get(f'party.{side}.name') or ''}",
        "授权代表（签字）：",
        f"签订日期：{day}",
    )
