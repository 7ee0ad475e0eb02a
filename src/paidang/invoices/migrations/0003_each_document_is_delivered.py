"""A request is delivered when each of its documents is, red letters too; what is kept says so of earlier ones as well."""

from django.db import migrations, models

_TABLES = ("invoices_invoicerequest", "invoices_buyerinvoice")
# The policies bind the owner too: without this it would find no rows, and say nothing.
_UNBOUND = "".join(f"alter table {table} no force row level security;" for table in _TABLES)
_BOUND = "".join(f"alter table {table} force row level security;" for table in _TABLES)
# rules.delivery.state_after, of all requests at once
_STATES = """
with made as (
    select request_id, sum(case when reverses_id is null then amount_fen else -amount_fen end) as left_fen,
      bool_or(reverses_id is null and delivered_at is not null) as went_out, bool_or(delivered_at is null) as waits,
      max(coalesce(delivered_at, issued_at)) as last_at
    from invoices_buyerinvoice where state = 'done' group by request_id),
found as (
    select *, case when waits and (left_fen > 0 or went_out) then 'issued' when left_fen = 0 then 'taken_back'
      else 'delivered' end as state from made)
update invoices_invoicerequest r
set state = f.state, closed_at = case when f.state <> 'issued' then coalesce(r.closed_at, f.last_at) end
from found f where f.request_id = r.id and r.state in ('issued', 'delivered') and r.state <> f.state;
"""


class Migration(migrations.Migration):
    dependencies = [("invoices", "0002_row_level_security")]
    operations = [
        migrations.RemoveConstraint(model_name="invoicerequest", name="invoice_request_words"),
        migrations.AddConstraint(
            model_name="invoicerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["ordinary", "special"]),
                    ("source__in", ["platform", "service", "api", "file"]),
                    ("state__in", ["asked", "sent", "issued", "delivered", "taken_back", "declined"]),
                ),
                name="invoice_request_words",
            ),
        ),
        migrations.RunSQL(_UNBOUND + _STATES + _BOUND, migrations.RunSQL.noop),
    ]
