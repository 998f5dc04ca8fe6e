"""Parses a customer file into columns: parse.py polars|duckdb CUSTOMERS.csv"""
import json
import sys
import time

from peer import THREADS

kind, file = sys.argv[1:]
if kind == "polars":
    import polars
    begin = time.perf_counter()
    data = polars.read_csv(file)
    took = time.perf_counter() - begin
    rows, sum = len(data), data["x1"].sum()
else:
    import duckdb
    begin = time.perf_counter()
    connection = duckdb.connect(config={"threads": THREADS})
    connection.execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{file}')")
    took = time.perf_counter() - begin
    rows, sum = connection.execute("SELECT count(*), sum(x1) FROM t").fetchone()
print(json.dumps(dict(parse_s=took, rows=rows, sum_x1=float(sum))))
