"""The month that settling is measured on: order lines with refunds, logistics, fees and dated prices as Parquet.

Two lines an order; most lines of September, a fifth of August (late), some not completed yet; a refund for each twelfth
line, a carriage charge and a platform fee for each order: two rows to settle for each line.
"""

from pathlib import Path

import duckdb

TABLES = ("order_lines", "refunds", "costs", "logistics", "platform_fees")
MONTH = "2026-09"
TERMS = {
    "contract": "BENCH",
    "recognition": "completed",
    "collector": "a",
    "tax": {"mode": "included_vat", "rate": "0.13", "paid_by": "a"},
    "platform_fees": "a",
    "faults_borne_by": "a",
    "components": [
        {"kind": "profit_share", "a": "0.7", "b": "0.3", "loss": "carry_forward", "clause": "第三章 D"}
    ],
}
WORLD = {
    "order_lines": """
        SELECT 'L' || lpad(i::VARCHAR, 9, '0') AS line_id, 'O' || lpad((i // 2)::VARCHAR, 9, '0') AS order_id,
            ['jd', 'tmall', 'douyin'][1 + i % 3] AS channel, 'flagship' AS store,
            'SKU-' || lpad((hash(i) % 500)::VARCHAR, 3, '0') AS sku, 1 + hash(i + 1) % 5 AS quantity,
            5000 + hash(i + 2) % 30000 AS unit_price, hash(i + 3) % 2000 AS merchant_discount,
            hash(i + 4) % 1500 AS platform_discount, paid_at, paid_at + INTERVAL 20 HOUR AS shipped_at,
            CASE WHEN i % 17 > 0 THEN paid_at + INTERVAL 5 DAY END AS completed_at, FALSE AS gift
        FROM (SELECT i, TIMESTAMPTZ '2026-08-21 00:00:00+08' + to_seconds(i * 2800000 // {lines}) AS paid_at
            FROM range({lines}) t(i))""",
    "refunds": """
        SELECT 'R' || line_id AS refund_id, line_id, 1::BIGINT AS quantity, 2900::BIGINT AS amount,
            ['quality', 'no_reason', 'lost'][1 + (hash(line_id) % 3)::INT] AS cause, hash(line_id) % 2 = 0 AS restocked,
            completed_at + INTERVAL 1 DAY AS refunded_at
        FROM order_lines WHERE hash(line_id) % 12 = 0 AND completed_at IS NOT NULL""",
    "costs": """
        SELECT 'SKU-' || lpad(i::VARCHAR, 3, '0') AS sku, 2000 + i * 7 + m * 50 AS factory_price,
            ('2026-0' || (m + 1) || '-01') AS valid_from
        FROM range(500) s(i), range(9) months(m)""",
    "logistics": """
        SELECT 'G' || order_id AS charge_id, order_id, 'outbound' AS kind, 400 + hash(order_id) % 900 AS amount,
            ['a', 'b'][1 + (hash(order_id) % 2)::INT] AS paid_by, shipped_at AS charged_at, NULL::VARCHAR AS borne_by
        FROM order_lines WHERE line_id[-1] IN ('0', '2', '4', '6', '8')""",
    "platform_fees": """
        SELECT 'F' || order_id AS fee_id, order_id, 'commission' AS kind, hash(order_id) % 1000 AS amount,
            paid_at AS charged_at FROM order_lines WHERE line_id[-1] IN ('0', '2', '4', '6', '8')""",
}


def generate(folder: Path, lines: int) -> None:
    """Write the world's tables, the same for the same number of lines."""
    folder.mkdir()
    with duckdb.connect() as connection:
        for name in TABLES:
            path = folder / f"{name}.parquet"
            query = WORLD[name].format(lines=lines)
            connection.execute(
                f"COPY (SELECT {typed(connection, query)} FROM ({query})) TO '{path}' (FORMAT parquet)"
            )
            connection.execute(f"CREATE VIEW {name} AS FROM '{path}'")


def typed(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """The query's columns, whole numbers as 64 bits (hashes are unsigned)."""
    columns = connection.execute(f"DESCRIBE {query}").fetchall()
    return ", ".join(f"{row[0]}::BIGINT AS {row[0]}" if "INT" in row[1] else row[0] for row in columns)
