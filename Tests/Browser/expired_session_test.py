"""Somebody whose session is over logs in again, and is where they were, with what they typed."""

import unittest

from scene import Scene, live, row


class ExpiredSession(Scene):
    def forget(self, page) -> None:
        """Lets the session be over, as the server sees it."""
        page.call("Network.deleteCookies", name="sessionid", url=self.server.url)

    def test_what_was_typed_is_sent_after_logging_in_again(self):
        pk = self.open_incident("in the middle of it")
        page = self.log_in(at="/incidents/?q=open%20level%3C%3D4")
        live(page)
        page.press("m")
        page.type("half typed")
        self.forget(page)

        page.press("Enter")
        page.wait("document.querySelector('#log-in-again #username')")
        page.type("alice")
        page.press("Tab")
        page.type(self.alice["password"])
        page.press("Enter")

        page.wait("document.querySelector('#done .message')")
        said = [event["description"] for event in self.ask("GET", f"/incidents/{pk}/events/", token=self.alice["token"])]
        self.assertIn("half typed", said)
        self.assertEqual(page.path, "/incidents/?q=open%20level%3C%3D4")

    def test_a_wrong_password_is_told_and_asked_for_again(self):
        self.open_incident("anything")
        page = self.log_in()
        live(page)
        self.forget(page)
        page.evaluate("void document.dispatchEvent(new Event('visibilitychange'))")

        page.wait("document.querySelector('#log-in-again #username')")
        page.type("alice")
        page.press("Tab")
        page.type("wrong")
        page.press("Enter")

        page.wait("document.querySelector('#log-in-again .problem')")
        page.evaluate(f"document.querySelector('#log-in-again #password').value = '{self.alice['password']}'")
        page.evaluate("document.querySelector('#log-in-again form').requestSubmit()")
        page.wait("!document.querySelector('#log-in-again')")
        live(page)


if __name__ == "__main__":
    unittest.main()
