"""The program as text and as syntax, for tests about the code itself."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "goldenthread"

# Lowest first, as architecture.md stacks them.
ORDER = ["kernel", "measures", "rendering", "web", "people", "trail", "partnerships", "documents", "notify", "threads"]
ORDER += ["actions", "challenges", "returns", "plans", "meetings", "risks", "scorecards", "demo", "config"]
DOMAIN = ["trail", "partnerships", "documents", "notify", "threads", "actions", "challenges", "returns"]
DOMAIN += ["plans", "meetings", "risks", "scorecards"]


def modules(tests: bool = False) -> Iterator[Path]:
    """Every Python file of the program but migrations; tests only when asked for."""
    for path in sorted(PROGRAM.rglob("*.py")):
        parts = path.relative_to(PROGRAM).parts
        if "migrations" not in parts and (("tests" in parts) == tests):
            yield path


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax."""
    return ast.parse(path.read_text(), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Every function and method in a file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    """The functions at the top of a file whose names do not begin with an underscore."""
    return (node for node in tree(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))


def layer(app: str, name: str) -> list[Path]:
    """The files of one layer of an app, module or package."""
    folder = PROGRAM / app
    return [path for path in [folder / f"{name}.py", *sorted((folder / name).rglob("*.py"))] if path.exists()]


def templates() -> list[Path]:
    """Every page template."""
    return sorted(PROGRAM.rglob("jinja2/**/*.html"))


def where(path: Path, line: int = 0) -> str:
    """A place as a reader would look it up."""
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


def offered(app: str, name: str) -> list[tuple[Path, ast.FunctionDef]]:
    """The public functions of an app's layer: of a package, those its `__init__` offers."""
    paths = layer(app, name)
    package = PROGRAM / app / name / "__init__.py"
    names = set()
    if package.exists():
        for node in ast.walk(tree(package)):
            if isinstance(node, ast.ImportFrom):
                names |= {alias.name for alias in node.names}
    return [(path, node) for path in paths for node in public_functions(path) if not names or node.name in names]
