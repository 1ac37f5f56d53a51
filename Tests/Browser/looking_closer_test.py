"""A list is narrowed down, and read, without typing much."""

import unittest

from scene import Scene, live, row, shown

ALT = 1


class LookingCloser(Scene):
    def test_a_value_is_added_by_a_click_and_left_out_by_one_with_alt(self):
        one, other = self.open_incident("at one", location="Oslo"), self.open_incident("at another", location="Bergen")
        page = self.log_in()
        live(page)
        value = ".facet .value a.share[href*='Oslo']"

        page.leaving(lambda: page.click(value, modifiers=ALT))

        self.assertIn(other, shown(page))
        self.assertNotIn(one, shown(page))

    def test_values_of_a_key_are_completed_and_quoted(self):
        self.open_incident("anything", location="Campus Rotvoll")
        page = self.log_in()
        live(page)

        page.press("/")
        page.evaluate("void (document.querySelector('#q').value = '')")
        page.type("location=cam")
        page.wait("document.querySelectorAll('#completions li').length === 1")
        page.press("Down", "Enter")
        self.assertEqual(page.evaluate("document.querySelector('#q').value"), 'location="Campus Rotvoll" ')
        page.leaving(lambda: page.press("Enter"))

        self.assertEqual(page.count("tr[data-pk]"), 1)

    def test_ages_tick(self):
        pk = self.open_incident("grows older", minutes_ago=5)
        page = self.log_in()
        live(page)
        self.assertRegex(page.text(f"{row(pk)} .k-age"), r"\b[5-9] min")

        page.evaluate(f"""document.querySelector('{row(pk)}').dataset.start = Date.now() / 1000 - 72 * 60""")

        page.wait(f"document.querySelector('{row(pk)} .k-age').textContent === '1 h 12'")

    def test_rows_are_copied_as_text(self):
        self.open_incident("told in a chat", level=1, minutes_ago=0)
        page = self.log_in()
        live(page)
        page.browser.call("Browser.grantPermissions", origin=self.server.url, browserContextId=page.context,
                          permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])

        page.press("y")

        page.wait("document.querySelector('#said').textContent === 'Copied.'")
        self.assertIn("[Critical] told in a chat", page.evaluate("navigator.clipboard.readText()"))


if __name__ == "__main__":
    unittest.main()
