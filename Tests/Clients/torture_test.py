"""Nothing that the glue confirmed is lost or doubled by kills, a bad network and a full disk: `make torture`, in short."""

import subprocess
import sys
import unittest
from pathlib import Path

TORTURE = Path(__file__).resolve().parent.parent.parent / "Scripts/torture"


class Torture(unittest.TestCase):
    def test_delivers_what_was_confirmed_once_and_whole(self):
        done = subprocess.run(
            [sys.executable, TORTURE, "--alerts", "2000", "--keys", "120", "--kills", "4"],
            capture_output=True, text=True, timeout=600)
        # The counts are shown in every run, and the seed by which it is repeated.
        print(done.stdout, file=sys.stderr)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
