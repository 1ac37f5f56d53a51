"""`Scripts/check-style` finds each thing that it says it finds, and nothing where all is well."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent.parent / "Scripts" / "check-style"


class CheckStyle(unittest.TestCase):
    def problems(self, files: dict[str, str]) -> list[str]:
        """What is found in a folder with these files, without the lists of places to look at."""
        with tempfile.TemporaryDirectory(prefix="argus style ") as folder:
            for name, text in files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            done = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True)
            found = done.stdout.split("\nThe longest files")[0].strip().splitlines()
            found = [line for line in found if ":" in line]
            self.assertEqual(done.returncode, 1 if found else 0, done.stdout + done.stderr)
            return found

    def found_in(self, target: str, text: str) -> list[str]:
        return self.problems({f"Sources/{target}/A.swift": text})

    def test_nothing_in_good_code(self):
        self.assertEqual(self.found_in("ArgusCore", "/// Does it.\n@inlinable\npackage func doIt() {}\n"), [])

    def test_undocumented_package_function(self):
        self.assertEqual(
            self.found_in("ArgusCore", "package func doIt() {}\n"), ["Sources/ArgusCore/A.swift:1: func doIt has no ///"])

    def test_requirement_of_a_protocol_needs_no_second_sentence(self):
        code = "/// Acts.\npublic protocol P {\n    /// Acts.\n    func act()\n}\nextension Int: P {\n    public func act() {}\n}\n"
        self.assertEqual(self.found_in("ArgusCore", code), [])

    def test_statement_outside_storage(self):
        code = 'let a = """\n    SELECT id\n    FROM incident\n    """\n'
        self.assertEqual(len(self.found_in("ArgusAPI", code)), 1)
        self.assertEqual(self.found_in("ArgusStorage", code), [])

    def test_statement_in_a_comment_or_in_plain_words_is_none(self):
        self.assertEqual(self.found_in("ArgusAPI", '// SELECT a FROM b\nlet a = "select one from many"\n'), [])

    def test_print_in_a_library(self):
        self.assertEqual(len(self.found_in("ArgusAPI", "func f() { print(1) }\n")), 1)
        self.assertEqual(self.found_in("argus", "func f() { print(1) }\n"), [])

    def test_print_within_an_interpolation_is_code_and_within_a_string_is_not(self):
        self.assertEqual(len(self.found_in("ArgusAPI", 'let a = "\\(print("x"))"\n')), 1)
        self.assertEqual(self.found_in("ArgusAPI", 'let a = "print(x)"\n'), [])

    def test_time_or_chance_taken_in_a_library(self):
        self.assertEqual(len(self.found_in("ArgusCore", "let a = Date()\nlet b = UUID()\nlet c = Timestamp.now()\n")), 3)
        self.assertEqual(self.found_in("ArgusServer", "let a = Timestamp.now()\n"), [])

    def test_public_name_that_is_not_listed(self):
        code = "/// Acts.\npublic struct A {\n    /// Acts.\n    public enum B { case c }\n    public var d: Int\n}\n"
        listed = "ArgusClient\n    A\n"
        files = {"Sources/ArgusClient/A.swift": code, "Scripts/public-names.txt": listed}
        self.assertEqual(
            self.problems(files),
            ["Sources/ArgusClient/A.swift:4: A.B is public in ArgusClient; make it package, or list it in "
             "Scripts/public-names.txt"])
        self.assertEqual(self.problems(files | {"Scripts/public-names.txt": listed + "    A.B\n"}), [])

    def test_listed_name_that_is_not_public(self):
        files = {"Sources/ArgusClient/A.swift": "/// Acts.\npackage struct A {\n}\n",
                 "Scripts/public-names.txt": "ArgusClient\n    A\n"}
        self.assertEqual(self.problems(files), ["Scripts/public-names.txt: A is not public in ArgusClient"])

    def test_public_names_of_what_is_no_library_are_its_own_matter(self):
        self.assertEqual(self.found_in("ArgusCore", "/// Acts.\npublic struct A {\n}\n"), [])

    def test_todo_without_an_issue(self):
        word = "TO" + "DO"  # or this file would be found too
        self.assertEqual(len(self.found_in("ArgusCore", f"// {word}: later\n")), 1)
        self.assertEqual(self.found_in("ArgusCore", f"// {word}(#12): later\n"), [])

    def test_test_support_in_a_product(self):
        self.assertEqual(len(self.found_in("ArgusAPI", "import ArgusTesting\n")), 1)

    def test_document_that_names_what_is_not_there(self):
        files = {"README.md": "[a](b.md), `Sources/X/None.swift` and `None.swift`\n"}
        self.assertEqual(len(self.problems(files)), 3)
        self.assertEqual(self.problems({"README.md": "[a](b.md) and <https://x.example>\n", "b.md": "B\n"}), [])


if __name__ == "__main__":
    unittest.main()
