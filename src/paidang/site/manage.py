"""Django's own commands: `python -m paidang.site.manage migrate`."""

import os
import sys

from django.core.management import execute_from_command_line

from paidang.schema import render_what_changes


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
    render_what_changes()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
