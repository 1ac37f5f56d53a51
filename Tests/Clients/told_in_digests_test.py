"""A digest tells once, at its time, what is still so by then, the worst first."""

import unittest

from telling import Told


class Digests(Told):
    def test_a_digest_comes_at_its_time_the_worst_first_and_only_with_what_is_still_so(self):
        self.profile(rules={"digest": {"times": ["16:00"]}, "follows_up": True})
        bad, gone, worst = (self.open(name, level=level) for name, level in (("bad", 3), ("gone", 1), ("worst", 2)))
        for incident in (bad, gone, worst):
            self.wait_until(incident, "waiting")
        self.close(gone)
        self.wait_until(gone, "waiting", "waiting")
        self.clock.set("2026-11-27T16:00:00Z")

        self.wait_for("Digest of 16:00: 2 incidents, worst: worst")
        text = self.mail.mails[0][1].get_body(("plain",)).get_content()
        self.assertLess(text.index("worst, edge-1"), text.index("bad, edge-1"))
        self.assertNotIn("gone", text)
        self.wait_until(gone, "dropped closed", "dropped opening_not_told")
        self.assertIn("gathered for the digest of 16:00", self.explained(bad))

    def test_a_digest_at_the_start_of_the_timeslot_tells_of_the_night(self):
        self.profile(
            recurrences=[{"days": [1, 2, 3, 4, 5], "start": "08:00", "end": "16:00"}],
            rules={"digest": {"at_timeslot_start": True}})
        self.open("in the morning")
        self.wait_for("Incident start: in the morning")
        self.clock.set("2026-11-27T20:00:00Z")
        for name in ("one", "two"):
            self.wait_until(self.open(name), "waiting")
        self.clock.set("2026-11-30T08:00:00Z")
        self.wait_for("Incident start: in the morning", "Digest of 08:00: 2 incidents, worst: one")


if __name__ == "__main__":
    unittest.main()
