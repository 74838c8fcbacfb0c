"""The repository itself: locked with hashes, no addresses, nothing of one machine."""

import re
import subprocess
from itertools import pairwise

import pytest

from tests.architecture.source import ROOT


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout, so there is no list of files to read")
    return listed.stdout.splitlines()


@pytest.mark.parametrize("name", ["run.txt", "test.txt", "uv.txt", "node.txt"])
def test_locked_versions_carry_hashes_and_no_addresses(name):
    text = (ROOT / "requirements" / name).read_text()
    pinned = re.findall(r"^[a-z0-9][\w.\[\]-]*==\S+.*$", text, flags=re.M)
    assert pinned
    assert all(line.rstrip().endswith("\\") for line in pinned)
    assert "://" not in text
    assert "--index-url" not in text


def test_the_npm_lock_holds_no_addresses():
    text = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert '"integrity"' in text


def test_every_dependency_says_why():
    lines = (ROOT / "pyproject.toml").read_text().split("[project.scripts]")[0].splitlines()
    wanting = [
        line
        for before, line in pairwise(lines)
        if re.match(r'\s+"(Django|psycopg|django-|openpyxl|python-docx|typst|vl-convert|granian|rapidfuzz)', line)
        and not before.strip().startswith(("#", '"'))
    ]
    assert not wanting


def test_no_file_names_a_folder_of_one_machine():
    found = []
    for name in tracked():
        path = ROOT / name
        if not path.is_file() or path.stat().st_size > 1_000_000 or path.suffix in {".png", ".woff2", ".docx", ".xlsx"}:
            continue
        text = path.read_text(errors="ignore")
        if re.search(r"(?<![\w.$}])/(?:work|farm|root)/", text):
            found.append(name)
    assert not found
