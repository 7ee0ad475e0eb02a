"""The law of settlement in plain Python: no input or output, no clock, no float.

Read in this order: `terms` (what the parties agreed), `facts` (what happened), `rows` (which rows a statement
settles and what each is worth), `components` (what party b earns), `statement` (who owes whom), `dates`.
`read_terms`, `cells` and `fact_checks` refuse bad input before any of it.
"""

from paidang.kit.workdays import CALENDAR_VERSION

# Part of every manifest; figures may only change with it. The calendar decides dates, so it is part of it (SPEC §6).
RULES_VERSION = f"1+{CALENDAR_VERSION}"
