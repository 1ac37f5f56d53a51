"""Finds files that a document names and that are not there."""

import glob
import re
from pathlib import Path

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
REPOSITORY_PATH = re.compile(r"^(?:Sources|Tests|Documentation|Scripts|Examples|\.ci)/[\w./*+-]+$")
SWIFT_FILE = re.compile(r"^[\w+-]+\.(?:swift|py|mustache)$")
# These speak of files that may come, or that once were.
EXAMPLES_ONLY = {"STYLE.md", "CHANGELOG.md"}


def missing_files(files: list[Path]) -> list[str]:
    names = {path.name for path in files}
    found = []
    for document in (path for path in files if path.suffix == ".md"):
        text = document.read_text(encoding="utf-8")
        prose = FENCE.sub(lambda m: "\n" * m[0].count("\n"), text)
        for match in LINK.finditer(prose):
            if not is_elsewhere(match[1]) and not (document.parent / match[1]).exists():
                found.append(problem(document, prose, match))
        for match in CODE.finditer(prose):
            word = match[1]
            if REPOSITORY_PATH.match(word) and "NNNN" not in word:
                if not glob.glob(word):
                    found.append(problem(document, prose, match))
            elif SWIFT_FILE.match(word) and not is_example(document) and word not in names:
                found.append(problem(document, prose, match))
    return found


def is_elsewhere(link: str) -> bool:
    return "://" in link or link.startswith(("mailto:", "doc:"))


def is_example(document: Path) -> bool:
    return document.name in EXAMPLES_ONLY or "Decisions" in document.parts


def problem(document: Path, text: str, match: re.Match[str]) -> str:
    return f"{document}:{text.count(chr(10), 0, match.start()) + 1}: there is no {match[1]}"
