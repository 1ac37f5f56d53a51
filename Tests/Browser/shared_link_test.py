"""Whoever opens a link sees what the one who sent it saw."""

import unittest
from urllib.parse import quote

from scene import Scene, shown


class SharedLink(Scene):
    def test_another_user_sees_the_same_rows_order_columns_and_moment(self):
        for number in range(6):
            self.open_incident(f"problem {number}", level=1 + number % 3, minutes_ago=60 - number, host=f"h{number}")
        over = self.open_incident("over by now", minutes_ago=50)
        bob = self.server.create_user("bob")
        self.server.run("user", "grant", "bob", "--role", "operator")
        moment = self.incident(over)["start_time"]
        self.close_incident(over)
        views = [
            f"/incidents/?q={quote('open level<=2')}&sort=-start&columns=id,tag:host,level",
            f"/incidents/?q=open&sort=source,level&at={quote(moment)}",
        ]
        for view in views:
            with self.subTest(view):
                first, second = self.log_in(at=view), self.log_in(bob, at=view)

                self.assertEqual(self.seen(first), self.seen(second))
                self.assertTrue(shown(first))

    def seen(self, page):
        head = "[...document.querySelectorAll('thead th')].map((cell) => cell.innerText).filter((text) => text && !text.startsWith('Tick'))"
        return page.path, shown(page), page.evaluate(head), page.text(".past")


if __name__ == "__main__":
    unittest.main()
