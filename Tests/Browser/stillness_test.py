"""Whatever changes: ticks, focus, typed text and the row under the pointer stay where they are."""

import os
import random
import unittest

from scene import Scene, live, row, shown

#: How many changes come in: `make test-browser-long` sets more.
CHANGES = int(os.environ.get("ARGUS_TEST_CHANGES", "100"))


class Stillness(Scene):
    def test_nothing_that_somebody_is_busy_with_is_touched(self):
        chance = random.Random(11)
        pks = [self.open_incident(f"problem {number}", level=1 + number % 5) for number in range(40)]
        page = self.log_in()
        live(page)
        ticked = shown(page)[5:25]
        for pk in ticked:
            page.evaluate(f"document.querySelector('{row(pk)} input').click()")
        page.press("m")
        page.type("half a sentence")
        watched = shown(page)[10]
        x, y = page.place(row(watched))
        page.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        page.evaluate(OBSERVE.replace("ROW", row(watched)))
        before = page.evaluate(STATE)

        opened = []
        for _ in range(CHANGES):
            pk = chance.choice(pks)
            kind = chance.choice(["level", "text", "acknowledge", "close", "reopen", "new"])
            match kind:
                case "level": self.change_incident(pk, level=chance.randint(1, 5))
                case "text": self.ask("PATCH", f"/incidents/{pk}/", {"ticket_url": f"https://t.example/{chance.random()}"},
                                      token=self.alice["token"])
                case "acknowledge": self.acknowledge(pk)
                case "close" if self.incident(pk)["open"]: self.close_incident(pk)
                case "reopen" if not self.incident(pk)["open"]: self.reopen(pk)
                case _: opened.append(self.open_incident("from elsewhere", level=chance.randint(1, 5)))
        last = self.open_incident("the last", level=1)
        page.wait(f"window.heard.has({last})")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

        self.assertEqual(page.evaluate(STATE), before)
        self.assertEqual(page.evaluate("window.moved"), 0, "pixels that the row under the pointer moved")
        self.assertEqual(page.evaluate("window.shifts"), [], "what moved, by the browser's own layout shifts")
        self.assertEqual(page.complaints(), [])


#: What somebody is busy with.
STATE = """({
    ticked: [...document.querySelectorAll('tr[data-pk] input:checked')].map((box) => box.value),
    typed: document.querySelector('dialog[open] input')?.value,
    focused: document.activeElement?.name,
    scroll: [scrollX, scrollY],
    rows: [...document.querySelectorAll('tr[data-pk]')].map((row) => row.dataset.pk),
})"""

#: Compares where the row is at every frame, notes the browser's own layout shifts with what moved, and
#: listens to the same events as the page.
OBSERVE = """
    window.moved = 0; window.shifts = []; window.heard = new Set();
    const place = () => document.querySelector('ROW').getBoundingClientRect();
    const start = place();
    const look = () => {
        const now = place();
        window.moved = Math.max(window.moved, Math.abs(now.top - start.top), Math.abs(now.height - start.height));
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            for (const { node, previousRect: from, currentRect: to } of entry.sources) {
                const parent = node?.nodeType === 1 ? node : node?.parentElement;
                const name = parent ? parent.outerHTML.slice(0, 120) : "gone";
                window.shifts.push(`${entry.value}: ${name} (${from.x}, ${from.y} to ${to.x}, ${to.y})`);
            }
            if (!entry.sources.length) window.shifts.push(`${entry.value}`);
        }
    }).observe({type: 'layout-shift'});
    const stream = new EventSource(document.querySelector('.panel').dataset.live);
    stream.addEventListener('rows', (event) => {
        for (const row of JSON.parse(event.data).rows) window.heard.add(row.pk);
    });
    void 0;
"""

if __name__ == "__main__":
    unittest.main()
