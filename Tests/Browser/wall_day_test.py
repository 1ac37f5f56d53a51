"""A wall that hangs there for a day shows what is so, however often its server was away."""

import json
import os
import unittest

from scene import Scene, live

#: How many hours go by: `make test-browser-long` sets more.
HOURS = int(os.environ.get("ARGUS_TEST_HOURS", "24"))
#: Lets the page's clock be set on, and counts its streams.
CLOCK = """
    window.later = 0;
    const now = Date.now.bind(Date);
    Date.now = () => now() + window.later;
    window.streams = new Set();
    const Source = window.EventSource;
    window.EventSource = class extends Source {
        constructor(...given) { super(...given); window.streams.add(this); }
        close() { super.close(); window.streams.delete(this); }
    };
"""


class WallDay(Scene):
    def test_it_is_in_step_after_24_simulated_hours(self):
        page = self.log_in()
        page.call("Page.addScriptToEvaluateOnNewDocument", source=CLOCK)
        page.open(f"{self.server.url}/incidents/wall/?q=open&sound=1")
        live(page)
        first = self.open_incident("is there all day", level=5, minutes_ago=0)
        page.wait(f"document.querySelector('tr[data-pk=\"{first}\"]')")
        page.evaluate("window.stayed = true")
        heap = None

        for hour in range(1, HOURS + 1):
            if hour % 8 == 0:
                self.server.stop()
                page.wait("document.querySelector('#live').dataset.state === 'lost'")
                self.server.start()
            self.an_hour(page, hour)
            if hour == HOURS // 4:
                heap = page.weight()["JSHeapUsedSize"]

        self.assertTrue(page.evaluate("window.stayed"), "without a reload")
        self.assertEqual(page.evaluate("window.streams.size"), 1)
        age = f"{HOURS} h" if HOURS < 48 else f"{HOURS // 24} d"
        page.wait(f"document.querySelector('tr[data-pk=\"{first}\"] .k-age').textContent === '{age}'")
        self.assertLessEqual(page.weight()["JSHeapUsedSize"], heap * 1.2)

    def an_hour(self, page, hour: int) -> None:
        """Some problems begin, most of them end, somebody acknowledges; the wall shows what is left."""
        page.evaluate("void (window.later += 3_600_000)")
        pks = [self.open_incident(f"hour {hour}, problem {number}", level=1 + number) for number in range(4)]
        self.acknowledge(pks[0])
        for pk in pks[:3]:
            self.close_incident(pk)
        if hour > 2:
            self.close_incident(self.left.pop(0))
        self.left = (self.left if hour > 1 else []) + pks[3:]
        wanted = json.dumps(sorted(self.open_ones()))
        page.wait(f"""JSON.stringify([...document.querySelectorAll('tr[data-pk]:not(.closed)')]
            .map((row) => Number(row.dataset.pk)).sort((a, b) => a - b)) === {json.dumps(wanted.replace(' ', ''))}""",
            patience=90)

    def open_ones(self) -> list[int]:
        found = self.ask("GET", "/incidents/?open=true&page_size=100", token=self.alice["token"])
        return [incident["pk"] for incident in found["results"]]


if __name__ == "__main__":
    unittest.main()
