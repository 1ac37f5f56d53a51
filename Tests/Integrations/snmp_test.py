"""snmptrapd, unmodified, gives the glue the traps that snmptrap sends."""

import shlex
import subprocess
import unittest

from integration import Integration, find, free_port, needs, program


class SNMP(Integration):
    @needs("snmptrapd", "snmptrap")
    def test_link_goes_down_and_up(self):
        self.start_glue({"traps": "system: snmptrap"})
        # snmptrapd gives the line to a shell.
        handler = shlex.join([
            str(program("argus-glue")), "snmptrap", "--source", "traps", "--config", str(self.configuration)])
        configuration = self.write("snmptrapd.conf", (
            f"authCommunity execute public\ntraphandle default {handler}\n"))
        self.port = free_port()
        self.start(
            find("snmptrapd"), "-f", "-On", "-C", "-c", configuration, "-Lo", "-p", self.folder / "snmptrapd.pid",
            f"udp:127.0.0.1:{self.port}", SNMP_PERSISTENT_DIR=str(self.folder))
        self.wait_for("snmptrapd's first line", lambda: "NET-SNMP" in (self.folder / "snmptrapd.log").read_text())

        self.send(3, 3)
        opened = self.wait_for_one("traps", open=True)
        self.send(4, 7)
        self.send(4, 3)
        closed = self.wait_for_one("traps", open=False)

        self.assertEqual(opened["level"], 2)
        self.assertIn("address=127.0.0.1", self.tags(opened))
        self.assertEqual(closed["pk"], opened["pk"])

    def send(self, trap: int, interface: int) -> None:
        """Sends linkDown (3) or linkUp (4), and again while nobody has confirmed it."""
        column = ".1.3.6.1.2.1.2.2.1"
        subprocess.run(
            [find("snmptrap"), "-v", "2c", "-c", "public", "-Ci", "-r", "20", "-t", "1", f"127.0.0.1:{self.port}",
             "", f".1.3.6.1.6.3.1.1.5.{trap}", f"{column}.1.{interface}", "i", str(interface),
             f"{column}.7.{interface}", "i", "1", f"{column}.8.{interface}", "i", str(2 if trap == 3 else 1)],
            check=True, capture_output=True, timeout=60, env=self.server.environment | {
                "SNMP_PERSISTENT_DIR": str(self.folder)})


if __name__ == "__main__":
    unittest.main()
