"""Checks every model, report and comparison of this folder against the JSON Schemas.

    pip install jsonschema    # 4.18 or later
    python3 models/validate.py [FILE...]

Without files it takes those of this folder, of earlier/, and the seeds of Tests/Fuzzing.
"""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

here = pathlib.Path(__file__).parent
schemas = {p.name: json.loads(p.read_text()) for p in here.glob("*.schema.json")}
registry = Registry().with_resources(
    (name, Resource.from_contents(schema)) for name, schema in schemas.items())
places = {
    "churn-model": "model.schema.json",
    "churn-report": "report.schema.json#/$defs/report",
    "churn-comparison": "report.schema.json#/$defs/comparison",
}
for schema in schemas.values():
    Draft202012Validator.check_schema(schema)

files = [pathlib.Path(p) for p in sys.argv[1:]] or [
    p for folder in [here, here / "earlier", here.parent / "Tests/Fuzzing/Corpus/models"]
    for p in sorted(folder.glob("*.json")) if not p.name.endswith(".schema.json")]
wrong = 0
for path in files:
    document = json.loads(path.read_text())
    schema = {"$ref": places[document["format"]]}
    errors = list(Draft202012Validator(schema, registry=registry).iter_errors(document))
    wrong += len(errors)
    for error in errors[:5]:
        print(f"{path}: /{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
print(f"{len(files)} files, {wrong} faults")
sys.exit(1 if wrong else 0)
