"""Supplementary agreements; terms in force from a day on. What was proposed is never changed, it is answered once, by the database itself."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import protect_by_contract

ANSWERED_ONCE = """
create function contracts_amendment_once() returns trigger language plpgsql as $$
begin
  if old.verdict <> '' then
    raise exception 'a supplementary agreement is answered once (amendment %)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger contracts_amendment_once before update on contracts_amendment
  for each row execute function contracts_amendment_once();
"""
BACK = "drop function contracts_amendment_once cascade;"
ANSWER = "verdict, reason, answered_by_id, answered_at"
FROM_A_DAY = """
alter table contracts_termsinforce alter column from_month type date using (terms->'term'->>'start')::date;
alter table contracts_termsinforce rename column from_month to from_day;
"""
FROM_A_MONTH = """
alter table contracts_termsinforce rename column from_day to from_month;
alter table contracts_termsinforce alter column from_month type varchar(7) using to_char(from_month, 'YYYY-MM');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0008_signing_protected"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("side", models.CharField(max_length=1)),
                ("title", models.CharField(max_length=200)),
                ("file_name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("document", models.PositiveIntegerField(default=0)),
                ("reading", models.JSONField()),
                ("effective_on", models.DateField()),
                ("changes", models.JSONField()),
                ("proposed_at", models.DateTimeField()),
                ("verdict", models.CharField(blank=True, max_length=10)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="contracts.contract",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answers",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.amendment",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["contract", "number"], name="amendment_number"),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["a", "b"])), name="amendment_side"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict__in", ["", "agreed", "declined", "countered", "withdrawn"])
                        ),
                        name="amendment_verdict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), models.Q(("title", ""), _negated=True)
                        ),
                        name="amendment_has_a_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("answered_by", None), ("verdict", "")),
                            models.Q(
                                models.Q(("verdict", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="amendment_answered_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "declined"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="amendment_declined_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="termsinforce", name="terms_from_month"),
        migrations.RunSQL(
            FROM_A_DAY,
            FROM_A_MONTH,
            state_operations=[
                migrations.RenameField("termsinforce", "from_month", "from_day"),
                migrations.AlterField("termsinforce", "from_day", models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name="termsinforce",
            name="amendment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contracts.amendment",
            ),
        ),
        migrations.AddConstraint(
            model_name="termsinforce",
            constraint=models.UniqueConstraint(
                fields=("contract", "from_day", "amendment"), name="terms_from_day", nulls_distinct=False
            ),
        ),
        migrations.RunSQL(
            protect_by_contract("contracts_amendment", grants=f"select, insert, update ({ANSWER})"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(ANSWERED_ONCE, BACK),
    ]
