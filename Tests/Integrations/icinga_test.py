"""Icinga 2, unmodified, tells of events and by notifications, and is told of acknowledgements."""

import base64
import getpass
import grp
import json
import os
import shutil
import ssl
import subprocess
import unittest
import urllib.parse
import urllib.request

from integration import Integration, find, free_port, needs

TWO_WAY = ["actions/acknowledge-problem", "actions/remove-acknowledgement", "actions/add-comment",
           "objects/query/Comment"]

OBJECTS = """
include <itl>
const ZoneName = NodeName
object Endpoint NodeName {}
object Zone ZoneName { endpoints = [ NodeName ] }
object CheckerComponent "checker" {}
object NotificationComponent "notification" {}
object ApiListener "api" {
  bind_host = "127.0.0.1"
  bind_port = Port
}
object ApiUser "test" {
  password = "test"
  permissions = [ "*" ]
}
object CheckCommand "no-file" {
  command = [ "/bin/sh", "-c", "test ! -e \\"$$0\\" || { echo \\"it's bad – \\\\\\\\\\"; exit 2; }", "$file$" ]
}
object HostGroup "servers" {}
object Host "sw1" {
  check_command = "no-file"
  vars.file = Folder + "/sw1.bad"
  check_interval = 1s
  retry_interval = 1s
  max_check_attempts = 1
}
object Host "db1" {
  check_command = "dummy"
  address = "192.0.2.2"
  groups = [ "servers" ]
}
object Service "Disk of /" {
  host_name = "db1"
  check_command = "no-file"
  vars.file = Folder + "/disk.bad"
  check_interval = 1s
  retry_interval = 1s
  max_check_attempts = 2
}
object User "argus" {}
apply Notification "argus" to Host {
  command = "argus-host"
  users = [ "argus" ]
  assign where true
}
apply Notification "argus" to Service {
  command = "argus-service"
  users = [ "argus" ]
  assign where true
}
"""


class Icinga(Integration):
    @needs("icinga2")
    def test_problems_and_acknowledgements_go_both_ways(self):
        self.start_icinga()
        (self.folder / "sw1.bad").touch()
        self.wait_for("what Icinga finds", lambda: self.attributes("hosts", "sw1")["state"] == 1)
        self.start_glue({"icinga": f"""system: icinga2
api_url: https://localhost:{self.port}
api_user: argus-glue
api_password_file: {self.write("icinga.password", "a password")}
api_ca_file: {self.folder}/data/certs/ca.crt
two_way: on""", "notified": "system: nagios"})

        # What was there before the glue is found by comparison.
        down = self.wait_for_one("icinga", open=True, tag="host=sw1")
        self.ask("actions/acknowledge-problem", {
            "type": "Host", "filter": "host.name == \"sw1\"", "author": "ops", "comment": "It's the \"plug\""})
        self.wait_for_event(down, "ops acknowledged it in Icinga: It's the \"plug\"")
        (self.folder / "sw1.bad").unlink()
        up = self.wait_for_one("icinga", open=False, tag="host=sw1")

        (self.folder / "disk.bad").touch()
        opened = [self.wait_for_one(source, open=True, tag="service=Disk of /") for source in ("icinga", "notified")]
        self.post(f"/api/v2/incidents/{opened[0]['pk']}/acks/", {
            "timestamp": "2026-01-01T00:00:00Z", "description": "A new disk is ordered"})
        self.wait_for(
            "the acknowledgement in Icinga", lambda: self.attributes("services", "db1!Disk of /")["acknowledgement"])
        comments = [one["attrs"] for one in self.ask("objects/comments")["results"]]
        (self.folder / "disk.bad").unlink()
        closed = [self.wait_for_one(source, open=False, tag="service=Disk of /") for source in ("icinga", "notified")]

        self.assertEqual(up["pk"], down["pk"])
        self.assertEqual([one["pk"] for one in closed], [one["pk"] for one in opened])
        self.assertEqual([one["level"] for one in [down, *opened]], [1, 2, 2])
        for incident in opened:
            self.assertEqual(incident["description"], "Disk of / on db1 is CRITICAL: it's bad – \\")
            self.assertLessEqual({"host=db1", "address=192.0.2.2"}, self.tags(incident))
        self.assertIn("host_group=servers", self.tags(opened[0]))
        self.assertEqual(
            [(one["author"], "A new disk is ordered" in one["text"], "(from Argus)" in one["text"])
             for one in comments], [("charlie", True, True)])
        # What came from Argus is not told to it again.
        self.assertEqual(sorted(event[:3] for event in self.events(closed[0])), ["ACK", "END", "STA"])

    def start_icinga(self) -> None:
        self.port = free_port()
        places = {f"{kind}Dir": self.folder / kind.lower() for kind in ("Config", "Data", "Log", "Cache", "Spool")}
        places["InitRunDir"] = self.folder / "run"
        self.constants = ["-D", "NodeName=localhost"]
        for name, place in places.items():
            place.mkdir()
            self.constants += ["-D", f"Configuration.{name}={place}"]
        self.constants += ["-D", f"Configuration.RunAsUser={getpass.getuser()}"]
        self.constants += ["-D", f"Configuration.RunAsGroup={grp.getgrgid(os.getgid()).gr_name}"]
        certificates = places["DataDir"] / "certs"
        certificates.mkdir()
        own = certificates / "localhost"
        self.pki("new-ca")
        self.pki("new-cert", "--cn", "localhost", "--key", f"{own}.key", "--csr", f"{own}.csr")
        self.pki("sign-csr", "--csr", f"{own}.csr", "--cert", f"{own}.crt")
        shutil.copy(places["DataDir"] / "ca" / "ca.crt", certificates)
        user = self.guide("# conf.d/api-users.conf").replace("…", "a password")
        more = ", ".join(f'"{name}"' for name in TWO_WAY)
        configuration = self.write("icinga2.conf", "\n".join([
            f"const Port = {self.port}", f'const Folder = "{self.folder}"', OBJECTS,
            user.replace(" ]", f", {more} ]"), self.guide("# conf.d/argus.conf").replace('"icinga"', '"notified"')]))
        self.start(find("icinga2"), "daemon", "-c", configuration, *self.constants)
        self.wait_for("Icinga", lambda: "Activated all objects" in (self.folder / "icinga2.log").read_text())

    def pki(self, *words: str) -> None:
        subprocess.run(
            [find("icinga2"), "pki", *words, *self.constants], check=True, capture_output=True, timeout=60)

    def ask(self, path: str, body: dict | None = None) -> dict:
        """Asks Icinga's API, or tells it something."""
        request = urllib.request.Request(
            f"https://localhost:{self.port}/v1/{path}", data=json.dumps(body).encode() if body else None,
            headers={"Accept": "application/json", "Authorization": f"Basic {base64.b64encode(b'test:test').decode()}"})
        trust = ssl.create_default_context(cafile=self.folder / "data" / "certs" / "ca.crt")
        with urllib.request.urlopen(request, timeout=30, context=trust) as answer:
            return json.load(answer)

    def attributes(self, kind: str, name: str) -> dict:
        """What Icinga knows of a host or a service."""
        return self.ask(f"objects/{kind}/{urllib.parse.quote(name, safe='')}")["results"][0]["attrs"]


if __name__ == "__main__":
    unittest.main()
