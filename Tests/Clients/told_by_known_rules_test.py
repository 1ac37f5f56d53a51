"""The rules that people know: each filter of a profile holds, one that says nothing falls back, and timeslots."""

import json
import unittest

from telling import Told, stamp


class KnownRules(Told):
    settings = {"ARGUS_FALLBACK_FILTER": json.dumps({"maxlevel": 2})}

    def filter(self, name: str, **what) -> int:
        return self.ask("POST", "v2/notificationprofiles/filters/", {"name": name, "filter": what})["pk"]

    def test_every_filter_holds_and_the_fallback_where_one_says_nothing(self):
        hosts, nav = self.filter("hosts", tags=["host=edge-1", "host=edge-2"]), self.filter("all", maxlevel=5)
        self.profile(filters=[hosts, nav])
        mild = self.open("mild", level=3)
        other = self.open("other", tags=[{"tag": "host=core-1"}])
        self.open("bad", level=2, tags=[{"tag": "host=edge-2"}])

        self.wait_for("Incident start: bad")
        self.assertEqual((self.states(mild), self.states(other)), ([], []))
        self.assertIn('Filter "hosts" does not hold', self.explained(mild))
        self.assertIn('Filter "hosts" does not hold', self.explained(other))

    def test_what_is_open_or_acknowledged_counts_as_it_was_when_it_happened(self):
        self.profile(filters=[self.filter("open", maxlevel=5, open=True, acked=False)])
        incident = self.open("down")
        # Both come before it is decided who is told of the first, if the server has much to do.
        path, now = f"v2/incidents/{incident['pk']}", stamp(self.clock.now)
        self.ask("POST", f"{path}/acks/", {"timestamp": now})
        self.ask("POST", f"{path}/events/", {
            "type": "END", "timestamp": now, "description": "", "actor": {}}, self.source["token"])
        self.wait_for("Incident start: down")
        self.open("up again")
        self.wait_for("Incident start: down", "Incident start: up again")
        self.wait_until(incident, "sent")

    def test_each_address_gets_one_mail_however_many_profiles_want_it(self):
        for _ in range(3):
            self.profile()
        incident = self.open("down")
        self.wait_for("Incident start: down")
        self.close(incident)
        self.wait_for("Incident start: down", "Incident end: down")
        self.wait_until(incident, "sent", "sent")


if __name__ == "__main__":
    unittest.main()
