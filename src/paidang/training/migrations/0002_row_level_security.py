"""Both sides of a contract see its training. Words, answers and materials are only ever added to; the rest goes on."""

from django.db import migrations

from paidang.kit.rls import protect_by_contract

WRITTEN_ONCE, KEPT_UP = "select, insert", "select, insert, update"
GRANTS = {
    "course": WRITTEN_ONCE,
    "trainee": KEPT_UP,
    "lesson": KEPT_UP,
    "material": WRITTEN_ONCE,
    "quizanswer": WRITTEN_ONCE,
    "skillword": WRITTEN_ONCE,
    "criterion": KEPT_UP,
    "advice": KEPT_UP,
    "handoveritem": KEPT_UP,
    "handover": KEPT_UP,
}


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(protect_by_contract(f"training_{table}", grants=grants), migrations.RunSQL.noop)
        for table, grants in GRANTS.items()
    ]
