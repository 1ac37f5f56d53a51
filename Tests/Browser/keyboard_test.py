"""All that is done every day takes a key or two; the keys of each task are counted."""

import unittest

from scene import Scene, live, row, shown


class Keyboard(Scene):
    def list_of(self, *descriptions: str, at: str = "/incidents/", level: int = 1):
        """A list whose first rows are new incidents, the last one on top."""
        pks = [self.open_incident(text, level=level, minutes_ago=0) for text in descriptions]
        page = self.log_in(at=at)
        live(page)
        page.keys_pressed = 0
        return page, pks

    def test_acknowledging_one_takes_two_keys(self):
        page, [pk] = self.list_of("to be acknowledged")

        page.press("a", "Enter")

        page.wait(f"document.querySelector('{row(pk)}').classList.contains('acked')")
        self.assertEqual(page.keys_pressed, 2)

    def test_acknowledging_a_group_takes_one_key_a_row_and_two(self):
        page, pks = self.list_of("one", "two", "three")

        page.press("x", "j", "x", "j", "x", "a", "Enter")

        page.wait(f"{pks}.every((pk) => document.querySelector(`tr[data-pk='${{pk}}']`).classList.contains('acked'))")

    def test_only_one_level_takes_one_key(self):
        page, _ = self.list_of("worst")

        page.leaving(lambda: page.press("1"))

        self.assertIn("level=1", page.path)
        self.assertEqual(set(page.evaluate("[...document.querySelectorAll('tr[data-pk]')].map((row) => row.classList[0])")), {"c1"})

    def test_a_comment_takes_its_text_and_two_keys(self):
        page, [pk] = self.list_of("to be talked about")

        page.press("m")
        page.type("on it")
        page.press("Enter")

        page.wait("document.querySelector('#done .message')")
        said = [event["description"] for event in self.ask("GET", f"/incidents/{pk}/events/", token=self.alice["token"])]
        self.assertIn("on it", said)
        self.assertEqual(page.keys_pressed, 2 + len("on it"))

    def test_snoozing_for_an_hour_takes_two_keys(self):
        page, [pk] = self.list_of("later")

        page.press("z", "1")

        page.wait(f"document.querySelector('{row(pk)}').classList.contains('acked')")
        self.assertEqual(page.keys_pressed, 2)
        self.assertIsNotNone(self.ask("GET", f"/incidents/{pk}/acks/", token=self.alice["token"])[0]["expiration"])

    def test_the_list_as_it_was_takes_the_time_and_two_keys(self):
        page, [pk] = self.list_of("just now")

        page.press("@")
        page.type("2026-01-01 03:12")
        page.leaving(lambda: page.press("Enter"))

        self.assertIn("at=", page.path)
        self.assertNotIn(pk, shown(page))

    def test_the_next_unacknowledged_worst_takes_one_key(self):
        page, [first, second] = self.list_of("known", "unknown")
        self.acknowledge(second)
        page.wait(f"document.querySelector('{row(second)}').classList.contains('acked')")

        page.press("n")

        self.assertTrue(page.exists(f"{row(first)}.at"))

    def test_from_the_log_in_to_an_acknowledgement_no_pointer_is_needed(self):
        pk = self.open_incident("with the keyboard only", level=1, minutes_ago=0)
        page = self.browser.page(f"{self.server.url}/")
        self.addCleanup(page.close)
        page.wait("document.activeElement?.id === 'username'")

        page.type(self.alice["username"])
        page.press("Tab")
        page.type(self.alice["password"])
        page.leaving(lambda: page.press("Enter"))
        live(page)
        page.press("a", "Enter")

        page.wait(f"document.querySelector('{row(pk)}').classList.contains('acked')")

    def test_moving_ticking_and_closing(self):
        page, [first, second] = self.list_of("lower", "upper")

        page.press("j", "j", "k", "x")
        self.assertTrue(page.evaluate(f"document.querySelector('{row(second)} input').checked"))
        page.press("c", "Enter")

        page.wait(f"document.querySelector('{row(second)}.gone')")
        self.assertTrue(self.incident(first)["open"])

    def test_no_key_fires_while_somebody_types(self):
        page, [pk] = self.list_of("left alone")

        page.press("/")
        page.type("xacmtz")

        self.assertEqual(page.evaluate("document.querySelector('#q').value"), "xacmtz")
        self.assertFalse(page.exists("dialog[open]"))
        self.assertFalse(page.exists("tr input:checked"))

    def test_all_keys_are_shown(self):
        page, _ = self.list_of("anything")

        page.press("?")

        keys = page.evaluate("[...document.querySelectorAll('dialog[open] dt')].map((key) => key.textContent.trim())")
        self.assertTrue({"j", "k", "x", "a", "c", "m", "t", "z", "n", "/", "@", "y", "g i", "1", "5", "?"} <= set(keys), keys)

    def test_what_a_key_did_is_announced(self):
        page, _ = self.list_of("to be ticked")

        page.press("x")

        self.assertEqual(page.text("#said"), "Ticked.")

    def test_who_wants_no_keys_has_none(self):
        page, _ = self.list_of("anything")
        page.evaluate("void sessionStorage.clear()")
        page.call("Page.addScriptToEvaluateOnNewDocument", source="""
            new MutationObserver(() => { if (document.documentElement) document.documentElement.dataset.keys = 'off'; })
                .observe(document, {childList: true});""")
        page.leaving(lambda: page.call("Page.reload"))
        live(page)

        page.press("?", "a")

        self.assertFalse(page.exists("dialog[open]"))

    def test_a_letter_of_the_completion_is_no_act(self):
        page, _ = self.list_of("anything")

        page.press("/")
        page.evaluate("void (document.querySelector('#q').value = '')")
        page.type("una")
        page.wait("!document.querySelector('#completions').hidden")
        page.press("Tab")

        self.assertEqual(page.evaluate("document.querySelector('#q').value"), "unacked ")


if __name__ == "__main__":
    unittest.main()
