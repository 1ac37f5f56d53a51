"""Many incidents are done with at once, and it can be undone."""

import unittest

from scene import Scene, live, row


class BulkWithUndo(Scene):
    def test_ticked_rows_are_acknowledged_in_one_request_and_undone(self):
        pks = [self.open_incident(f"problem {number}") for number in range(5)]
        page = self.log_in()
        live(page)
        before = page.path
        for pk in pks[:3]:
            page.click(f"{row(pk)} input")

        page.click("button[name=action][value=acknowledge]")

        page.wait("document.querySelector('#done .message')")
        self.assertEqual([self.incident(pk)["acked"] for pk in pks], [True, True, True, False, False])
        self.assertEqual(page.path, before)
        page.click("#done .undo button")
        page.wait(f"!document.querySelector('{row(pks[0])}').classList.contains('acked')")
        self.assertEqual([self.incident(pk)["acked"] for pk in pks], [False] * 5)

    def test_closing_leaves_the_rows_where_they_are_and_can_be_undone(self):
        pk = self.open_incident("closed by mistake")
        page = self.log_in()
        live(page)
        page.click(f"{row(pk)} input")

        page.click("button[name=action][value=close]")

        page.wait(f"document.querySelector('{row(pk)}.gone')")
        self.assertFalse(self.incident(pk)["open"])
        page.click("#done .undo button")
        page.wait(f"!document.querySelector('{row(pk)}').classList.contains('closed')")
        self.assertTrue(self.incident(pk)["open"])

    def test_what_is_wrong_is_said_where_it_was_typed(self):
        pk = self.open_incident("needs a ticket")
        page = self.log_in()
        live(page)
        page.click(f"{row(pk)} input")
        page.press("t")
        page.type("https://")

        page.press("Enter")

        page.wait("document.querySelector('dialog[open] .problem, dialog[open] input:invalid')")
        self.assertEqual(page.evaluate("document.querySelector('dialog[open] input').value"), "https://")


if __name__ == "__main__":
    unittest.main()
