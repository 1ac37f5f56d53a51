"""An opening that waits is told if it is still so by then, and dropped if it is not."""

import unittest

from telling import Told, stamp


class Waiting(Told):
    def test_it_is_told_once_the_time_has_passed(self):
        self.profile(rules={"wait": 600})
        self.profile(self.person("kari"))
        incident = self.open("down")
        self.wait_for("Incident start: down", to="kari")
        self.clock.go(500)
        # What kari is told shows that the server has looked at what is due.
        self.open("later")
        self.wait_for("Incident start: down", "Incident start: later", to="kari")
        self.assertEqual(self.states(incident), ["waiting"])
        self.clock.go(101)
        self.wait_for("Incident start: down")

    def test_what_is_over_or_acknowledged_or_maintained_by_then_is_dropped(self):
        self.profile(rules={"wait": 600, "kinds": ["opened"]})
        over, acked, maintained, open = (self.open(name) for name in ("over", "acked", "maintained", "open"))
        for incident in (over, acked, maintained, open):
            self.wait_until(incident, "waiting")
        self.close(over)
        self.acknowledge(acked)
        staff = self.person("kari", "--role", "staff")["token"]
        wanted = self.ask(
            "POST", "v2/notificationprofiles/filters/",
            {"name": "m", "filter": {"q": "description:maintained"}}, staff)["pk"]
        self.ask("POST", "v2/plannedmaintenance/", {
            "start_time": stamp(self.clock.now + 60), "end_time": stamp(self.clock.now + 3600), "filters": [wanted]},
            staff)
        self.clock.go(601)

        self.wait_for("Incident start: open")
        self.wait_until(over, "dropped closed")
        self.wait_until(acked, "dropped acknowledged")
        self.wait_until(maintained, "dropped maintenance")


if __name__ == "__main__":
    unittest.main()
