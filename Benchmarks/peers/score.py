"""Scores customers with a model file of churn, CSV to CSV (customer_id, churn_probability):
score.py polars|polars_codes|duckdb CUSTOMERS.csv MODEL.json OUT.csv

polars_codes and duckdb take a level's number from the last three digits of its name, which is
faster than to look the name up, as polars does."""
import json
import sys

from peer import THREADS, since_start

kind, file, model_file, output = sys.argv[1:]
model = json.load(open(model_file))
intercept = 0.0
# By column: what a number is multiplied with, what a gap counts, what a level adds.
slopes, gaps, effects = {}, {}, {}
for term in model["logistic"]["coefficients"]:
    column, estimate = term["feature"], term["estimate"]
    if term["type"] == "intercept":
        intercept = estimate
    elif term["type"] == "numeric":
        slopes[column] = estimate
    elif term["type"] == "missing":
        gaps[column] = estimate
    else:
        effects.setdefault(column, {})[term["level"]] = estimate
for feature in model["features"]:
    name = feature["name"]
    if name in slopes:
        gaps[name] = gaps.get(name, 0.0) + slopes[name] * feature["median"]
    else:
        # The reference level has no coefficient.
        effects[name] = {level: effects[name].get(level, 0.0) for level in feature["levels"]}
by_code = {
    name: [levels.get(f"{name}_{code:03d}", 0.0) for code in range(len(levels))]
    for name, levels in effects.items()
}

if kind.startswith("polars"):
    import polars as pl
    schema = {"customer_id": pl.Int64, "churn": pl.Int8, **{name: pl.Float64 for name in slopes},
              **{name: pl.String for name in effects}}
    sum = pl.lit(intercept)
    for name, slope in slopes.items():
        term = pl.col(name) * slope
        has_gaps = name in ("x5", "x10", "x15", "x20")
        sum = sum + (term.fill_null(gaps[name]) if has_gaps else term)
    for name, levels in effects.items():
        if kind == "polars":
            term = pl.col(name).replace_strict(
                list(levels), list(levels.values()), default=0.0, return_dtype=pl.Float64)
        else:
            code = pl.col(name).str.slice(-3).cast(pl.UInt32)
            term = pl.lit(pl.Series(by_code[name])).gather(code)
        sum = sum + term
    probability = (1 / (1 + (-sum).exp())).alias("churn_probability")
    pl.scan_csv(file, schema=schema).select("customer_id", probability).sink_csv(
        output, float_precision=6)
else:
    import duckdb
    connection = duckdb.connect(config={"threads": THREADS})
    connection.execute("SET preserve_insertion_order=true")
    terms = [f"{intercept!r}::DOUBLE"]
    for name, slope in slopes.items():
        term = f"{slope!r}::DOUBLE * {name}"
        has_gaps = name in ("x5", "x10", "x15", "x20")
        terms.append(f"coalesce({term}, {gaps[name]!r}::DOUBLE)" if has_gaps else term)
    for name in effects:
        terms.append(f"({by_code[name]!r}::DOUBLE[])[right({name}, 3)::INT + 1]")
    columns = {"customer_id": "BIGINT", "churn": "TINYINT", **{name: "DOUBLE" for name in slopes},
               **{name: "VARCHAR" for name in effects}}
    connection.execute(
        f"COPY (SELECT customer_id, round(1 / (1 + exp(-({' + '.join(terms)}))), 6) "
        f"AS churn_probability FROM read_csv('{file}', columns={columns}, header=true, "
        f"auto_detect=false)) TO '{output}' (HEADER, DELIMITER ',')")
print(json.dumps(dict(job_s=since_start())))
