"""A few months of two companies' work from one seed: what happens in the stores, what is told of it and how badly, who does
what; after each step all that must always hold is asked of the database.

    .venv/bin/python -m paidang.site.with_database .venv/bin/python -m pytest tests/simulator --seed 7 --steps 300

`shop` is what really happens, `books` what the program was told of it and must make of it, `steps` who does what.
"""
