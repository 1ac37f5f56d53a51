"""What nobody acknowledges is told again, so often and no more."""

import unittest

from telling import Told


class Again(Told):
    def test_it_is_told_again_until_somebody_acknowledges(self):
        self.profile(rules={"repeat_after": 900, "repeat_at_most": 3, "kinds": ["opened"]})
        incident = self.open("down")
        self.wait_until(incident, "sent", "waiting")
        self.clock.go(901)
        self.wait_until(incident, "sent", "sent", "waiting")
        self.acknowledge(incident)
        self.clock.go(901)
        self.wait_until(incident, "sent", "sent", "dropped acknowledged")

        forgotten = self.open("forgotten")
        for count in range(1, 4):
            self.wait_until(forgotten, *["sent"] * count, "waiting")
            self.clock.go(901)
        self.wait_until(forgotten, *["sent"] * 4)
        self.assertEqual(self.subjects(), ["Incident start: down"] * 2 + ["Incident start: forgotten"] * 4)


if __name__ == "__main__":
    unittest.main()
