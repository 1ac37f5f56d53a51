"""Tells Swift source apart into code, comments and string literals, line by line."""

import re
from dataclasses import dataclass, field
from pathlib import Path

STRING = re.compile(r'(#*)("""|")')


@dataclass
class Source:
    """A file of which each line is kept three times: as code, as comment and as string literal."""

    path: Path
    lines: list[str]
    code: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)

    @property
    def target(self) -> str:
        """The folder below Sources or Tests."""
        return self.path.parts[1]


def read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    kinds = kinds_of(text)
    source = Source(path, text.split("\n"))
    for kind, kept in (("code", source.code), ("comment", source.comments), ("string", source.strings)):
        masked = "".join(c if k == kind or c == "\n" else " " for c, k in zip(text, kinds))
        kept.extend(masked.split("\n"))
    return source


def kinds_of(text: str) -> list[str]:
    """For each character: whether it is code, comment or string."""
    kinds = ["code"] * len(text)
    # Each open string literal is (hashes, quote); "(" counts parentheses within an interpolation.
    open_strings: list[tuple[str, str]] = []
    depths: list[int] = []
    position = 0
    in_string = False
    while position < len(text):
        if in_string:
            hashes, quote = open_strings[-1]
            escape = "\\" + hashes
            if text.startswith(escape + "(", position):
                depths.append(1)
                in_string = False
                position += len(escape) + 1
            elif text.startswith(escape, position):
                position = mark(kinds, position, len(escape) + 1, "string")
            elif text.startswith(quote + hashes, position):
                position = mark(kinds, position, len(quote + hashes), "string")
                open_strings.pop()
                in_string = bool(open_strings) and len(depths) < len(open_strings)
            else:
                position = mark(kinds, position, 1, "string")
        elif text.startswith("//", position):
            end = text.find("\n", position)
            position = mark(kinds, position, (end if end >= 0 else len(text)) - position, "comment")
        elif text.startswith("/*", position):
            end = text.find("*/", position)
            position = mark(kinds, position, (end + 2 if end >= 0 else len(text)) - position, "comment")
        elif start := STRING.match(text, position):
            open_strings.append((start[1], start[2]))
            in_string = True
            position = mark(kinds, position, len(start[0]), "string")
        else:
            if depths and text[position] in "()":
                depths[-1] += 1 if text[position] == "(" else -1
                if depths[-1] == 0:
                    depths.pop()
                    in_string = True
            position += 1
    return kinds


def mark(kinds: list[str], start: int, count: int, kind: str) -> int:
    """Marks so many characters, and gives the position after them."""
    end = min(start + count, len(kinds))
    kinds[start:end] = [kind] * (end - start)
    return end
