"""Everything can be done in a browser that runs no scripts."""

import unittest

from scene import Scene, row, shown


class WithoutScript(Scene):
    def test_incidents_are_seen_found_ticked_and_acknowledged(self):
        pks = [self.open_incident("one", host="a"), self.open_incident("two", host="b")]
        page = self.log_in()
        page.forbid_scripts()
        page.call("Page.reload")
        page.wait("document.readyState === 'complete' && !document.querySelector('#said')")
        self.assertEqual(set(shown(page)), set(pks))

        page.click(f"{row(pks[0])} .k-tags a")
        page.wait("location.search.includes('host') && document.readyState === 'complete'")
        self.assertEqual(shown(page), [pks[0]])
        page.click(f"{row(pks[0])} input")
        page.click("button[name=action][value=acknowledge]")

        page.wait("document.readyState === 'complete' && document.querySelector('.message')")
        self.assertTrue(self.incident(pks[0])["acked"])
        self.assertFalse(self.incident(pks[1])["acked"])
        self.assertTrue(page.exists("form.undo"))


if __name__ == "__main__":
    unittest.main()
