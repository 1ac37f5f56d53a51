"""What the libraries offer, against the list of what they are meant to offer.

`Scripts/public-names.txt` has a line for each public type, and each public function and value outside of
types, below the name of its library: what is public by mistake, or gone by mistake, is found.
"""

import re
from pathlib import Path

from swift_source import Source

LIST = Path("Scripts/public-names.txt")
LIBRARIES = (
    "ArgusVocabulary", "ArgusSettings", "ArgusWire", "ArgusAlerts", "ArgusClient",
    "ArgusClientTesting", "ArgusGlue")
SCOPE = re.compile(r"\b(struct|class|enum|protocol|actor|extension)\s+([\w.]+)")
PUBLIC = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public|open)\s+(?:(?:final|indirect|static|nonisolated)\s+)*"
    r"(struct|class|enum|protocol|actor|typealias|func|var|let)\s+(\w+)")


def problems(sources: list[Source]) -> list[str]:
    """A sentence for each name that is public and not listed, or listed and not public."""
    public = {(source.target, name): place for source in sources if source.target in LIBRARIES
              for name, place in names(source)}
    meant = listed()
    found = [f"{place}: {name} is public in {library}; make it package, or list it in {LIST}"
             for (library, name), place in public.items() if (library, name) not in meant]
    gone = [f"{LIST}: {name} is not public in {library}" for library, name in meant - set(public)]
    return found + gone


def listed() -> set[tuple[str, str]]:
    found, library = set(), ""
    for line in LIST.read_text(encoding="utf-8").splitlines() if LIST.is_file() else []:
        if line and not line.startswith(" "):
            library = line
        elif line:
            found.add((library, line.strip()))
    return found


def names(source: Source) -> list[tuple[str, str]]:
    """Each public name with its place: types with those that they are in, the rest outside of types."""
    found, scopes, depth = [], [], 0
    for number, line in enumerate(source.code):
        outer = [name for _, name in scopes]
        if (declared := PUBLIC.match(line)) and (not outer or declared[1] not in ("func", "var", "let")):
            found.append((".".join([*outer, declared[2]]), f"{source.path}:{number + 1}"))
        if scope := SCOPE.search(line):
            scopes.append((depth, scope[2]))
        depth += line.count("{") - line.count("}")
        # A type whose head goes on in the next line has not begun, one that ends in its own line has.
        while scopes and depth <= scopes[-1][0] and "}" in line:
            scopes.pop()
    return found
