"""The Nu HTML checker on every page, stylesheet and drawing, in one run of Java."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from quality.site import Finding, Site

JAR = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"
CHECKED = (".html", ".css", ".svg")

# What it says without cause: its CSS does not know what browsers do, and it takes a file for a page without
# an origin, so that nothing is of the page's own ('self'). The browser tells what the policy really refuses.
# A block of data is no script that runs, so no policy is asked for it; `quality.shape` finds those that run.
UNFOUNDED = re.compile(
    r"CSS: .*(@container|container-(type|name)|text-wrap|light-dark\(|@layer)"
    r"|^(Resource|Inline script) violates Content Security Policy"
)


def check_markup(site: Site) -> tuple[int, list[Finding]]:
    """Run the checker; give how many files it saw and what it said, warnings as well."""
    files = [str(site.root / file) for file in site.files if file.endswith(CHECKED)]
    if not files:
        return 0, []
    options = ["--stdout", "--format", "json", "--also-check-css", "--also-check-svg", "--exit-zero-always"]
    done = subprocess.run(
        ["java", "-Xss8m", "-jar", str(JAR), *options, *files],
        capture_output=True,
        text=True,
        check=True,
        timeout=1200,
    )
    said = json.loads(done.stdout)["messages"]
    return len(files), [
        _finding(site, message) for message in said if not UNFOUNDED.search(message["message"])
    ]


def _finding(site: Site, message: dict[str, Any]) -> Finding:
    path = unquote(message.get("url", "")).removeprefix("file:")
    root = site.root.resolve().as_posix()
    file = path.removeprefix(root).lstrip("/") or "(the checker)"
    return Finding(
        file, f"{message.get('subType') or message['type']}: {message['message']}", message.get("lastLine", 0)
    )
