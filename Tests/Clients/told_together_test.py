"""A digest tells once what is still so, the worst first; a storm is one message; nobody gets more than they want."""

import unittest

from telling import Told


class Together(Told):
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

    def test_so_many_an_hour_and_then_one_that_says_how_many_more(self):
        self.profile(rules={"hourly_limit": 2})
        self.open("first", level=3)
        self.open("second", level=3)
        self.wait_for("Incident start: first", "Incident start: second")
        third = self.open("third", level=3)
        self.wait_until(third, "waiting limited")
        for name, level in (("bad", 4), ("worst", 1)):
            self.wait_until(self.open(name, level=level), "dropped limited")
        self.clock.go(3601)
        self.wait_for("Incident start: first", "Incident start: second", "Incident start: third")
        text = self.mail.mails[2][1].get_body(("plain",)).get_content()
        self.assertRegex(text, r"And 2 more: +the worst of them: worst")

    def test_a_storm_of_one_host_is_one_mail(self):
        self.profile(rules={"storm": {"tag": "host", "count": 1, "within": 600}})
        self.open("calm", tags=[{"tag": "host=other"}])
        self.open("first")
        self.wait_for("Incident start: calm", "Incident start: first")
        self.open("second")
        self.wait_for("Incident start: calm", "Incident start: first", "host=edge-1: 2 incidents, worst: second")
        self.wait_until(self.open("third"), "waiting storm")
        self.clock.go(601)
        self.wait_for(
            "Incident start: calm", "Incident start: first", "host=edge-1: 2 incidents, worst: second",
            "host=edge-1: and 1 more, worst: third")


if __name__ == "__main__":
    unittest.main()
