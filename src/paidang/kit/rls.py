"""SQL for row-level security: who may see a row is decided by the database, not by a view.

The web role sets `app.org` at the start of each transaction (`team.context.act_as`); no setting, no rows.
"""

CURRENT_ORG = "nullif(current_setting('app.org', true), '')::bigint"
WEB_ROLE = "paidang_web"


def protect(table: str, using: str, *, grants: str = "select, insert, update, delete") -> str:
    """SQL that forces row-level security on a table, with one policy, and gives the web role `grants` on it."""
    return (
        f"alter table {table} enable row level security;"
        f"alter table {table} force row level security;"
        f"create policy members_only on {table} using ({using}) with check ({using});"
        f"grant {grants} on {table} to {WEB_ROLE};"
        f"grant usage on all sequences in schema public to {WEB_ROLE};"
    )


def protect_by_contract(table: str, *, grants: str = "select, insert, update, delete") -> str:
    """`protect` for a table whose rows carry `contract_id`: the members of that contract's two organisations."""
    return protect(table, "contract_id in (select id from contracts_contract)", grants=grants)
