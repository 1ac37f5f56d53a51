"""Makes pictures of each page, to be looked at, in the folder screenshots/."""

import shutil
import unittest
from pathlib import Path

import every_page
from scene import Scene

FOLDER = Path("screenshots")
WIDTHS = [1920, 1440, 1024, 390]
#: For what is opened on a page.
WIDTHS_OF_PARTS = [1440, 390]


def setUpModule():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()


class Pictures(Scene):
    def take(self, page, views: list[every_page.View], state: str) -> None:
        for view in views:
            view.show(page, self.server.url)
            # A list has no end; it is shown as a screen shows it.
            whole = not view.part and not page.exists("#rows, dialog[open]")
            for width in WIDTHS_OF_PARTS if view.part else WIDTHS:
                page.resize(width, 900 if width > 400 else 844, is_phone=width < 400)
                for scheme in ["light", "dark"]:
                    page.media(scheme)
                    page.picture(FOLDER / f"{view.name}-{state}-{width}-{scheme}.png", whole)


class Production(Pictures):
    settings = every_page.PRODUCTION

    def test_every_page(self):
        page = self.log_in()
        self.take(page, every_page.ROOMS + every_page.BLANK, "empty")
        things = every_page.fill(self, incidents=40, log=25)
        other = self.log_in()  # A session that can be ended.
        self.take(page, every_page.views(self, things), "filled")
        self.take(other, [every_page.View("list-logged-out", "/incidents/", every_page.logged_out)], "filled")
        self.take(self.log_in(self.vera), every_page.viewer_views(things), "filled")
        self.take(self.browser.page(), every_page.stranger_views(), "filled")
        self.take(page, every_page.sample_views(page, self.server.url), "sample")


class TestPlace(Pictures):
    settings = every_page.TEST_PLACE

    def test_it_is_not_taken_for_production(self):
        every_page.fill(self, incidents=20, log=5)
        self.take(self.log_in(), every_page.test_place_views(), "test-place")


class FirstStart(Pictures):
    people = False

    def test_nobody_has_an_account(self):
        self.take(self.browser.page(), every_page.first_views(self.server), "first-start")


if __name__ == "__main__":
    unittest.main()
