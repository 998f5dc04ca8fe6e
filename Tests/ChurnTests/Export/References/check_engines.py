"""Runs exported models in other systems and compares them with the program's own scores.

    python3 check_engines.py CHURN REPOSITORY [ENGINE ...]

CHURN is the command's binary; ENGINE is one or more of sqlite, postgresql, duckdb, spark, pypmml,
jpmml (all where none is named). The variable TRAINER names another build of the command for making the
models, CASES some of them, SHOW=1 shows rows that differ. Prints one line a model and engine; ends with 1 where a probability
differs by more than 1e-12 or a row ends in another leaf. See README.md.
"""

import csv
import json
import math
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

CHURN = os.path.abspath(sys.argv[1])
ROOT = os.path.abspath(sys.argv[2])
ALL = ["sqlite", "postgresql", "duckdb", "spark", "pypmml", "jpmml"]
ENGINES = sys.argv[3:] or ALL
WORK = tempfile.mkdtemp(prefix="churn-engines-")
os.chmod(WORK, 0o777)
TOLERANCE = 1e-12
HOSTILE = {
    "number": "a\"b`c'd\\e;-- select",
    "spend": "消费\n金额",
    "level": "group by <x> & \"y\"",
    "levels": ["it's", 'say "hi"', "back\\slash", "tick`", "; DROP TABLE x; --", "<b>&amp;</b>",
               "黄金会员", "🙂", "two\nlines", "a  b", "100%", "\\n", "é", "e\u0301"],
}


def churn(*arguments):
    makes = arguments[0] in ("train", "features")
    command = os.environ.get("TRAINER", CHURN) if makes else CHURN
    run = subprocess.run([command, *arguments], capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(f"churn {' '.join(arguments)}: {run.returncode}\n{run.stderr}")
    return run.stdout


# --- Data


def write_csv(path, header, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def read_csv(path):
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def telco_with_gaps():
    """Telephone customers of whom a tenth of the cells is gone."""
    header, rows = read_csv(f"{ROOT}/notebooks-data/telco/customers.csv")
    generator = random.Random(7)
    for row in rows:
        for place in range(1, len(row)):
            if generator.random() < 0.1:
                row[place] = ""
    write_csv(GAPS, header, rows)


def synthetic():
    """Made-up customers in columns with hostile names, levels and gaps."""
    generator = random.Random(11)
    header = ["id", HOSTILE["number"], HOSTILE["spend"], "x", "select", HOSTILE["level"], "kind", "churned"]
    rows = []
    for row in range(3000):
        a = round(generator.gauss(0, 3), 3)
        spend = round(generator.expovariate(0.01), 2)
        x = generator.randrange(40)
        y = generator.random() * 1e-3
        level = generator.randrange(len(HOSTILE["levels"]))
        if level == 7 and row > 300:
            level = 0
        kind = generator.choice(["k1", "k2", "k3"])
        eta = 0.4 * a - 0.004 * spend + (level % 5) * 0.4 - 0.8 + 0.05 * (x - 20) * (kind == "k2")
        churned = int(generator.random() < 1 / (1 + math.exp(-eta)))
        cells = [a, spend, x, y, HOSTILE["levels"][level], kind]
        cells = ["" if generator.random() < 0.06 else cell for cell in cells]
        rows.append([f"c{row}"] + cells + [churned])
    write_csv(MADE, header, rows)


# --- Rows at the edges of a model


def decisive(model):
    """Numbers by feature on both sides of which the model answers otherwise."""
    found = {feature["name"]: set() for feature in model["features"]}
    for node in model.get("tree", {}).get("nodes", []):
        for rule in [node, *node.get("surrogates", [])]:
            if rule.get("threshold") is not None:
                found[rule["feature"]].add(rule["threshold"])
    for name, form in zip(found, model.get("logistic", {}).get("design", {}).get("features", [])):
        for key in ("boundary", "knots", "low", "high", "boundary_knots"):
            value = form.get(key) if isinstance(form, dict) else None
            for knot in value if isinstance(value, list) else [value]:
                if isinstance(knot, (int, float)):
                    found[name].add(knot)
    return found


def edge_rows(model, header, rows):
    """Real rows with one or two cells changed to a threshold, its neighbours, a gap, an unseen level."""
    generator = random.Random(3)
    place = {name: header.index(name) for name in (f["name"] for f in model["features"])}
    values = {}
    for feature in model["features"]:
        if feature["type"] == "numeric":
            cuts = sorted(decisive(model)[feature["name"]]) + [feature["median"], 0.0, -1.0]
            values[feature["name"]] = [""] + [
                repr(v) for cut in cuts
                for v in (math.nextafter(cut, -math.inf), cut, math.nextafter(cut, math.inf))]
        else:
            values[feature["name"]] = ["", "never seen", "it's \"new\" \\ 新"] + feature["levels"]
    result = []
    for name, options in values.items():
        for value in options if len(options) < 400 else generator.sample(options, 400):
            for _ in range(3):
                row = list(generator.choice(rows))
                row[place[name]] = value
                result.append(row)
    names = list(values)
    for _ in range(3000):
        row = list(generator.choice(rows))
        for name in generator.sample(names, min(len(names), generator.randrange(1, 7))):
            row[place[name]] = "" if generator.random() < 0.4 else generator.choice(values[name])
        result.append(row)
    return result


class Case:
    """A model, the rows it is asked about, and its own answers."""

    def __init__(self, name, model_path, data_path):
        self.name = name
        self.path = f"{WORK}/{name}.json"
        shutil.copy(model_path, self.path)
        self.model = json.load(open(model_path))
        self.features = self.model["features"]
        self.is_tree = "tree" in self.model
        self.value = "prediction" if self.model["kind"] == "regression-tree" else "probability"
        header, rows = read_csv(data_path)
        extra = edge_rows(self.model, header, rows)
        places = [header.index(feature["name"]) for feature in self.features]
        self.cells = [[row[place] for place in places] for row in rows + extra]
        self.rows = [[self.typed(f, c) for f, c in zip(self.features, row)] for row in self.cells]
        self.expect()

    @staticmethod
    def typed(feature, cell):
        if cell.strip(" \t") in ("", "NA", "NaN", "NULL", "null", "N/A"):
            return None
        return float(cell) if feature["type"] == "numeric" else cell

    def expect(self):
        names = [feature["name"] for feature in self.features]
        path = f"{WORK}/{self.name}-rows.csv"
        write_csv(path, ["row_number"] + names, [[i, *row] for i, row in enumerate(self.cells)])
        arguments = ["score", self.path, path, "--id", "row_number", "--reasons", "0", "-q"]
        text = churn(*arguments, *(["--path"] if self.is_tree else []))
        rows = list(csv.DictReader(text.splitlines()))
        self.values = [None] * len(self.rows)
        self.leaves = [None] * len(self.rows)
        for row in rows:
            number = int(row["row_number"])
            self.values[number] = float(row[self.value])
            if self.is_tree:
                self.leaves[number] = int(row["path"].split(">")[-1])

    def sql(self, dialect):
        return churn("export", self.path, "--to", "sql", "--dialect", dialect, "--table", "t", "-q",
                     "--id", "row_number", *(["--leaf"] if self.is_tree else []))

    def pmml(self):
        path = f"{WORK}/{self.name}.pmml"
        churn("export", self.path, "--to", "pmml", "-o", path, "--force")
        return path

    def compare(self, answers):
        """Answers by row: (value, leaf)."""
        greatest, others, unanswered = 0.0, 0, 0
        for number, (value, leaf) in enumerate(zip(self.values, self.leaves)):
            found, found_leaf = answers.get(number, (None, None))
            if found is not None and math.isnan(found):
                found = None
            if (found is None) != (value is None):
                unanswered += 1
                if os.environ.get("SHOW") and unanswered < 4:
                    print("   unanswered", self.rows[number], value, found)
            elif value is not None:
                difference = abs(found - value) / max(1, abs(value))
                greatest = max(greatest, difference)
                other = self.is_tree and int(found_leaf) != leaf
                others += other
                if os.environ.get("SHOW") and (other or difference > TOLERANCE) and others < 4:
                    print("   differs", self.rows[number], value, found, leaf, found_leaf)
        return greatest, others, unanswered


# --- SQL engines


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def columns(case, number, text):
    return ", ".join(["row_number INTEGER"] + [
        f"{quoted(f['name'])} {number if f['type'] == 'numeric' else text}" for f in case.features])


def triples(rows):
    return {int(row[0]): (row[1], row[2] if len(row) > 2 else None) for row in rows}


class SQLite:
    name = "sqlite"

    def __init__(self):
        self.version = "SQLite " + sqlite3.sqlite_version

    def answers(self, case):
        database = sqlite3.connect(":memory:")
        database.execute(f"CREATE TABLE t ({columns(case, 'REAL', 'TEXT')})")
        marks = ", ".join("?" * (len(case.features) + 1))
        database.executemany(
            f"INSERT INTO t VALUES ({marks})", [[i, *row] for i, row in enumerate(case.rows)])
        return triples(database.execute(case.sql("sqlite")).fetchall())


class PostgreSQL:
    """A private cluster, on a socket in a folder of its own."""

    name = "postgresql"

    def __init__(self):
        self.folder = f"{WORK}/pg"
        os.mkdir(self.folder)
        self.binaries = subprocess.run(
            ["pg_config", "--bindir"], capture_output=True, text=True).stdout.strip()
        if not os.path.exists(f"{self.binaries}/initdb"):
            self.binaries = os.path.dirname(os.path.realpath(shutil.which("initdb")))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.run([f"{self.binaries}/initdb", "-D", f"{self.folder}/data", "-E", "UTF8",
                  "--locale=C.UTF-8", "-A", "trust", "-U", "postgres"])
        self.run([f"{self.binaries}/pg_ctl", "-D", f"{self.folder}/data", "-w", "-l",
                  f"{self.folder}/log", "-o", f"-k {self.folder} -c listen_addresses=''", "start"])
        self.version = self.psql("SHOW server_version").strip()
        self.version = "PostgreSQL " + self.version

    def run(self, command, **options):
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        run = subprocess.run(command, capture_output=True, text=True, cwd="/tmp", **options)
        if run.returncode != 0:
            raise RuntimeError(f"{command[-1]}: {run.stderr[:2000]}")
        return run.stdout

    def psql(self, script):
        return self.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres",
                         "-h", self.folder], input=script)

    def answers(self, case):
        path = f"{WORK}/pg-rows.csv"
        with open(path, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            for number, row in enumerate(case.rows):
                writer.writerow([number] + [repr(v) if isinstance(v, float) else v for v in row])
        os.chmod(path, 0o644)
        query = case.sql("postgresql").strip().rstrip(";")
        output = self.psql(
            f"DROP TABLE IF EXISTS t;\nCREATE TABLE t ({columns(case, 'float8', 'text')});\n"
            f"COPY t FROM '{path}' WITH (FORMAT csv);\n"
            f"COPY ({query.split(chr(10), 2)[2]}) TO STDOUT WITH (FORMAT csv);\n")
        rows = []
        for line in output.splitlines():
            cells = line.split(",")
            rows.append([cells[0], float(cells[1]) if cells[1] else None, *cells[2:]])
        return triples(rows)

    def close(self):
        self.run([f"{self.binaries}/pg_ctl", "-D", f"{self.folder}/data", "-m", "fast", "stop"])


class DuckDB:
    name = "duckdb"

    def __init__(self):
        import duckdb
        self.duckdb = duckdb
        self.version = "DuckDB " + duckdb.__version__

    def answers(self, case):
        import pandas
        database = self.duckdb.connect(":memory:")
        database.execute(f"CREATE TABLE t ({columns(case, 'DOUBLE', 'VARCHAR')})")
        names = [f"v{i}" for i in range(len(case.features))]
        data = {"row_number": list(range(len(case.rows)))}
        for place, (name, feature) in enumerate(zip(names, case.features)):
            kind = "float64" if feature["type"] == "numeric" else "object"
            data[name] = pandas.Series([row[place] for row in case.rows], dtype=kind)
        frame = pandas.DataFrame(data)
        database.register("frame", frame)
        # NaN stays NaN for half of the rows: it must count as missing like NULL.
        selected = ", ".join(
            f"CASE WHEN isnan({n}) AND row_number % 2 = 0 THEN NULL ELSE {n} END"
            if f["type"] == "numeric" else n for n, f in zip(names, case.features))
        database.execute(f"INSERT INTO t SELECT row_number, {selected} FROM frame")
        return triples(database.execute(case.sql("duckdb")).fetchall())


class Spark:
    name = "spark"

    def __init__(self):
        from pyspark.sql import SparkSession
        import pyspark
        self.session = (
            SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", "2").config("spark.driver.memory", "2g")
            .getOrCreate())
        self.session.sparkContext.setLogLevel("OFF")
        self.version = "Spark " + pyspark.__version__

    def answers(self, case):
        from pyspark.sql import types
        fields = [types.StructField("row_number", types.IntegerType())] + [
            types.StructField(
                f["name"],
                types.DoubleType() if f["type"] == "numeric" else types.StringType())
            for f in case.features]
        rows = [(i, *row) for i, row in enumerate(case.rows)]
        frame = self.session.createDataFrame(rows, types.StructType(fields))
        frame.createOrReplaceTempView("t")
        query = case.sql("spark").strip().rstrip(";")
        return triples([tuple(row) for row in self.session.sql(query).collect()])

    def close(self):
        self.session.stop()


# --- PMML evaluators


class PyPMML:
    """PMML4S in Python's clothes."""

    name = "pypmml"

    def __init__(self):
        import importlib.metadata
        from pypmml import Model
        self.Model = Model
        self.version = "pypmml " + importlib.metadata.version("pypmml")

    def answers(self, case):
        model = self.Model.load(case.pmml())
        value = "prediction" if case.value == "prediction" else "probability_1"
        names = [feature["name"] for feature in case.features]
        # As JSON, whose numbers Python writes so that they read back to the same doubles.
        found = json.loads(model.predict(json.dumps({"columns": names, "data": case.rows})))
        places = [found["columns"].index(name) for name in (value, "leaf") if name in found["columns"]]
        return {number: ([row[place] for place in places] + [None])[:2]
                for number, row in enumerate(found["data"])}


class JPMML:
    name = "jpmml"

    def __init__(self):
        import importlib.metadata
        import jpmml_evaluator
        self.module = jpmml_evaluator
        self.version = "jpmml_evaluator " + importlib.metadata.version("jpmml_evaluator")

    def answers(self, case):
        import pandas
        evaluator = self.module.make_evaluator(case.pmml()).verify()
        value = "prediction" if case.value == "prediction" else "probability_1"
        data = {}
        for place, feature in enumerate(case.features):
            kind = "float64" if feature["type"] == "numeric" else "object"
            data[feature["name"]] = pandas.Series([row[place] for row in case.rows], dtype=kind)
        result = {}
        frame = pandas.DataFrame(data)
        found = evaluator.evaluateAll(frame)
        for number in range(len(case.rows)):
            value_found = found[value].iloc[number]
            leaf = found["leaf"].iloc[number] if "leaf" in found else None
            result[number] = (None if value_found is None else float(value_found), leaf)
        return result


# --- Models


RIDGE = ["--penalty", "ridge", "--lambda", "0.001"]
DEEP = ["--cp", "0", "--min-split", "4", "--min-leaf", "2", "--prune", "none", "--cv", "0"]
TELCO = f"{ROOT}/notebooks-data/telco/customers.csv"
CDNOW, GAPS, MADE = (f"{WORK}/{name}.csv" for name in ("cdnow", "telco-gaps", "synthetic"))


def shipped(name):
    return lambda: f"{ROOT}/models/{name}.json"


def trained(kind, data, target, *options):
    def train():
        path = f"{WORK}/model.json"
        churn("train", kind, data, "--target", target, "-q", "-o", path, "--force", *options)
        return path
    return train


CASES = {
    "telco-logistic": (shipped("telco-logistic"), TELCO),
    "telco-tree": (shipped("telco-tree"), TELCO),
    "cdnow-logistic": (shipped("cdnow-logistic"), CDNOW),
    "cdnow-tree": (shipped("cdnow-tree"), CDNOW),
    "telco-gaps-logistic": (trained("logistic", GAPS, "churn", *RIDGE), GAPS),
    "telco-design": (trained(
        "logistic", GAPS, "churn", *RIDGE, "--splines", "tenure:4,total_charges:6",
        "--transform", "monthly_charges:log1p", "--lump", "300", "--interactions",
        "contract:tenure,contract:internet_service,tenure:monthly_charges,total_charges:tenure"),
        GAPS),
    "telco-deep-tree": (trained("tree", GAPS, "churn", *DEEP), GAPS),
    "telco-direction-tree": (
        trained("tree", GAPS, "churn", *DEEP, "--missing", "direction"), GAPS),
    "telco-priors-tree": (trained(
        "tree", GAPS, "churn", "--prior", "0.5,0.5", "--loss", "fp=1,fn=2", "--cp", "0.001"), GAPS),
    "charges-regression-tree": (trained(
        "tree", GAPS, "monthly_charges", "--task", "regression", "--exclude", "churn", *DEEP), GAPS),
    "hostile-logistic": (trained(
        "logistic", MADE, "churned", *RIDGE, "--exclude", "id", "--lump", "60"), MADE),
    "hostile-design": (trained(
        "logistic", MADE, "churned", *RIDGE, "--exclude", "id", "--splines", "x:5",
        "--transform", "select:standardize", "--interactions", "kind:x,select:x"), MADE),
    "hostile-tree": (trained("tree", MADE, "churned", *DEEP, "--exclude", "id"), MADE),
}


def make_data():
    churn("features", f"{ROOT}/notebooks-data/cdnow/orders.csv", "--as-of", "1998-03-31",
          "--horizon", "91", "-q", "-o", CDNOW)
    telco_with_gaps()
    synthetic()


def check(engine, case):
    """One line of the table; whether all is well."""
    try:
        greatest, others, unanswered = case.compare(engine.answers(case))
    except Exception as error:
        print(f"{case.name:24} {engine.name:11} failed: {type(error).__name__}: {str(error)[:1500]}")
        return False
    leaves = str(others) if case.is_tree else "-"
    print(f"{case.name:24} {engine.name:11} {len(case.rows):6}  {greatest:19.3g}  {leaves:>10}"
          f"  {unanswered:10}", flush=True)
    return greatest <= TOLERANCE and others == 0 and unanswered == 0


def main():
    make_data()
    only = os.environ.get("CASES", "").split() or list(CASES)
    cases = [Case(name, model(), data) for name, (model, data) in CASES.items() if name in only]
    print("churn " + churn("--version").strip() + ", Python " + sys.version.split()[0])
    print(f"{'model':24} {'engine':11} {'rows':>6}  greatest difference  other leaf  unanswered")
    passed = True
    # One after the other: two of them bring a Java machine into this process.
    for kind in [SQLite, PostgreSQL, DuckDB, Spark, PyPMML, JPMML]:
        if kind.name not in ENGINES:
            continue
        try:
            engine = kind()
        except Exception as error:
            print(f"{kind.name}: untested: {type(error).__name__}: {str(error)[:300]}")
            continue
        print(engine.version)
        for case in cases:
            passed &= check(engine, case)
        if hasattr(engine, "close"):
            engine.close()
    shutil.rmtree(WORK, ignore_errors=True)
    print("all within 1e-12, no row in another leaf" if passed else "FAILED")
    sys.exit(not passed)


main()
