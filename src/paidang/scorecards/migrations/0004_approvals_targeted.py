"""A target may be agreed for the brand's approvals in time as well."""

from django.db import migrations, models

MEASURES = [
    "revenue", "refund_rate", "shipped_48h", "response", "resolved", "description", "service", "logistics", "breaches",
    "approvals_a", "duties_a", "duties_b",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0003_ratings_and_reports")]

    operations = [
        migrations.RemoveConstraint("target", "score_target_measure"),
        migrations.AddConstraint(
            "target",
            models.CheckConstraint(
                condition=models.Q(("measure__in", MEASURES)), name="score_target_measure"
            ),
        ),
    ]
