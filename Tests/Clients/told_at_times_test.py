"""People are told in their own time: nights in one row, holidays, summer time, a pause, a clock put back."""

import unittest

from telling import Told

CALENDAR = "\n".join((
    "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1", "SUMMARY:Eve", "DTSTART;VALUE=DATE:20261224",
    "END:VEVENT", "END:VCALENDAR"))
NIGHT = [{"days": [1, 2, 3, 4, 5], "start": "16:00", "end": "08:00", "holidays": "except"}]


class Times(Told):
    def told(self, moment: str) -> bool:
        """Whether an incident of a moment is told."""
        self.clock.set(moment)
        before = len(self.subjects())
        incident = self.open(moment)
        seen = self.open("always", level=5, tags=[{"tag": "always=yes"}])
        self.mail.wait(lambda mails: any(to == "kari@example.org" and seen_in(mail, seen) for to, mail in mails))
        states = self.states(incident)
        if states:
            self.wait_until(incident, "sent")
            self.wait_until(seen, "sent")
            self.assertEqual(len(self.subjects()) - before, 2)
        self.wait_until_written("kari")
        return bool(states)

    def setUp(self):
        super().setUp()
        # What kari is told shows that the server has decided of all that came before.
        self.profile(self.person("kari"))

    def test_a_night_is_one_row_and_goes_on_into_the_next_day(self):
        self.profile(recurrences=NIGHT)
        self.assertFalse(self.told("2026-11-27T15:59:00Z"))
        self.assertTrue(self.told("2026-11-27T16:00:01Z"))
        self.assertTrue(self.told("2026-11-28T07:59:00Z"))
        self.assertFalse(self.told("2026-11-28T08:01:00Z"))
        self.assertFalse(self.told("2026-11-28T20:00:00Z"))

    def test_holidays_by_date_and_by_calendar_are_left_out(self):
        self.ask("PUT", "v3/holidays/", {
            "dates": [{"date": "2020-12-25", "name": "Christmas", "every_year": True}], "calendar": CALENDAR})
        self.profile(recurrences=NIGHT)
        self.assertTrue(self.told("2026-12-23T20:00:00Z"))
        self.assertTrue(self.told("2026-12-24T07:00:00Z"))
        self.assertFalse(self.told("2026-12-24T20:00:00Z"))
        self.assertFalse(self.told("2026-12-25T20:00:00Z"))

    def test_the_clocks_of_the_owner_count_also_when_they_change(self):
        self.ask("PUT", "v3/preferences/argus_htmx/", {"time_zone": "Europe/Oslo"})
        self.profile(recurrences=[{"days": [7], "start": "01:30", "end": "02:30"}])
        self.assertFalse(self.told("2026-10-24T23:29:00Z"))
        self.assertTrue(self.told("2026-10-24T23:31:00Z"))
        # The hour from two to three comes twice.
        self.assertTrue(self.told("2026-10-25T00:29:00Z"))
        self.assertFalse(self.told("2026-10-25T00:31:00Z"))
        self.assertTrue(self.told("2026-10-25T01:29:00Z"))
        self.assertFalse(self.told("2026-10-25T01:31:00Z"))
        # And not at all in spring.
        self.assertTrue(self.told("2027-03-28T00:59:00Z"))
        self.assertFalse(self.told("2027-03-28T01:01:00Z"))

    def test_nothing_is_told_until_a_pause_is_over(self):
        self.profile(rules={"paused_until": "2026-11-27T13:00:00Z"})
        self.assertFalse(self.told("2026-11-27T12:30:00Z"))
        self.assertTrue(self.told("2026-11-27T13:00:30Z"))

    def test_a_clock_that_is_put_back_an_hour_makes_no_message_late(self):
        self.profile(rules={"kinds": ["opened"]})
        self.mail.to_text = "451 not now"
        incident = self.open("down")
        self.wait_until(incident, "waiting server_error")
        self.clock.go(-3600)
        self.mail.to_text = "250 taken"
        # The server sees it within ten seconds, and it was to be tried again after ten.
        self.mail.wait(lambda mails: self.subjects() == ["Incident start: down"])
        other = self.open("after it")
        self.wait_for("Incident start: down", "Incident start: after it")
        self.wait_until(other, "sent")
        self.server.stop()
        self.assertIn("The clock was put back", self.server.log_end())


def seen_in(mail, incident: dict) -> bool:
    return mail["X-Argus-Incident"] == str(incident["pk"])


if __name__ == "__main__":
    unittest.main()
