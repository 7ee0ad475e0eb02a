"""When the last price of a contract was put there is found at once, by an index that takes the place of the contract's own."""

import django.db.models.deletion
from django.db import migrations, models

CONTRACT = models.ForeignKey(
    db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0006_answer_by"),
    ]

    operations = [
        migrations.AlterField(model_name="factoryprice", name="contract", field=CONTRACT),
        migrations.AlterField(model_name="retailprice", name="contract", field=CONTRACT),
        migrations.AddIndex(
            model_name="factoryprice",
            index=models.Index(fields=["contract", "declared_at"], name="factory_price_told"),
        ),
        migrations.AddIndex(
            model_name="retailprice",
            index=models.Index(fields=["contract", "declared_at"], name="retail_price_told"),
        ),
    ]
