"""On a phone, one thumb does."""

import unittest

from scene import Scene, live, row

WIDTH, HEIGHT = 360, 740


class Phone(Scene):
    def fits(self, page) -> None:
        """Nothing sticks out at the side, however long it is."""
        self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), WIDTH)

    def test_the_list_fits_and_is_acknowledged_from_with_a_thumb(self):
        pk = self.open_incident("x" * 2000, level=1, host="a" * 200)
        page = self.log_in(width=WIDTH, height=HEIGHT)
        page.resize(WIDTH, HEIGHT, is_phone=True)
        live(page)
        self.fits(page)

        page.tap(f"{row(pk)} input")
        page.tap(".thumb button[value=acknowledge]")

        page.wait("document.querySelector('#done .message')")
        self.assertTrue(self.incident(pk)["acked"])

    def test_what_is_pressed_with_a_thumb_is_large_enough(self):
        self.open_incident("anything")
        page = self.log_in(width=WIDTH, height=HEIGHT)
        page.resize(WIDTH, HEIGHT, is_phone=True)

        heights = page.evaluate("[...document.querySelectorAll('.thumb button')].map((b) => b.getBoundingClientRect().height)")

        self.assertTrue(heights and all(height >= 44 for height in heights), heights)

    def test_the_page_of_an_incident_fits(self):
        pk = self.open_incident("y" * 2000, level=2, host="b" * 200)
        page = self.log_in(at=f"/incidents/{pk}/", width=WIDTH, height=HEIGHT)
        page.resize(WIDTH, HEIGHT, is_phone=True)

        self.fits(page)


if __name__ == "__main__":
    unittest.main()
