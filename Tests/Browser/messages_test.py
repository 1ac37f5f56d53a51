"""Whoever looks at messages sees at once what becomes of them, on their page and on that of the incident."""

import unittest

from scene import Scene, live


class Messages(Scene):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        scene, token = cls(), cls.alice["token"]
        root = "/notificationprofiles/"
        slot = scene.ask("GET", f"{root}timeslots/", token=token)[0]["pk"]
        filter = scene.ask("POST", f"{root}filters/", {"name": "bad", "filter": {"maxlevel": 2}}, token)["pk"]
        destination = scene.ask("POST", f"{root}destinations/", {
            "media": "email", "label": "mail", "settings": {"email_address": "alice@example.org"}}, token)["pk"]
        cls.profile = scene.ask("POST", root, {
            "name": "night", "timeslot": slot, "filters": [filter], "destinations": [destination], "active": True,
        }, token)["pk"]

    def test_they_are_shown_while_they_are_sent(self):
        page = self.log_in(at="/notifications/messages/")
        live(page)

        self.open_incident("told of at once", level=1)

        # No mail server is set.
        page.wait("[...document.querySelectorAll('[data-part=rows] tr')].some("
                  "(row) => row.innerText.includes('told of at once') && row.innerText.includes('failed'))")

    def test_the_page_of_the_incident_shows_them_too(self):
        pk = self.open_incident("looked at meanwhile", level=1)
        page = self.log_in(at=f"/incidents/{pk}/")
        live(page)

        page.wait("document.querySelector('[data-part=told]').innerText.includes('Not sent by Email')")

    def test_a_profile_is_tried_on_what_is_over(self):
        self.open_incident("would have been told", level=1)
        self.open_incident("would not", level=5)
        page = self.log_in(at=f"/notifications/profiles/{self.profile}/update/")

        page.leaving(lambda: page.click("button[name=preview]"))

        text = page.evaluate("document.querySelector('.card').innerText")
        self.assertIn("In the last week it would have sent", text)
        self.assertIn("would have been told", text)


if __name__ == "__main__":
    unittest.main()
