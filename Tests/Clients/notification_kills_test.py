"""No message is lost, and none becomes two, when one of two nodes is killed: `make torture-notifications`, in short."""

import subprocess
import sys
import unittest
from pathlib import Path

TORTURE = Path(__file__).resolve().parent.parent.parent / "Scripts/torture-notifications"


class Kills(unittest.TestCase):
    def test_each_event_is_told_and_what_arrives_twice_has_one_message_id(self):
        done = subprocess.run(
            [sys.executable, TORTURE, "--events", "200", "--kills", "4"],
            capture_output=True, text=True, timeout=600)
        # The counts are shown in every run, and the seed by which it is repeated.
        print(done.stdout, file=sys.stderr)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
