"""A page that is open for days stays as light and as quick as it was."""

import os
import unittest

from scene import Scene, live

#: How many changes come in: `make test-browser-long` sets more.
CHANGES = int(os.environ.get("ARGUS_TEST_DAY", "2000"))
WARM = min(1000, CHANGES // 2)


class Day(Scene):
    def test_memory_nodes_and_listeners_do_not_grow(self):
        self.pks = [self.open_incident(f"problem {number}", level=1 + number % 5) for number in range(60)]
        page = self.log_in()
        live(page)
        page.evaluate("""window.seen = 0; window.frames = [];
            const stream = new EventSource(document.querySelector('.panel').dataset.live);
            stream.addEventListener('rows', () => { window.seen += 1; });
            let last = performance.now();
            const frame = (now) => { window.frames.push(now - last); last = now;
                if (window.frames.length > 20000) window.frames.shift(); requestAnimationFrame(frame); };
            requestAnimationFrame(frame); void 0;""")

        self.change(page, 0, WARM)
        before = page.weight()
        page.evaluate("void (window.frames.length = 0)")
        self.change(page, WARM, CHANGES)
        after = page.weight()
        frames = sorted(page.evaluate("window.frames"))
        share = sum(frame < 50 for frame in frames) / len(frames)

        print(f"\n{CHANGES} changes: heap {before['JSHeapUsedSize'] / 1e6:.1f} to {after['JSHeapUsedSize'] / 1e6:.1f} MB, "
              f"nodes {before['Nodes']} to {after['Nodes']}, {share:.1%} of {len(frames)} frames under 50 ms")
        self.assertLessEqual(after["JSHeapUsedSize"], before["JSHeapUsedSize"] * 1.2)
        self.assertEqual(after["Elements"], before["Elements"])
        # Beside those of the document they count what is garbage in a moment; what leaks is a thousand times that.
        self.assertLessEqual(after["Nodes"], before["Nodes"] * 1.05)
        self.assertLessEqual(after["JSEventListeners"], before["JSEventListeners"])

    def change(self, page, first: int, end: int) -> None:
        """Somebody links tickets all day, fifty in a request; returns once the page shows the last."""
        size = 50
        for start in range(first, end, size):
            pks = [self.pks[(start + number) % len(self.pks)] for number in range(size)]
            link = f"https://tickets.example/{start}"
            self.ask("POST", "/incidents/ticket_url/bulk/", {"ids": pks, "ticket_url": link}, token=self.alice["token"])
        page.wait(f"document.querySelector('.k-ticket a[href=\"{link}\"]')", patience=60)


if __name__ == "__main__":
    unittest.main()
