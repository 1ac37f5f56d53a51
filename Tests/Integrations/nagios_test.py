"""Nagios 4, unmodified, notifies by the lines of the guide."""

import getpass
import grp
import os
import time
import unittest
from pathlib import Path

from integration import Integration, find, needs

PERIODS = Path("/etc/nagios4/objects/timeperiods.cfg")  # Debian's, with the 24x7 of the guide

CHECK = r"""#!/bin/sh
[ ! -e "$1" ] || { echo "CRITICAL - full: \"/\" & it's C:\\\\"; exit 2; }
echo "OK - there is room"
"""


class Nagios(Integration):
    @needs("nagios4")
    def test_host_and_service_fail_and_recover(self):
        self.start_glue({"nagios": "system: nagios"})
        self.start_nagios()

        (self.folder / "sw1.bad").touch()
        down = self.wait_for_one("nagios", open=True, tag="host=sw1")
        (self.folder / "sw1.bad").unlink()
        up = self.wait_for_one("nagios", open=False, tag="host=sw1")
        (self.folder / "disk.bad").touch()
        opened = self.wait_for_one("nagios", open=True, tag="service=Disk of /")
        self.command('ACKNOWLEDGE_SVC_PROBLEM;db1;Disk of /;2;1;1;ops;New "disk" ordered; `2` m³ \\')
        self.wait_for_event(opened, "ops acknowledged it in nagios: New disk ordered; 2 m³ \\")
        (self.folder / "disk.bad").unlink()
        closed = self.wait_for_one("nagios", open=False, tag="service=Disk of /")

        self.assertEqual((down["level"], opened["level"]), (1, 2))
        self.assertEqual(
            opened["description"], "Disk of / on db1 is CRITICAL: CRITICAL - full: /  its C:\\")
        self.assertEqual(
            opened["details_url"],
            "https://nagios.example.org/cgi-bin/extinfo.cgi?type=2&host=db1&service=Disk%20of%20%2F")
        self.assertLessEqual({"host=db1", "address=192.0.2.2", "host_group=servers"}, self.tags(opened))
        self.assertEqual((up["pk"], closed["pk"]), (down["pk"], opened["pk"]))

    def start_nagios(self) -> None:
        check = self.write("check", CHECK)
        check.chmod(0o700)
        for name in ("results", "archives"):
            (self.folder / name).mkdir()
        self.write("commands.cfg", self.guide("# commands.cfg"))
        self.write("objects.cfg", f"""
define command {{
    command_name  check-file
    command_line  {check} {self.folder}/$ARG1$.bad
}}
define host {{
    name                   machine
    register               0
    check_interval         1
    retry_interval         1
    max_check_attempts     1
    check_period           24x7
    notification_interval  0
    notification_period    24x7
    contacts               argus
}}
define host {{
    use            machine
    host_name      sw1
    address        192.0.2.1
    check_command  check-file!sw1
}}
define host {{
    use         machine
    host_name   db1
    address     192.0.2.2
    hostgroups  servers
}}
define hostgroup {{
    hostgroup_name  servers
}}
define service {{
    host_name              db1
    service_description    Disk of /
    check_command          check-file!disk
    check_interval         1
    retry_interval         1
    max_check_attempts     1
    check_period           24x7
    notification_interval  0
    notification_period    24x7
    contacts               argus
}}
""")
        # As Debian's, with places below the test's folder, and a second as the unit of intervals.
        self.pipe = self.folder / "nagios.cmd"
        configuration = self.write("nagios.cfg", f"""
log_file={self.folder}/nagios.log
cfg_file={self.folder}/commands.cfg
cfg_file={self.folder}/objects.cfg
cfg_file={PERIODS}
object_cache_file={self.folder}/objects.cache
status_file={self.folder}/status.dat
nagios_user={getpass.getuser()}
nagios_group={grp.getgrgid(os.getgid()).gr_name}
check_external_commands=1
command_file={self.pipe}
query_socket={self.folder}/nagios.qh
lock_file={self.folder}/nagios.pid
temp_file={self.folder}/nagios.tmp
temp_path={self.folder}
check_result_path={self.folder}/results
log_archive_path={self.folder}/archives
use_syslog=0
website_url=https://nagios.example.org
interval_length=1
cached_host_check_horizon=0
cached_service_check_horizon=0
check_for_updates=0
illegal_object_name_chars=`~!$%^&*|'"<>?,()=
illegal_macro_output_chars=`~$&|'"<>
""")
        self.start(find("nagios4"), configuration)
        self.wait_for("Nagios' pipe", self.pipe.exists)

    def command(self, text: str) -> None:
        """Tells Nagios something, as a person does on its pages."""
        with self.pipe.open("w") as pipe:
            pipe.write(f"[{int(time.time())}] {text}\n")


if __name__ == "__main__":
    unittest.main()
