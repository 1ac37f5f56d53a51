"""Makes pictures of each page, to be looked at, in the folder screenshots/."""

import random
import shutil
import unittest
from pathlib import Path

from scene import Scene, live

FOLDER = Path("screenshots")
WIDTHS = [1920, 1440, 1024, 390]
LONG = "no answer to ping for three probes, and what is behind it cannot be reached either " * 4
TEXTS = [
    "core-gw2.oslo: no answer to ping for 3 probes", "BGP session core-gw2.oslo to 2001:db8::7 (AS64511) is down",
    "db-03: free space on /var below 5 % (3.9 %)", "edge-sw7.kollen: link Gi1/0/24 went down",
    "mail2: SMTP queue CRITICAL, 4312 deferred messages", "ups-trd-2: running on battery, 41 min left",
    "<b>not bold</b> & \u202eright to left\u202c, e\u0301 \U0001f525", LONG, "A" * 300,
]


class Screenshots(Scene):
    def test_every_page(self):
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir()
        page = self.log_in()
        rooms = page.evaluate("[...new Set([...document.querySelectorAll('header a[href^=\"/\"]')].map((link) => link.pathname))]")
        pages = {path.strip("/").replace("/", "-"): path for path in rooms if path != "/"} | {
            "wall": "/incidents/wall/?q=open", "missing": "/incidents/999999/"}
        self.take(page, pages, "empty")
        chance = random.Random(1)
        for number in range(60):
            pk = self.open_incident(
                chance.choice(TEXTS), level=min(5, 1 + number // 8), minutes_ago=chance.randint(1, 3000),
                host=f"h{number % 9}", location=chance.choice(["Oslo", "Bergen", "Campus Rotvoll"]),
                customer=chance.choice(["himunk", "uninett"]))
            if number % 3 == 0:
                self.acknowledge(pk)
            if number % 5 == 0:
                self.change_incident(pk, ticket_url=f"https://tickets.example/{4700 + number}")
        pages |= {
            "incident": f"/incidents/{pk}/", "grouped": "/incidents/?q=open&group=tag:location",
            "past": "/incidents/?q=open&at=2026-01-01T03:12", "mistake": "/incidents/?q=level%3C%3Dx"}
        self.take(page, pages, "filled")
        self.dialogs(page)
        out = self.browser.page(f"{self.server.url}/accounts/login/")
        self.take(out, {"log-in": "/accounts/login/"}, "filled")

    def take(self, page, pages: dict[str, str], state: str) -> None:
        for name, path in pages.items():
            for width in WIDTHS:
                page.resize(width, 900 if width > 400 else 844, is_phone=width < 400)
                for scheme in ["light", "dark"]:
                    page.media(scheme)
                    page.open(self.server.url + path)
                    page.picture(FOLDER / f"{name}-{state}-{width}-{scheme}.png")

    def dialogs(self, page) -> None:
        for scheme in ["light", "dark"]:
            page.resize(1440)
            page.media(scheme)
            page.open(f"{self.server.url}/incidents/?q=open")
            live(page)
            for name, key in [("acknowledge", "a"), ("snooze", "z"), ("keys", "?")]:
                page.press(key)
                page.picture(FOLDER / f"dialog-{name}-1440-{scheme}.png")
                page.press("Escape")
                page.wait("!document.querySelector('dialog[open]')")
            self.open_incident("just in", level=1)
            page.wait("!document.querySelector('#news').hidden")
            page.picture(FOLDER / f"news-1440-{scheme}.png")


if __name__ == "__main__":
    unittest.main()
