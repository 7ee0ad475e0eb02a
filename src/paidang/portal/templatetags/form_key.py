"""`{% csrf_token %}` of every form, with a key beside it by which the form is done once (`middleware.DoOnce`).

A built-in of the template engine: a form cannot have the one without the other.
"""

from secrets import token_hex

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

FORM_KEY = "form_key"


class FormKeys(CsrfTokenNode):
    """The hidden fields of a form."""

    def render(self, context: Context) -> SafeString:
        return format_html(
            '{}<input type="hidden" name="{}" value="{}">', super().render(context), FORM_KEY, token_hex(16)
        )


@register.tag
def csrf_token(parser: Parser, token: Token) -> FormKeys:
    return FormKeys()
