"""Tags and filters of every page: `{% load paidang %}`.

Filters   worded · yuan · plain_yuan · percent · count · hms · digest · day · moment (with `day_text`, `moment_text` for attributes and titles)
Inline    {% icon "check" %} · {% ring "warn" %} · {% st "ok" word %} · {% clause "第三章 E 4" %} · {% term "fee.setup" %} · {% fig fen url %}
          {% party "a" %} · {% face person %} · {% meter ok=121 same=76 bad=3 label=… %} · {% logo %}
Blocks    {% panel title %}…{% endpanel %} · {% note "warn" %}…{% endnote %} · {% dialog "confirm" title %}…{% enddialog %}
Frame     {% pages as all %} · {% here as page %} · {% switcher as switch %}
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from paidang.contracts.models import Contract
from paidang.kit import money, sentence
from paidang.kit.period import SHANGHAI, day_of
from paidang.portal import queries
from paidang.portal.queries.items import name_of
from paidang.portal.rules.clause_words import clause_words, supplement_of
from paidang.portal.rules.term_words import term_label
from paidang.portal.templatetags._icons import ICONS
from paidang.team.models import Person
from paidang.team.rules.roles import BRAND, role_label

register = template.Library()

NOTHING = "—"
# What a state looks like when the page names no other icon: shape, word and colour always go together.
STATE_ICONS = {"ok": "check", "warn": "warn", "bad": "refused", "info": "clock", "me": "pen"}
RINGS = {"ok": "done", "warn": "half", "bad": "late", "wait": "waiting"}


def _english() -> bool:
    return (get_language() or "").startswith("en")


@register.filter
def worded(text: sentence.Fact) -> str:
    """What `kit.sentence.say` said, in the page's language; any other text as it is."""
    return sentence.worded(text, _)


@register.filter
def clause_text(reference: str) -> str:
    """A clause as people cite it, in the page's language; without a link."""
    return clause_words(reference, english=_english())


# Amounts, shares, counts


@register.filter
def yuan(fen: int | str | None) -> str:
    """`¥1,234.56`; what nobody knows is `—`, and so is a part ("") of what is not there."""
    return money.yuan(None if isinstance(fen, str) else fen)


@register.filter
def plain_yuan(fen: int) -> str:
    """`1234.56`: an amount as a form takes it."""
    return money.yuan_text(fen)


@register.filter
def short_yuan(fen: int) -> str:
    """`168` or `168.50`: whole yuan without their nothing, where several prices stand beside each other."""
    return f"{fen // 100}" if fen % 100 == 0 else money.yuan_text(fen)


@register.filter
def unlocalized(place: float) -> str:
    """A place in a drawing, as the drawing reads it in any language."""
    return f"{place:g}"


@register.filter
def signed_yuan(fen: int | None) -> str:
    """`+¥1,234.56` or `−¥0.05`: what a change is worth; what nobody knows is `—`."""
    return f"+{money.yuan(fen)}" if fen and fen > 0 else money.yuan(fen)


@register.filter
def percent(rate: Decimal | str | int | None) -> str:
    """`0.7` as `70%`."""
    return NOTHING if rate is None or rate == "" else money.percent(str(rate))


@register.filter
def count(number: int | None) -> str:
    """`1547` as `1,547`."""
    return NOTHING if number is None else f"{number:,}"


# Days and moments, in Asia/Shanghai


@register.filter
def units(change: int) -> str:
    """By how many units something changed: ``+3``, ``−12``."""
    return f"{change:+,}".replace("-", "−")


def _day(value: date | datetime) -> date:
    return day_of(value) if isinstance(value, datetime) else value


def _day_shape(day: date) -> str:
    return "%m-%d" if day.year == day_of(timezone.now()).year else "%Y-%m-%d"


@register.filter
def day_text(value: date | datetime | None) -> str:
    """`10-15`, with the year when it is not this one."""
    return NOTHING if value is None else _day(value).strftime(_day_shape(_day(value)))


@register.filter
def moment_text(value: datetime | None) -> str:
    """`10-09 16:48`."""
    return (
        NOTHING if value is None else value.astimezone(SHANGHAI).strftime(f"{_day_shape(_day(value))} %H:%M")
    )


@register.filter
def day(value: date | datetime | None) -> str:
    """A `<time>` that reads `10-15` and does not break."""
    if value is None:
        return NOTHING
    return format_html('<time datetime="{}">{}</time>', _day(value).isoformat(), day_text(value))


@register.filter
def moment(value: datetime | None) -> str:
    """A `<time>` that reads `10-09 16:48` and does not break."""
    if value is None:
        return NOTHING
    stamp = value.astimezone(SHANGHAI).isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', stamp, moment_text(value))


def weekday_text(day: date) -> str:
    """`周三`."""
    names = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    return names[day.weekday()]


@register.filter
def digest(value: str) -> str:
    """`e6b2…1f08`: a sha256 as it is compared by eye; the whole of it belongs into the title."""
    return f"{value[:4]}…{value[-4:]}" if len(value) > 8 else value


@register.filter
def hms(seconds: int) -> str:
    """`13112` as `3:38:32`: what a countdown shows before its script runs."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


# Inline parts


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon; KeyError if there is none of that name, so that a wrong name is seen at once."""
    return format_html(
        '<svg class="i {}" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', extra, mark_safe(ICONS[name])
    )


@register.simple_tag
def logo() -> SafeString:
    """The two halves, in the colours of the theme."""
    return mark_safe(
        '<svg viewBox="0 0 22 22" aria-hidden="true"><path d="M1 4a3 3 0 0 1 3-3h10v6h-3v8h3v6H4a3 3 0 0 1-3-3z" fill="var(--accent)"/>'
        '<path d="M16 1h2a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-2v-6h-3V7h3z" fill="var(--ink)"/></svg>'
    )


@register.simple_tag
def ring(kind: str) -> SafeString:
    """The round sign before a task or a check: ok, warn, bad, wait."""
    return icon(RINGS[kind], f"ring {kind}")


@register.simple_tag
def st(kind: str, word: object, shape: str = "") -> SafeString:
    """A state word: ok, warn, bad, info, me, or "" for grey; one per object. `shape` names another icon."""
    name = shape or STATE_ICONS.get(kind, "")
    return format_html('<span class="st {}">{}{}</span>', kind, icon(name) if name else "", word)


@register.simple_tag(takes_context=True)
def clause(context: Context, reference: str, url: str = "") -> SafeString:
    """A link to a clause. Without `url` it leads into the page's `contract_url`, if the page has given one."""
    if not reference:
        return mark_safe("")
    words = clause_words(reference, english=_english())
    where = url or context.get("contract_url") or ""
    if not where:
        return format_html('<span class="clause">{}</span>', words)
    if not url and (number := supplement_of(reference)):
        return format_html(
            '<a class="clause" href="{}/amendments/{}">{}</a>', where.split("?")[0], number, words
        )
    target = (
        where if "#" in where or "?" in where else f"{where}?{urlencode({'clause': clause_words(reference)})}"
    )
    return format_html('<a class="clause" href="{}">{}</a>', target, words)


@register.simple_tag
def term(key: str) -> str:
    """What a term is called, in the page's language."""
    return term_label(key, "en" if _english() else "zh")


@register.simple_tag
def fig(fen: int | None, url: str = "", extra: str = "") -> SafeString:
    """An amount that opens its rows, in the drawer where there are scripts."""
    if fen is None or not url:
        return format_html('<span class="nw {}">{}</span>', extra, money.yuan(fen))
    return format_html('<a class="fig {}" href="{}" data-drawer>{}</a>', extra, url, money.yuan(fen))


@register.simple_tag
def party(side: str, word: str = "") -> SafeString:
    """甲方 or 乙方 in its colour; `word` where the contract calls the side otherwise."""
    return format_html(
        '<span class="party {}">{}</span>', side, word or (_("甲方") if side == "a" else _("乙方"))
    )


@register.filter
def side(org: object) -> str:
    """The side of an organisation, `a` for a brand, `b` for an agency: picks the colour of a face."""
    kind = getattr(org, "kind", "")
    return "" if not kind else "a" if kind == BRAND else "b"


@register.filter
def seen_by(contract: Contract, person: Person) -> str:
    """A contract as its reader thinks of it in a list: by the other side; many contracts have the same title."""
    return name_of(contract, person)


@register.filter
def roles(person: object) -> str:
    """The person's roles in words."""
    language = "en" if _english() else "zh"
    return ("、" if language == "zh" else ", ").join(
        role_label(role, language) for role in getattr(person, "roles", [])
    )


@register.simple_tag
def face(name: str, colour: str = "") -> SafeString:
    """A person's sign: the first character of the name, the colour of the side."""
    return format_html('<span class="face {}" aria-hidden="true">{}</span>', colour, name[:1])


@register.simple_tag
def meter(label: str = "", extra: str = "", **parts: int) -> SafeString:
    """A bar of shares with a text. Parts by class: ok, warn, bad, same, done, a, b; `rest` stays empty."""
    total = sum(parts.values())
    at = 0
    shapes = []
    for name, size in parts.items():
        if size and name != "rest":
            # A share too small to be seen is still drawn: a single bad row must show.
            width = max(size * 100_000 // total, 1_200)
            start = min(at * 100_000 // total, 100_000 - width)
            shapes.append((name, f"{start / 1000:.2f}%", f"{width / 1000:.2f}%"))
        at += size
    drawn = format_html_join("", '<rect class="{}" x="{}" y="-2" width="{}" height="20"/>', shapes)
    return format_html('<svg class="meter {}" role="img" aria-label="{}">{}</svg>', extra, label, drawn)


# Blocks


@register.simple_block_tag
def panel(
    content: str, title: str, hint: str = "", name: str = "", link: str = "", word: str = ""
) -> SafeString:
    """One subject. `hint` grey beside the title, `link` and `word` at its end, `name` the id; the body brings its own
    padding (`<div class="in">`, a table, a list)."""
    return format_html(
        '<section class="panel"{}><header><h2>{}</h2>{}{}</header>{}</section>',
        format_html(' id="{}"', name) if name else "",
        title,
        format_html('<span class="muted small">{}</span>', hint) if hint else "",
        format_html('<span class="push"><a class="small" href="{}">{}</a></span>', link, word)
        if link
        else "",
        content,
    )


@register.simple_block_tag
def note(content: str, kind: str = "", shape: str = "") -> SafeString:
    """A thing to do or to know here: warn, bad, ok, info or "" for plain. Not for success after a click."""
    name = shape or {"ok": "check", "warn": "warn", "bad": "warn"}.get(kind, "info")
    return format_html('<div class="note {}">{}<div>{}</div></div>', kind, icon(name), content)


@register.simple_block_tag
def dialog(content: str, name: str, title: str) -> SafeString:
    """A native dialog that `[data-open="name"]` opens: money, signatures, what cannot be undone.

    The content brings `<div>…</div>` and `<footer>` with a `[data-shut]` button and the one that does it.
    """
    return format_html(
        '<dialog class="dialog" id="{0}" aria-labelledby="{0}-title"><h2 id="{0}-title">{1}</h2>{2}</dialog>',
        name,
        title,
        content,
    )


# The frame


@register.simple_tag
def pages() -> list[queries.Page]:
    """The pages that exist."""
    return list(queries.list_pages())


@register.simple_tag(takes_context=True)
def here(context: Context) -> queries.Page | None:
    """The page of the navigation on which we are; a view may say so itself with `page` in its context."""
    return queries.page_of(context["request"])


@register.simple_tag(takes_context=True)
def switcher(context: Context) -> queries.Switcher | None:
    """The contracts to choose from, None while nobody is signed in."""
    request = context["request"]
    return queries.get_switcher(request) if request.user.is_authenticated else None


@register.filter
def of(mapping: Mapping[str, object] | None, key: str) -> object:
    """`{{ counts|of:page.key }}`: the entry, or nothing."""
    return (mapping or {}).get(key, "")
