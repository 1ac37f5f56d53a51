"""A wall is loud for what it shows, and for nothing else, until somebody acknowledges it."""

import unittest

from scene import Scene, live, row

#: Counts what would be heard.
EARS = """
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function () { window.tones += 1; return start.apply(this, arguments); };
    window.notices = [];
    window.Notification = class { constructor(text) { window.notices.push(text); }
        static permission = 'granted'; static requestPermission() { return Promise.resolve('granted'); } };
"""


class Wall(Scene):
    def wall(self, address: str):
        page = self.log_in()
        page.call("Page.addScriptToEvaluateOnNewDocument", source=EARS)
        page.open(self.server.url + address)
        live(page)
        if page.exists("#allow"):
            page.click("#allow")
        return page

    def test_it_sounds_for_what_is_new_in_the_filter_that_it_shows(self):
        page = self.wall("/incidents/wall/?q=open%20host%3Da&sound=2&notify=1")

        self.open_incident("elsewhere", level=1, host="b")
        self.open_incident("too mild", level=3, host="a")
        worst = self.open_incident("for this wall", level=1, host="a")

        page.wait("window.tones > 0")
        page.wait(f"document.querySelector('{row(worst)}')")
        self.assertEqual(page.evaluate("window.notices"), ["for this wall"])

    def test_it_is_silent_for_others(self):
        page = self.wall("/incidents/wall/?q=open%20host%3Dz&sound=5&notify=5")

        for level in range(1, 6):
            self.open_incident("elsewhere", level=level, host="b")
        shown = self.open_incident("stateless or not, the last one", level=5, host="z")

        page.wait(f"document.querySelector('{row(shown)}')")
        self.assertEqual(page.evaluate("window.notices.length"), 1)

    def test_it_is_silent_once_somebody_has_acknowledged(self):
        page = self.wall("/incidents/wall/?q=open%20host%3Dc&sound=2")
        pk = self.open_incident("loud", level=1, host="c")
        page.wait("document.documentElement.dataset.sounding === '1'")

        self.acknowledge(pk)

        page.wait("document.documentElement.dataset.sounding === '0'")

    def test_its_state_is_in_its_address(self):
        self.open_incident("seen by all", level=2, host="d")
        address = "/incidents/wall/?q=open%20host%3Dd&sound=1"

        page = self.wall(address)

        self.assertEqual(page.path, address)
        self.assertEqual(page.count("tr[data-pk]"), 1)


if __name__ == "__main__":
    unittest.main()
