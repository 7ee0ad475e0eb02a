"""One web page that verifies a bundle with the network off: all it needs stands in the file itself (ADR 0030).

Beside this module lie its sources, small ES modules, and the part of hyparquet that they read Parquet with. `page` puts
them together: no bundler, nothing to install, the same bytes for the same sources.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from paidang.kit.holidays import NOTICES
from paidang.portal.templatetags._icons import ICONS
from paidang.settlement.rules import RULES_VERSION

FILE_NAME = "paidang-verify.html"
SOURCES = Path(__file__).parent
_STATIC = SOURCES.parent / "static" / "paidang"
_STYLES = ("tokens", "css/base", "css/frame", "css/controls", "css/parts", "css/lists", "css/object")
_DATA = "data.js"  # the one module that is not a file: what this page shares with the program it is made by

_IMPORT = re.compile(r"^import \{([^}]*)\} from ['\"](\.[^'\"]+)['\"];?$", re.M)
_EXPORT = re.compile(r"^export ((?:async )?function\*? (\w+)|(?:const|class) (\w+))", re.M)
_LEFT = re.compile(r"^(?:import|export)\b.*$", re.M)
_HOLE = re.compile(r"\{(icon \w+|\w+)\}")


@dataclass(frozen=True, slots=True)
class Page:
    """The file, and the policy that it carries: its own scripts and styles, a worker of its own, and nothing else."""

    content: bytes
    policy: str


@cache
def page() -> Page:
    """The page as it is served, mailed and kept."""
    script, theme = link("page.js"), (_STATIC / "js" / "theme.js").read_text("utf-8")
    style = "\n".join(
        [*((_STATIC / f"{name}.css").read_text("utf-8") for name in _STYLES), _source("page.css")]
    )
    policy = (
        f"default-src 'none'; script-src {_hash(script)} {_hash(theme)}; style-src {_hash(style)}; "
        "worker-src blob:; img-src data:; base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": policy,
        "style": style,
        "theme": theme,
        "licences": "hyparquet\n" + _source("hyparquet/LICENSE"),
        "engine": link("worker.js"),
        "page": script,
    }
    for name, text in parts.items():
        assert "</script" not in text and "-->" not in text, name
    icons = {
        f"icon {name}": f'<svg class="i" viewBox="0 0 16 16" aria-hidden="true">{path}</svg>'
        for name, path in ICONS.items()
    }
    filled = _HOLE.sub(lambda hole: {**parts, **icons}[hole[1]], _source("page.html"))
    return Page(filled.encode(), policy)


def link(entry: str) -> str:
    """One classic script of a module and all it imports: each module a function of its own, called in order."""
    modules = list(dict.fromkeys(_in_order(entry, ())))
    return '"use strict";\n' + "\n".join(_as_function(name) for name in modules)


def _in_order(name: str, above: tuple[str, ...]) -> Iterator[str]:
    """The modules that one imports, each before whoever needs it, and then itself."""
    assert name not in above, f"{name} imports itself by way of {above}"
    for _names, address in _IMPORT.findall(_source(name)):
        yield from _in_order(_beside(name, address), (*above, name))
    yield name


def _as_function(name: str) -> str:
    """`const m_NAME = (() => {…; return {its exports}})();` with its imports taken from those of others."""
    source = _source(name)
    exported = [function or other for _whole, function, other in _EXPORT.findall(source)]
    source = _IMPORT.sub(lambda found: _taken(found[1], _beside(name, found[2])), source)
    source = _EXPORT.sub(lambda found: found[1], source)
    left = _LEFT.search(source)
    assert left is None, f"{name}: {left and left[0]}"
    return f"// {name}\nconst {_variable(name)} = (() => {{\n{source}\nreturn {{ {', '.join(exported)} }};\n}})();"


def _taken(names: str, module: str) -> str:
    return f"const {{{names.replace(' as ', ': ')}}} = {_variable(module)};"


def _beside(name: str, address: str) -> str:
    """`./thrift.js` as hyparquet/column.js means it: hyparquet/thrift.js."""
    return ((SOURCES / name).parent / address).resolve().relative_to(SOURCES.resolve()).as_posix()


def _variable(name: str) -> str:
    return "m_" + re.sub(r"\W", "_", name.removesuffix(".js"))


def _source(name: str) -> str:
    return _data() if name == _DATA else (SOURCES / name).read_text("utf-8")


def _data() -> str:
    """The rules that the page carries out, and the State Council's calendar that they count by."""
    notices = {
        str(year): {"daysOff": notice.days_off, "makeUpDays": notice.make_up_days}
        for year, notice in NOTICES.items()
    }
    return (
        f"export const RULES = {json.dumps(RULES_VERSION)};\nexport const NOTICES = {json.dumps(notices)};\n"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
