"""Argus tells of itself and its sources: silent sources, tokens that expire, destinations that fail."""

import unittest

from telling import Told


class Watching(Told):
    def wait_for_incident(self, words: str, is_open: bool) -> None:
        """Waits until the source `argus` has an incident that says this."""
        path = f"v2/incidents/?open={'true' if is_open else 'false'}&source__name=argus"
        for _ in range(600):
            found = [one["description"] for one in self.ask("GET", path)["results"]]
            if any(words in text for text in found):
                return
            self.pause()
        self.fail(f"{found}\n{self.server.log_end()}")

    def pause(self) -> None:
        """The server's timers look every few seconds."""
        self.mail.wait(lambda mails: True)
        with self.mail.news:
            self.mail.news.wait(0.1)

    def test_a_source_that_is_silent_is_told_until_it_is_heard_again(self):
        self.profile()
        staff = self.person("kari", "--superuser")["token"]
        sources = self.ask("GET", "v3/sources/", None, staff)
        sources = sources["results"] if isinstance(sources, dict) else sources
        pk = next(one["pk"] for one in sources if one["name"] == "nav1")
        self.ask("PATCH", f"v3/sources/{pk}/", {"heartbeat_frequency": 300}, staff)
        self.ask("POST", "v2/incidents/sources/heartbeat/", {}, self.source["token"])
        self.clock.go(601)
        self.mail.wait(lambda mails: any("nav1" in subject for subject in self.subjects()))
        self.ask("POST", "v2/incidents/sources/heartbeat/", {}, self.source["token"])
        self.mail.wait(lambda mails: any(subject.startswith("Incident end") for subject in self.subjects()))

    def test_a_destination_that_keeps_failing_is_told_until_it_works(self):
        self.profile()
        self.mail.to_text = "451 disk full"
        incident = self.open("down")
        for _ in range(3):
            self.wait_until(incident, "waiting server_error")
            self.clock.go(1200)
        self.wait_for_incident("Messages to bob by Email do not arrive", is_open=True)
        self.mail.to_text = "250 taken"
        self.clock.go(3600)
        self.mail.wait(lambda mails: "Incident start: down" in self.subjects())
        self.wait_for_incident("Messages to bob by Email do not arrive", is_open=False)


if __name__ == "__main__":
    unittest.main()
