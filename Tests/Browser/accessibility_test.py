"""Nothing on any page keeps anybody out: axe finds nothing of WCAG 2.2, A and AA."""

import importlib.resources
import unittest

from scene import Scene, live

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
#: Width, and how much larger the page is shown.
SIZES = [(1440, 1), (390, 1), (1440, 2)]
LOOKS = [{"scheme": "light"}, {"scheme": "dark"}, {"scheme": "light", "forced": True}]


class Accessibility(Scene):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.axe = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()

    def check(self, page) -> None:
        """Looks at a page in every way in which it is shown."""
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(self.axe + "; void 0")
        for (width, zoom), look in ((size, look) for size in SIZES for look in LOOKS):
            page.resize(width, 900, zoom)
            page.media(**look)
            found = page.evaluate(f"""axe.run(document, {{runOnly: {RULES}, resultTypes: ['violations']}})
                .then(({{violations}}) => violations.map((each) =>
                    each.id + ': ' + each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + ' '
                        + (node.any[0]?.message ?? node.all[0]?.message ?? '')).join(' | ')))""")
            with self.subTest(f"{page.path}, {width} px at {zoom:.0%}, {look}"):
                self.assertEqual(found, [])
        page.resize(1440)
        page.media()

    def filled(self) -> int:
        pks = [self.open_incident(f"of level {level}", level=level, host=f"h{level}") for level in range(1, 6)]
        self.acknowledge(pks[1])
        return pks[0]

    def test_the_log_in(self):
        page = self.browser.page(f"{self.server.url}/accounts/login/")
        self.addCleanup(page.close)
        self.check(page)

    def test_the_list_filled_and_with_nothing_in_it(self):
        self.filled()
        page = self.log_in()
        live(page)
        page.press("j", "x")
        self.check(page)
        page.open(f"{self.server.url}/incidents/?q=host%3Dnone")
        self.check(page)

    def test_the_list_with_a_mistake_and_as_it_was(self):
        self.filled()
        page = self.log_in(at="/incidents/?q=level%3C%3Dx&columns=none")
        self.check(page)
        page.open(f"{self.server.url}/incidents/?q=open&at=2026-01-01T03:12&group=tag:host")
        self.check(page)

    def test_dialogs(self):
        self.filled()
        page = self.log_in()
        live(page)
        for key in ["a", "z", "t", "?"]:
            page.press(key)
            self.check(page)
            page.press("Escape")
            page.wait("!document.querySelector('dialog[open]')")

    def test_the_page_of_an_incident(self):
        pk = self.filled()
        page = self.log_in(at=f"/incidents/{pk}/")
        self.check(page)

    def test_the_wall(self):
        self.filled()
        page = self.log_in(at="/incidents/wall/?q=open&sound=2")
        self.check(page)

    def test_what_is_not_there(self):
        page = self.log_in(at="/incidents/999999/")
        self.check(page)

    def test_all_other_rooms(self):
        page = self.log_in()
        links = page.evaluate("[...document.querySelectorAll('header a[href^=\"/\"]')].map((link) => link.pathname)")
        for path in sorted(set(links) - {"/", "/incidents/"}):
            page.open(self.server.url + path)
            self.check(page)


if __name__ == "__main__":
    unittest.main()
