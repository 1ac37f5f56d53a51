"""A page whose server is away says so, and goes on by itself."""

import unittest

from scene import Scene, live, row


class OfflineAndBack(Scene):
    def test_it_is_in_step_two_seconds_after_the_server_is_back(self):
        pk = self.open_incident("changes meanwhile", level=4)
        page = self.log_in()
        live(page)
        page.evaluate("window.stayed = true")

        self.server.stop()
        page.wait("document.querySelector('#live').dataset.state === 'lost'")
        self.server.start()
        self.change_incident(pk, level=1)

        page.wait(f"document.querySelector('{row(pk)}').classList.contains('c1')")
        self.assertEqual(page.text("#live"), "live")
        self.assertTrue(page.evaluate("window.stayed"), "without a reload")


if __name__ == "__main__":
    unittest.main()
