"""The codes of an organisation's accounting program: its own affair."""

from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import CURRENT_ORG, protect
from paidang.schema import CreateTables

PERSON = settings.AUTH_USER_MODEL
CODES = migrations.CreateModel(
    name="BookCodes",
    fields=[
        (
            "id",
            models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
        ),
        ("accounts", models.JSONField(default=dict)),
        ("others", models.JSONField(default=dict)),
        ("set_at", models.DateTimeField()),
        (
            "org",
            models.OneToOneField(on_delete=models.PROTECT, related_name="+", to="team.organisation"),
        ),
        ("set_by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=PERSON)),
    ],
)


class Migration(migrations.Migration):
    dependencies = [
        ("settlement", "0014_one_index_less"),
        ("team", "0016_verbs_of_adjustments_and_own_words"),
        migrations.swappable_dependency(PERSON),
    ]
    operations = [
        CreateTables([CODES]),
        migrations.RunSQL(
            protect("settlement_bookcodes", f"org_id = {CURRENT_ORG}", grants="select, insert, update"),
            migrations.RunSQL.noop,
        ),
    ]
