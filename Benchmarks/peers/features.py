"""Orders to one row of features a customer, CSV to CSV: features.py duckdb|polars ORDERS.csv OUT.csv

n_orders, amount_sum, first and last time, mean and standard deviation of the gaps, recency at
2026-01-01, first amount, number of categories; ties in time are broken by order_id."""
import json
import sys

from peer import THREADS, since_start

kind, file, output = sys.argv[1:]
if kind == "duckdb":
    import duckdb
    connection = duckdb.connect(config={"threads": THREADS})
    columns = {"order_id": "BIGINT", "customer_id": "BIGINT", "timestamp": "TIMESTAMP",
               "amount": "DOUBLE", "quantity": "INTEGER", "category": "VARCHAR",
               "status": "VARCHAR"}
    connection.execute(f"""COPY (
      WITH o AS (
        SELECT customer_id, order_id, amount, category, epoch(timestamp) AS t, timestamp AS ts
        FROM read_csv('{file}', header=true, auto_detect=false, columns={columns},
          timestampformat='%Y-%m-%dT%H:%M:%S')),
      g AS (
        SELECT *, (t - lag(t) OVER w) / 86400.0 AS gap, row_number() OVER w AS rn
        FROM o WINDOW w AS (PARTITION BY customer_id ORDER BY t, order_id))
      SELECT customer_id, count(*) AS n_orders, sum(amount) AS amount_sum, min(ts) AS first_ts,
        max(ts) AS last_ts, avg(gap) AS mean_gap_days, stddev_samp(gap) AS sd_gap_days,
        (epoch(TIMESTAMP '2026-01-01') - max(t)) / 86400.0 AS recency_days,
        max(CASE WHEN rn = 1 THEN amount END) AS first_amount,
        count(DISTINCT category) AS n_categories
      FROM g GROUP BY customer_id) TO '{output}' (HEADER, DELIMITER ',')""")
else:
    import polars as pl
    schema = {"order_id": pl.Int64, "customer_id": pl.Int64, "timestamp": pl.String,
              "amount": pl.Float64, "quantity": pl.Int32, "category": pl.String,
              "status": pl.String}
    time = pl.col("timestamp").str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us")
    is_same = pl.col("customer_id") == pl.col("customer_id").shift()
    gap = pl.when(is_same).then(pl.col("ts").diff().dt.total_seconds() / 86400)
    pl.scan_csv(file, schema=schema).select(
        "customer_id", "order_id", "amount", pl.col("category").cast(pl.Categorical), ts=time,
    ).sort("customer_id", "ts", "order_id").with_columns(gap=gap).group_by(
        "customer_id", maintain_order=True,
    ).agg(
        n_orders=pl.len(), amount_sum=pl.col("amount").sum(), first_ts=pl.col("ts").first(),
        last_ts=pl.col("ts").last(), mean_gap_days=pl.col("gap").mean(),
        sd_gap_days=pl.col("gap").std(), first_amount=pl.col("amount").first(),
        n_categories=pl.col("category").n_unique(),
    ).with_columns(
        recency_days=(pl.datetime(2026, 1, 1) - pl.col("last_ts")).dt.total_seconds() / 86400,
    ).collect().write_csv(output)
print(json.dumps(dict(job_s=since_start())))
