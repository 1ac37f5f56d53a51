"""A person logs in with a browser, and comes to where they wanted to go."""

import unittest

from scene import Scene


class LoggingIn(Scene):
    def test_leads_to_the_page_that_was_wanted(self):
        page = self.log_in(at="/incidents/?level__lte=2")

        self.assertEqual(page.path, "/incidents/?level__lte=2")
        self.assertEqual(page.complaints(), [])

    def test_says_what_is_wrong_and_keeps_the_name(self):
        page = self.browser.page(f"{self.server.url}/accounts/login/")
        self.addCleanup(page.close)

        self.give_password(page, {"username": "alice", "password": "wrong"})

        self.assertEqual(page.evaluate("document.querySelector('#username').value"), "alice")
        self.assertTrue(page.exists("[role=alert]"))


if __name__ == "__main__":
    unittest.main()
