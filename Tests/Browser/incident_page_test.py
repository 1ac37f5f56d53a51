"""The page of an incident follows what happens to it, and leaves alone what is being typed."""

import unittest

from scene import Scene, live


class IncidentPage(Scene):
    def test_what_happens_is_added_and_what_is_typed_stays(self):
        pk = self.open_incident("looked at")
        page = self.log_in(at=f"/incidents/{pk}/")
        live(page)
        page.click("section.card textarea[name=description]")
        page.type("half a sentence")

        self.acknowledge(pk, "on my way")

        page.wait("document.querySelector('ol.time').innerText.includes('on my way')")
        self.assertEqual(page.evaluate("document.activeElement.value"), "half a sentence")

    def test_keys_open_its_forms(self):
        pk = self.open_incident("done with by keys")
        page = self.log_in(at=f"/incidents/{pk}/")
        live(page)

        page.press("a")
        page.wait("document.activeElement?.closest('details[open]')")
        page.type("seen")

        self.assertEqual(page.evaluate("document.activeElement.value"), "seen")

    def test_it_is_copied_as_text(self):
        pk = self.open_incident("told in a chat")
        page = self.log_in(at=f"/incidents/{pk}/")
        live(page)
        page.browser.call("Browser.grantPermissions", origin=self.server.url, browserContextId=page.context,
                          permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])

        page.press("y")

        page.wait("document.querySelector('#said').textContent === 'Copied.'")
        self.assertIn("told in a chat", page.evaluate("navigator.clipboard.readText()"))


if __name__ == "__main__":
    unittest.main()
