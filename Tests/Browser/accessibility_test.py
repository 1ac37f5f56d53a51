"""Nothing on any page keeps anybody out: axe finds nothing of WCAG 2.2, A and AA, and nothing has to
be read by moving the page to the side."""

import importlib.resources
import json
import os
import re
import unittest
from pathlib import Path

import every_page
from every_page import View
from scene import Scene

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
#: Width, and how much larger the page is shown.
SIZES = [(1440, 1), (390, 1), (1440, 2)]
LOOKS = [{"scheme": "light"}, {"scheme": "dark"}, {"scheme": "light", "forced": True}]
#: What is asked for by scripts, and is no page.
PARTS = {"/notifications/messages/live/", "/incidents/rows/", "/incidents/facets/", "/incidents/live/", "/incidents/words/"}
#: Whether each page is looked at in each look at each size: `make test-browser-long` sets it. Else it
#: is in three of the nine ways, with each look and each size among them, and what is opened on a page
#: in one.
IN_EVERY_WAY = bool(os.environ.get("ARGUS_TEST_EVERY_WAY"))


class Accessibility(Scene):
    """What tells of each fault that axe finds on a page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.axe = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()

    def check(self, page, views: list[View]) -> None:
        for number, view in enumerate(views):
            view.show(page, self.server.url)
            for (width, zoom), look in ways(number, view):
                page.resize(width, 900, zoom)
                page.media(**look)
                with self.subTest(f"{view.name}, {page.path}, {width} px at {zoom:.0%}, {look}"):
                    self.assertEqual(self.faults(page, view.part), [])

    def faults(self, page, part: str = "") -> list[str]:
        """What is wrong with a page, or a part of it."""
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(self.axe + "; void 0")
        found = page.evaluate(f"""axe.run({json.dumps(part) if part else 'document'}, {{runOnly: {RULES}, resultTypes: ['violations']}})
            .then(({{violations}}) => violations.map((each) =>
                each.id + ': ' + each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + ' '
                    + (node.any[0]?.message ?? node.all[0]?.message ?? '')).join(' | ')))""")
        # WCAG 1.4.10, which axe does not look at.
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return found + ([f"reflow: the page is {wide} px wider than the window"] if wide > 0 else [])


def ways(number: int, view: View) -> list[tuple]:
    """In which sizes and looks a page is looked at: all, or others than the page before."""
    every = [(size, look) for size in SIZES for look in LOOKS]
    if IN_EVERY_WAY:
        return every
    if view.part:
        return [every[number % len(every)]]
    return [(size, LOOKS[(index + number) % len(LOOKS)]) for index, size in enumerate(SIZES)]


class Production(Accessibility):
    settings = every_page.PRODUCTION

    def test_every_page(self):
        page = self.log_in()
        self.check(page, every_page.ROOMS + every_page.BLANK)
        things = every_page.fill(self, incidents=6, log=6)
        other = self.log_in()  # A session that can be ended.
        self.check(page, every_page.views(self, things))
        self.check(other, [View("list-logged-out", "/incidents/", every_page.logged_out, part="dialog")])
        self.check(self.log_in(self.vera), every_page.viewer_views(things))
        self.check(self.browser.page(), every_page.stranger_views())
        self.check(page, every_page.sample_views(page, self.server.url))

    def test_a_fault_is_found_if_there_is_one(self):
        page = self.log_in(at="/about/")
        page.evaluate("""document.querySelector('main').insertAdjacentHTML('beforeend',
            `<img src="/static/icon.svg"><input type="text"><p id="faint">faint</p><table><td>${"x".repeat(900)}`)""")
        page.evaluate("void (document.querySelector('#faint').style.color = '#888')")
        page.evaluate("void (document.querySelector('main table').style.width = '5000px')")

        rules = {fault.split(":")[0] for fault in self.faults(page)}

        self.assertEqual(rules, {"image-alt", "label", "color-contrast", "reflow"})


class EveryPage(unittest.TestCase):
    def test_none_is_left_out(self):
        sources = "".join(file.read_text() for file in Path("Sources/ArgusDashboard").rglob("*.swift"))
        written = set(re.findall(r'(?:WebPage|ConfirmPage\.page)\(\s*"(/[a-z:/]+/)"', sources))
        things = dict.fromkeys(["incident", "other", "profile", "timeslot", "destination", "source", "user", "maintenance", "token", "team"], 1)

        seen = {re.sub("/1/", "/:pk/", view.path.split("?")[0]) for view in every_page.BLANK + every_page.views(self, things)}

        self.assertIn("/sources/:pk/update/", written)
        self.assertEqual(written - seen - PARTS - {"/styleguide/"}, set())


class TestPlace(Accessibility):
    settings = every_page.TEST_PLACE

    def test_its_colour_is_read_as_well(self):
        page = self.log_in()
        self.check(page, every_page.test_place_views())


class FirstStart(Accessibility):
    people = False

    def test_nobody_has_an_account(self):
        self.check(self.browser.page(), every_page.first_views(self.server))


if __name__ == "__main__":
    unittest.main()
