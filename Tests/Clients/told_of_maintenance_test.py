"""What maintenance hides is not told, and once it is over what is still open is told in one message."""

import unittest

from telling import Told, stamp


class Maintenance(Told):
    def setUp(self):
        super().setUp()
        self.staff = self.person("kari", "--role", "staff")["token"]
        self.wanted = self.ask(
            "POST", "v2/notificationprofiles/filters/",
            {"name": "edge", "filter": {"tags": ["host=edge-1"]}}, self.staff)["pk"]
        self.profile(rules={"follows_up": True})

    def plan(self, start: float, end: float, **more) -> dict:
        return self.ask("POST", "v3/maintenance/", {
            "start_time": stamp(start), "end_time": stamp(end), "description": "patches",
            "filters": [self.wanted]} | more, self.staff)

    def test_it_comes_again_every_night_and_its_end_is_warned_of_and_told(self):
        now = self.clock.now
        self.plan(now - 60, now + 3600, recurrence={"rule": "FREQ=DAILY"}, warn_before_end=600, tell_of_open=True)
        for day in range(2):
            self.clock.go(now + 60 + day * 86_400 - self.clock.now)
            before = self.subjects()
            hidden = self.open(f"hidden {day}", level=2)
            gone = self.open(f"gone {day}")
            shown = self.open(f"shown {day}", tags=[{"tag": "host=other"}])
            self.wait_for(*before, f"Incident start: shown {day}")
            self.close(gone)
            self.clock.go(3600 - 600)
            warned = 'Maintenance "patches" ends soon: 1 incident is open, worst: hidden '
            self.wait_for(*before, f"Incident start: shown {day}", f"{warned}{day}")
            self.clock.go(600)
            ended = 'Maintenance "patches" is over: 1 incident is still open, worst: hidden '
            self.wait_for(*before, f"Incident start: shown {day}", f"{warned}{day}", f"{ended}{day}")
            self.close(hidden)
            self.close(shown)
            told = [*before, f"Incident start: shown {day}", f"{warned}{day}", f"{ended}{day}"]
            ends = {f"Incident end: hidden {day}", f"Incident end: shown {day}"}
            self.mail.wait(lambda mails: len(self.subjects()) >= len(told) + 2)
            self.assertEqual(set(self.subjects()[len(told):]), ends)
            self.wait_until_written()
            self.assertEqual(self.states(gone), [])

    def test_the_time_of_the_event_decides(self):
        now = self.clock.now
        self.plan(now - 7200, now - 3600)
        inside = self.open("inside", start_time=stamp(now - 5400))
        outside = self.open("outside", start_time=stamp(now - 1800))
        self.wait_for("Incident start: outside")
        self.assertIn("Planned maintenance 1 (patches) covered it when it happened.", self.explained(inside))
        self.wait_until(outside, "sent")


if __name__ == "__main__":
    unittest.main()
