"""No close is told without its opening, and no opening without its close."""

import unittest

from telling import Told


class Following(Told):
    def test_an_end_is_told_where_the_opening_was_also_outside_the_timeslot(self):
        self.profile(recurrences=[{"days": [5], "start": "08:00", "end": "16:00"}], rules={"follows_up": True})
        known = self.open("known")
        self.wait_for("Incident start: known")
        self.clock.set("2026-11-27T17:00:00Z")
        unknown = self.open("unknown")
        self.close(unknown)
        self.close(known)

        self.wait_for("Incident start: known", "Incident end: known")
        self.assertEqual(self.states(unknown), [])
        self.assertIn("It follows an opening that was not told.", self.explained(unknown))

    def test_an_end_comes_after_an_opening_that_could_not_be_sent_at_once(self):
        self.profile(rules={"follows_up": True})
        self.mail.to_text = "451 not now"
        incident = self.open("down")
        self.wait_until(incident, "waiting server_error")
        self.close(incident)
        self.wait_until(incident, "waiting server_error", "waiting")
        self.mail.to_text = "250 taken"
        self.clock.go(20)
        self.wait_for("Incident start: down", "Incident end: down")

    def test_an_acknowledgement_is_told_only_to_those_who_know(self):
        self.profile(rules={"follows_up": True, "wait": 60})
        incident = self.open("down")
        self.wait_until(incident, "waiting")
        self.acknowledge(incident)
        self.wait_until(incident, "waiting", "waiting")
        self.clock.go(61)
        self.wait_until(incident, "dropped acknowledged", "dropped opening_not_told")
        self.assertEqual(self.subjects(), [])


if __name__ == "__main__":
    unittest.main()
