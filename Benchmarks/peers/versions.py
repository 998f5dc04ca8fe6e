"""The versions of those packages that are installed, as JSON: versions.py PACKAGE ..."""
import json
import platform
import sys
from importlib import metadata

versions = {"Python": platform.python_version()}
for name in sys.argv[1:]:
    try:
        versions[name] = metadata.version(name)
    except metadata.PackageNotFoundError:
        pass
print(json.dumps(versions))
