"""If nobody acknowledges, the next in line are told: destinations, and whoever is on call."""

import unittest

from telling import Told


class NextInLine(Told):
    def setUp(self):
        super().setUp()
        self.people = {name: self.person(name) for name in ("ella", "fred", "gry")}
        staff = self.person("kari", "--role", "staff")["token"]
        self.pks = {
            name: self.ask("GET", "v3/users/me/", None, who["token"])["pk"] for name, who in self.people.items()}
        self.team = self.ask("POST", "v3/teams/", {
            "name": "net", "members": [self.pks["ella"], self.pks["fred"]], "time_zone": "UTC",
            "handover_weekday": 1, "handover_time": "08:00"}, staff)
        self.boss = self.ask("POST", "v3/teams/", {"name": "boss", "members": [self.pks["gry"]]}, staff)
        self.staff = staff

    def test_three_levels_until_nobody_is_left_and_all_hear_of_the_end(self):
        mail = self.ask("GET", "v2/notificationprofiles/destinations/")[0]["pk"]
        self.profile(rules={"follows_up": True, "escalation": [
            {"after": 600, "teams": [self.team["pk"]]}, {"after": 300, "teams": [self.boss["pk"]]},
            {"after": 300, "destinations": [mail]}]})
        incident = self.open("down")
        self.wait_for("Incident start: down")
        self.clock.go(601)
        self.wait_for("Incident start: down", to="ella")
        self.clock.go(301)
        self.wait_for("Incident start: down", to="gry")
        self.clock.go(301)
        self.wait_for(*["Incident start: down"] * 2)
        self.close(incident)
        for name, count in (("bob", 2), ("ella", 1), ("gry", 1)):
            self.wait_for(*["Incident start: down"] * count, "Incident end: down", to=name)
        self.assertEqual(self.subjects("fred"), [])

    def test_those_who_were_told_hear_that_somebody_has_acknowledged(self):
        self.profile(rules={"follows_up": True, "escalation": [
            {"after": 600, "teams": [self.team["pk"]]}, {"after": 300, "teams": [self.boss["pk"]]}]})
        incident = self.open("down")
        self.wait_for("Incident start: down")
        self.clock.go(601)
        self.wait_for("Incident start: down", to="ella")
        self.acknowledge(incident)
        self.wait_for("Incident start: down", "Acknowledge: down")
        self.wait_for("Incident start: down", "Acknowledge: down", to="ella")
        self.assertEqual(self.subjects("gry"), [])

    def test_an_acknowledgement_ends_it(self):
        self.profile(rules={"kinds": ["opened"], "escalation": [{"after": 600, "teams": [self.team["pk"]]}]})
        incident = self.open("down")
        self.wait_for("Incident start: down")
        self.acknowledge(incident)
        self.clock.go(601)
        other = self.open("other")
        self.wait_for("Incident start: down", "Incident start: other")
        self.clock.go(601)
        self.wait_for("Incident start: other", to="ella")
        self.assertIn("acknowledged", self.explained(incident))
        self.wait_until(other, "sent")

    def test_whoever_is_on_call_hands_over_and_somebody_may_step_in(self):
        self.profile(destinations=[], rules={"teams": [self.team["pk"]]})
        self.open("this week")
        self.wait_for("Incident start: this week", to="ella")
        self.clock.set("2026-11-30T08:00:01Z")
        self.open("next week")
        self.wait_for("Incident start: next week", to="fred")
        self.ask("POST", f"v3/teams/{self.team['pk']}/overrides/", {
            "user": self.pks["gry"], "end_time": "2026-12-01T08:00:00Z"}, self.staff)
        self.open("stepping in")
        self.wait_for("Incident start: stepping in", to="gry")
        self.assertEqual(self.subjects("ella"), ["Incident start: this week"])
        self.assertEqual(self.subjects("fred"), ["Incident start: next week"])


if __name__ == "__main__":
    unittest.main()
