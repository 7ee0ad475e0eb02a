"""What people take along is marked in one place (`portal.views.copies`): no view makes a table or names a copy by itself."""

import re
from pathlib import Path

VIEWS = Path("src/paidang/portal/views")
COPIES = VIEWS / "copies.py"


def test_a_table_leaves_through_the_one_place_that_marks_it():
    makers = re.compile(r"as_attachment=True|printing\.tables import .*_file|text/csv")
    found = {path.name: makers.findall(path.read_text()) for path in VIEWS.glob("*.py") if path != COPIES}
    assert {name: hits for name, hits in found.items() if hits} == {}
    assert makers.search(COPIES.read_text())
