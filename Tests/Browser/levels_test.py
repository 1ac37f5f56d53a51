"""Levels are told apart by those who see colours otherwise, and by those who see none."""

import itertools
import re
import unittest

from colour import SIMULATIONS, distance, seen
from scene import Scene

APART = 10


class Levels(Scene):
    def test_no_two_have_colours_that_look_alike(self):
        page = self.log_in()
        for scheme in ["light", "dark"]:
            page.media(scheme)
            colours = page.evaluate("""[1, 2, 3, 4, 5].map((level) => {
                const mark = Object.assign(document.createElement('i'), {className: `c${level}`});
                document.body.append(mark);
                const colour = getComputedStyle(mark).color;
                mark.remove();
                return colour;
            })""")
            rgb = [tuple(int(part) for part in re.findall(r"\d+", colour)[:3]) for colour in colours]
            for simulation in [None, *SIMULATIONS]:
                for (one, a), (other, b) in itertools.combinations(enumerate(rgb, 1), 2):
                    with self.subTest(f"{scheme}, {simulation}, levels {one} and {other}"):
                        self.assertGreaterEqual(distance(seen(a, simulation), seen(b, simulation)), APART)

    def test_each_has_a_shape_and_a_word_too(self):
        for level in range(1, 6):
            self.open_incident(f"of level {level}", level=level)
        page = self.log_in()

        words = page.evaluate("[...document.querySelectorAll('tr[data-pk] .lv')].map((mark) => mark.innerText.trim())")
        shapes = page.evaluate("""[...document.querySelectorAll('tr[data-pk] .lv i')].map((mark) => {
            const style = getComputedStyle(mark);
            return style.clipPath + style.borderRadius;
        })""")

        self.assertEqual(len(set(words)), 5)
        self.assertEqual(len(set(shapes)), 5)


if __name__ == "__main__":
    unittest.main()
