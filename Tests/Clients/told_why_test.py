"""It is always explained who was told and who was not, what a profile would have sent, and whom nothing reaches."""

import unittest

from telling import Told


class Why(Told):
    def test_each_profile_says_what_it_decided_and_each_message_how_it_went(self):
        self.clock.set("2026-11-27T12:30:20Z")
        self.profile(rules={"wait": 600, "kinds": ["opened"]})
        self.profile(rules={"kinds": ["closed"]})
        self.profile(active=False)
        incident = self.open("down")
        self.wait_until(incident, "waiting")
        told = self.ask("GET", f"v3/incidents/{incident['pk']}/explain/")
        self.assertEqual(
            [profile["verdict"] for profile in told["events"][0]["profiles"]],
            ["told", "kind", "profile_inactive"])
        self.assertIn("To be sent by Email to bob@example.org at 2026-11-27T12:40", self.explained(incident))
        self.clock.go(601)
        self.wait_for("Incident start: down")
        self.wait_until(incident, "sent")
        self.assertIn("bob is told of it.", self.explained(incident))
        self.assertIn("Sent by Email to bob@example.org at 2026-11-27T12:40", self.explained(incident))

    def test_a_preview_says_what_a_profile_would_have_sent(self):
        profile = self.profile(active=False, rules={"kinds": ["opened"], "wait": 60})
        self.profile(self.person("kari"))
        short, long = self.open("short"), self.open("long")
        self.wait_for("Incident start: short", "Incident start: long", to="kari")
        self.clock.go(30)
        self.close(short)
        self.wait_for("Incident start: short", "Incident start: long", "Incident end: short", to="kari")
        self.clock.go(3600)
        told = self.ask("POST", "v3/profiles/preview/", {"pk": profile["pk"], "days": 1})

        self.assertEqual([message["incident"] for message in told["messages"]], [long["pk"]])
        self.assertEqual((told["count"], told["pending"]), (1, 0))
        self.assertEqual(self.subjects(), [])

    def test_people_whom_nothing_reaches_are_named(self):
        staff = self.person("kari", "--role", "staff")["token"]
        self.profile()
        found = {one["user"]["username"]: one["reason"] for one in self.ask("GET", "v3/unreachable/", None, staff)}
        self.assertNotIn("bob", found)
        self.assertEqual(found["kari"], "no_profile")
        self.assertIn("kari", self.server.run("unreachable"))


if __name__ == "__main__":
    unittest.main()
