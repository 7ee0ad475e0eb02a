"""What a statement has settled stays settled: only the rows of a version that was replaced are given free."""

from django.db import migrations

STAY = """
create policy replaced_only on settlement_settledrow as restrictive for delete
  using (statement_id in (select id from settlement_statement where state = 'replaced'));
"""


class Migration(migrations.Migration):
    dependencies = [("settlement", "0007_payments")]
    operations = [migrations.RunSQL(STAY, "drop policy replaced_only on settlement_settledrow")]
