"""`manage words`: every Chinese word of a template or a view, and every sentence of `say`, has its English.

Adds to locale/en what is in use and not yet there (with an empty English), drops what is no longer in use, and writes
the .mo beside it. `--check` writes nothing and fails if anything is missing, empty, unused or not compiled.
"""

import ast
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template import TemplateSyntaxError, engines
from django.template.base import Node, NodeList
from django.template.library import SimpleBlockNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

# function -> which arguments are (context, singular, plural)
GETTEXT = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "say": (None, 0, None),
}
SAYS = re.compile(rf"\b(?:{'|'.join(GETTEXT)})\(")
IN_TAG = re.compile(r"""\b_\(\s*(["'])(.+?)\1\s*\)""")
HEADER = "# English of the interface; the msgids are the Chinese source. Kept by `manage words`.\n"

Word = tuple[str | None, str, str | None]  # context, text, plural


def words_of_template(source: str, place: str = "") -> Iterator[Word]:
    """What the template's {% translate %}, {% blocktranslate %} and _("…") say."""
    try:
        nodes: NodeList = engines["django"].from_string(source).template.nodelist  # type: ignore[attr-defined]
    except TemplateSyntaxError as error:
        raise CommandError(f"模板读不了：{place}：{error}") from error
    for node in _of_kind(nodes, TranslateNode):
        said = str(node.filter_expression.var.literal or node.filter_expression.var)
        yield _context(node), said.replace("%", "%%"), None  # as Django looks it up
    for node in _of_kind(nodes, BlockTranslateNode):
        singular, _vars = node.render_token_list(node.singular)
        plural, _vars = node.render_token_list(node.plural) if node.plural else (None, None)
        yield _context(node), singular, plural
    for match in IN_TAG.finditer(source):
        yield None, match[2], None


def _context(node: TranslateNode | BlockTranslateNode) -> str | None:
    return node.message_context.var if node.message_context else None


def _of_kind(nodes: NodeList, kind: type[Node]) -> Iterator[Any]:
    """All nodes of a kind, also within block tags of our own, into which Django itself does not look."""
    for node in nodes.get_nodes_by_type(Node):
        if isinstance(node, kind):
            yield node
        if isinstance(node, SimpleBlockNode):
            yield from _of_kind(node.nodelist, kind)


def words_of_module(source: str) -> Iterator[Word]:
    """What the module's calls of gettext and its kin and of `kit.sentence.say` say, where it is written out."""
    if not SAYS.search(source):
        return
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in GETTEXT:
            continue
        texts = [
            arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else None
            for arg in node.args
        ]
        context, singular, plural = (
            texts[at] if at is not None and at < len(texts) else None for at in GETTEXT[name]
        )
        if singular is not None:
            yield context, singular, plural


def words_in_use() -> dict[tuple[str | None, str], tuple[str | None, set[str]]]:
    """All of them: (context, text) -> (plural, the files that say it)."""
    found: dict[tuple[str | None, str], tuple[str | None, set[str]]] = {}
    for file in sorted(settings.BASE.rglob("*")):
        place = file.relative_to(settings.BASE).as_posix()
        if "/tests/" in place or "/migrations/" in place:
            continue
        if file.suffix == ".py":
            words = words_of_module(file.read_text())
        elif file.suffix in {".html", ".txt"} and "templates" in file.parts:
            words = words_of_template(file.read_text(), place)
        else:
            continue
        for context, text, plural in words:
            found.setdefault((context, text), (plural, set()))[1].add(place)
    return found


def catalogue_file() -> Path:
    """Where the English is."""
    return Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"


def read_catalogue() -> Catalog:
    """The English as it is on disk, empty if there is none yet."""
    file = catalogue_file()
    return read_po(io.BytesIO(file.read_bytes()), locale="en") if file.exists() else Catalog(locale="en")


FIXED_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it; the same words give the same bytes, so the header holds no time of now."""
    catalogue.creation_date = catalogue.revision_date = FIXED_DATE
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def _texts(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (str(message.string),)


def _slots(text: str) -> set[str]:
    """What is filled in: `%(n)s` in words of gettext, `{n}` or `{n:,}` in sentences."""
    return set(re.findall(r"%\(\w+\)|\{\w*[^{}]*\}", text))


def problems() -> list[str]:
    """What is wrong with the English, a line each."""
    used, catalogue = words_in_use(), read_catalogue()
    known = {
        (message.context, message.id if isinstance(message.id, str) else message.id[0]): message
        for message in catalogue
        if message.id
    }
    found = [
        f"没有英文：{text}（{'、'.join(sorted(places))}）"
        for (context, text), (_p, places) in used.items()
        if (context, text) not in known
    ]
    for (context, text), message in known.items():
        if (context, text) not in used:
            found.append(f"不再使用：{text}")
        elif not all(_texts(message)):
            found.append(f"英文是空的：{text}")
        elif any(_slots(english) != _slots(text) for english in _texts(message)):
            found.append(f"占位符不一致：{text}")
    mo = catalogue_file().with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(catalogue):
        found.append("django.mo 不是由 django.po 编出来的：运行 manage words")
    return found


def update() -> int:
    """Bring the catalogue in line with what is in use; answer how many still have no English."""
    old, new = read_catalogue(), Catalog(locale="en", header_comment=HEADER, fuzzy=False, charset="utf-8")
    missing = 0
    for (context, text), (plural, _places) in sorted(
        words_in_use().items(), key=lambda item: (item[0][1], item[0][0] or "")
    ):
        known = old.get(text, context)
        new.add((text, plural) if plural else text, string=known.string if known else None, context=context)
        missing += not (known and all(_texts(known)))
    file = catalogue_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, new, no_location=True, width=0)
    # babel stamps the hour; a file that changes by itself would be in every commit
    steady = re.sub(
        rb'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Project-Id-Version|Report-Msgid-Bugs-To|Last-Translator|Language-Team):.*\n',
        b"",
        out.getvalue(),
    )
    file.write_bytes(steady)
    file.with_suffix(".mo").write_bytes(compiled(read_catalogue()))
    return missing


class Command(BaseCommand):
    help = "Keep the English of the interface in line with its Chinese."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing, fail if something is missing"
        )

    def handle(self, *args: object, **options: object) -> None:
        if not options["check"]:
            missing = update()
            self.stdout.write(f"{catalogue_file()}: {missing} 条还没有英文" if missing else "英文齐全")
            return
        if found := problems():
            raise CommandError(
                "\n".join(
                    [
                        *found,
                        "补上英文：先运行 manage words，再填 locale/en/LC_MESSAGES/django.po，再运行一次。",
                    ]
                )
            )
        self.stdout.write("英文齐全")
