"""Makes the two pictures of README, from a believable day; needs Pillow to make them small."""

import json
import os
import subprocess
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

from PIL import Image
from scene import Scene, live, program

FOLDER = Path("Documentation/Pictures")
#: Which source tells of which problems; `nav` of all others.
SOURCES = {"disk": "zabbix", "load": "prometheus", "temperature": "zabbix", "backup": "cron", "certificate": "prometheus"}


class ReadmePictures(Scene):
    def test_the_list_and_an_incident(self):
        self.alice = self.server.create_user("kari", "--first-name", "Kari", "--last-name", "Aas", "--superuser")
        bjorn = self.server.create_user("bjorn", "--first-name", "Bjørn", "--last-name", "Li", "--role", "operator")
        for source, lines in self.day().items():
            self.tell(source, lines)
        page = self.log_in(at="/incidents/?q=open")
        live(page)

        told_of = self.work(bjorn["token"])
        page.open(f"{self.server.url}/incidents/?q=open")
        live(page)
        page.press("j", "j", "j", "x")
        self.picture(page, "list-light")

        page.media("dark")
        page.open(f"{self.server.url}/incidents/{told_of}/")
        live(page)
        self.picture(page, "incident-dark")

    def day(self) -> dict[str, list[str]]:
        """What each source tells of a day; what began in its last hours is not over."""
        told = self.server.run("demo", "--once", "--seed", "3").splitlines()
        late = (datetime.now(timezone.utc) - timedelta(hours=2)).isoformat()
        sources: dict[str, str] = {}
        days: dict[str, list[str]] = {}
        lasting = set()
        for line in told:
            alert = json.loads(line)
            key = alert["key"]
            if alert["type"] in ["open", "stateless"]:
                problem = next((tag.split("=")[1] for tag in alert["tags"] if tag.startswith("problem_type=")), "")
                sources[key] = SOURCES.get(problem, "nav")
                if alert["time"] > late or problem == "power":
                    lasting.add(key)
            if not (alert["type"] == "close" and key in lasting):
                days.setdefault(sources[key], []).append(line)
        return days

    def tell(self, name: str, lines: list[str]) -> None:
        """Hands alerts to the glue of a source."""
        source = self.source if name == "nav" else self.server.create_source(name, name, f"https://{name}.example.org")
        spool = self.server.folder / f"{name}.db"
        subprocess.run(
            [program("argus-glue"), "pipe"], input="\n".join(lines) + "\n", text=True, check=True, capture_output=True,
            env=os.environ | {"ARGUS_URL": self.server.url, "ARGUS_TOKEN": source["token"], "ARGUS_GLUE_SPOOL": str(spool)})

    def work(self, bjorn: str) -> int:
        """What two people do about it; returns the incident with which they have most to do."""
        open = self.ask("GET", "/incidents/?open=true&page_size=100", token=bjorn)["results"]
        for number, incident in enumerate(sorted(open, key=lambda each: (each["level"], each["pk"]))):
            if number % 3 == 0:
                self.acknowledge(incident["pk"], "Looking into it", bjorn)
            if number % 5 == 0:
                self.change_incident(incident["pk"], ticket_url=f"https://tickets.example.org/NOC-{4711 + number}")
        worst = next(incident["pk"] for incident in open if incident["description"].startswith("BGP"))
        self.change_incident(worst, level=1)
        self.ask("POST", f"/incidents/{worst}/events/", {
            "type": "OTH", "timestamp": datetime.now(timezone.utc).isoformat(),
            "description": "The carrier reports a fibre cut and expects to splice it by the evening."}, self.alice["token"])
        self.acknowledge(worst, "I have called the customer, and follow it.", bjorn)
        return worst

    def picture(self, page, name: str) -> None:
        file = FOLDER / f"{name}.png"
        page.picture(file)
        Image.open(file).convert("RGB").quantize(256, kmeans=4, dither=Image.Dither.NONE).save(file, optimize=True)
        self.assertLess(file.stat().st_size, 200_000)


if __name__ == "__main__":
    unittest.main()
