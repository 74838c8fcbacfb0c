"""Find a Chromium for the browser tests, or install one. Never a silent skip.

The one on PATH, else Playwright's own, else the system's package manager.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
INSTALLERS = (
    ("apt-get", [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]),
    ("dnf", [["dnf", "install", "-y", "-q", "chromium"]]),
    ("apk", [["apk", "add", "--quiet", "chromium"]]),
    ("brew", [["brew", "install", "--quiet", "--cask", "chromium"]]),
)


def on_path() -> str | None:
    """The browser on PATH, or None."""
    return next(filter(None, (shutil.which(name) for name in NAMES)), None)


def playwrights_own() -> str | None:
    """The browser Playwright downloaded for itself, or None."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _run(command: list[str], seconds: int) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, timeout=seconds, env=environment, capture_output=True, text=True, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"  {' '.join(command)}: {error}", file=sys.stderr)
        return False
    if done.returncode:
        print(f"  {' '.join(command)}: {(done.stderr or done.stdout).strip()[-300:]}", file=sys.stderr)
    return done.returncode == 0


def install() -> str | None:
    """Install a browser and return its path, or None when every way failed."""
    print("No Chromium found; installing one for the browser tests…", file=sys.stderr)
    if _run([sys.executable, "-m", "playwright", "install", "chromium"], 300) and (path := playwrights_own()):
        return path
    sudo = [] if os.geteuid() == 0 or not shutil.which("sudo") else ["sudo", "-n"]
    for manager, commands in INSTALLERS:
        prefix = [] if manager == "brew" else sudo
        if shutil.which(manager) and all(_run([*prefix, *command], 900) for command in commands):
            return on_path()
    return None


def chromium() -> str | None:
    """The path of a Chromium that is here now, or None."""
    return on_path() or playwrights_own()


if __name__ == "__main__":
    found = chromium() or install()
    if found is None:
        sys.exit("The browser tests need Chromium, and none could be installed. Install one and run `make test` again.")
    print(f"Browser: {found}")
