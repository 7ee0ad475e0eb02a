"""Both sides of a contract see its pictures. What was handed in, drawn or said is only ever added to; of a version and an
edition nothing but the answer changes. A page holds pictures of its own contract alone (OP-5-A)."""

from django.db import migrations

from paidang.kit.rls import WEB_ROLE, protect_by_contract

WRITTEN_ONCE, KEPT_UP, WHOLE = "select, insert", "select, insert, update", "select, insert, update, delete"
GRANTS = {
    "asset": KEPT_UP,
    "copyrequest": KEPT_UP,
    "edition": WRITTEN_ONCE,
    "file": WRITTEN_ONCE,
    "page": KEPT_UP,
    "pageblock": WHOLE,
    "pin": KEPT_UP,
    "rendition": WRITTEN_ONCE,
    "reply": WRITTEN_ONCE,
    "right": WRITTEN_ONCE,
    "upload": WHOLE,
    "uploadpart": "select, insert, delete",
    "version": WRITTEN_ONCE,
}
ANSWERS = f"""
grant update (sent_at, agreed, reason, answered_by_id, answered_at, drawn_at) on studio_version to {WEB_ROLE};
grant update (agreed, reason, answered_by_id, answered_at, published_by_id, published_at) on studio_edition to {WEB_ROLE};
"""
OF_ITS_CONTRACT = """
alter table studio_asset add constraint asset_of_contract unique (id, contract_id);
alter table studio_page add constraint page_of_contract unique (id, contract_id);
alter table studio_pageblock add constraint page_block_asset_of_its_contract
  foreign key (asset_id, contract_id) references studio_asset (id, contract_id);
alter table studio_pageblock add constraint page_block_of_its_contract
  foreign key (page_id, contract_id) references studio_page (id, contract_id);
"""


class Migration(migrations.Migration):
    dependencies = [("studio", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        *(
            migrations.RunSQL(protect_by_contract(f"studio_{table}", grants=grants), migrations.RunSQL.noop)
            for table, grants in GRANTS.items()
        ),
        migrations.RunSQL(ANSWERS + OF_ITS_CONTRACT, migrations.RunSQL.noop),
    ]
