"""The rules of the house that no ready-made linter knows, as functions over source text.

tests/test_architecture.py runs them over the portal, and plants a fault for each to see that it bites.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.embedded import PROJECT

PACKAGES = ("core", "sodamolek", "sihebat", "kabashoax", "smartcity_eval", "kupang_portal")
EVERYTHING = (*PACKAGES, "tests", "tools", "bench", "manage.py")
# What an app may hold at its top level; a file that grew is a folder of the same name.
APP_PARTS = (
    "workflow", "rules", "models", "queries", "services", "tasks", "forms", "views", "api", "serializers", "admin",
    "urls", "demo", "apps", "migrations", "management", "data", "templatetags", "__init__", "__pycache__",
)  # fmt: skip
DOORS = {"views", "api", "serializers"}
WRITING_CALLS = {"update", "create", "acreate", "aupdate", "get_or_create", "update_or_create", "bulk_update"}


def sources(*roots: str) -> Iterator[Path]:
    """Python files under `roots`, migrations aside."""
    for root in roots:
        path = PROJECT / root
        files = [path] if path.is_file() else sorted(path.rglob("*.py"))
        yield from (file for file in files if "migrations" not in file.parts)


def relative(file: Path) -> str:
    return str(file.relative_to(PROJECT))


def is_door(file: Path) -> bool:
    """Whether `file` answers requests: views, api or serializers, as a file or as a folder."""
    return bool(DOORS & {file.stem, *(part for part in file.parent.parts)})


def called_name(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def unscoped_reads(source: str) -> list[str]:
    """Reads of rows that go around `visible_to`, as "Model.objects.all" or "get_object_or_404(Model)"."""
    tree = ast.parse(source)
    scoped = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"visible_to", "none"}
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_base_manager", "_default_manager"}:
            if id(node) not in scoped:
                found.append(ast.unparse(node))
        elif isinstance(node, ast.Call) and called_name(node) in {"get_object_or_404", "get_list_or_404"}:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Name) and first.id[:1].isupper():
                found.append(f"{called_name(node)}({first.id})")
    return found


def status_writes(source: str) -> list[str]:
    """Places that write a row's `status`: an assignment, setattr, or a keyword of a writing call."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            flat = [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]
            found += [ast.unparse(t) for t in flat if isinstance(t, ast.Attribute) and t.attr == "status"]
        elif isinstance(node, ast.Call):
            found += _status_calls(node)
    return found


def _status_calls(node: ast.Call) -> list[str]:
    name = called_name(node)
    if name == "setattr" and len(node.args) > 1 and ast.unparse(node.args[1]) == "'status'":
        return [ast.unparse(node)]
    if name not in WRITING_CALLS:
        return []
    keywords = {keyword.arg: keyword.value for keyword in node.keywords}
    inside = [ast.unparse(value) for key, value in keywords.items() if key in {"defaults", "create_defaults"}]
    listed = name == "bulk_update" and "'status'" in ast.unparse(node)
    if "status" in keywords or listed or any("'status':" in text for text in inside):
        return [f"{name}(status)"]
    return []


def task_imports(source: str) -> list[str]:
    """Imports of a `tasks` module; a service writes a job row instead."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found += [name for name in names if name.split(".")[-1] == "tasks"]
    return found


def function_sizes(source: str) -> list[tuple[str, int]]:
    """Each function's name and its lines, decorators aside."""
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]


def stray_parts(app: Path, extra: frozenset[str] = frozenset()) -> list[str]:
    """Names at an app's top level that the house does not know; `extra` are those with a reason."""
    return sorted(
        entry.name
        for entry in app.iterdir()
        if not entry.name.startswith(".") and entry.name.removesuffix(".py") not in {*APP_PARTS, *extra}
    )


def too_big(sizes: list[tuple[str, int]], usual: int, most: int) -> list[str]:
    """What is over `most`; and, when more than one in twenty is over `usual`, all of those."""
    over = [f"{name}: {size}" for name, size in sizes if size > most]
    above = [f"{name}: {size}" for name, size in sizes if size > usual]
    return over or (above if len(above) > len(sizes) * 0.05 else [])
