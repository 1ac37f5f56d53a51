"""Nobody gets more messages than they want: so many an hour, and a storm as one."""

import unittest

from telling import Told


class NotTooMuch(Told):
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
