"""cron and smartd, unmodified, send mail, which Exim gives to the glue by the lines of the guide.

They have their settings, queues and logs at fixed places below /etc and /var: here other folders are mounted
there, which nobody else sees. For that one must be root.
"""

import shutil
import subprocess
import unittest

from integration import Integration, find, needs, program

USER = "mail"  # Exim runs no program as root

# The fixed places, each with what is there instead.
PLACES = {
    "/etc/exim4": "exim4", "/etc/mailname": "mailname", "/etc/aliases": "aliases", "/etc/crontab": "crontab",
    "/etc/cron.d": "cron.d", "/var/spool/cron/crontabs": "crontabs", "/var/lib/exim4": "lib",
    "/var/spool/exim4": "queue", "/var/log/exim4": "log", "/run": "run"}

# What smartd sets for the script with which it sends mail (smartd.conf(5), -M exec), here for -M test and
# for a disk that fails. smartd itself would need a disk that it can ask, which virtual machines have not.
SMARTD = {
    "SMARTD_MAILER": "/usr/share/smartmontools/smartd-runner", "SMARTD_ADDRESS": "root", "SMARTD_DEVICE": "/dev/sda",
    "SMARTD_DEVICESTRING": "/dev/sda", "SMARTD_DEVICETYPE": "auto", "SMARTD_TFIRST": "", "SMARTD_PREVCNT": "0",
    "SMARTD_NEXTDAYS": "", "SMARTD_DEVICEINFO": "QEMU HARDDISK, S/N:QM00001, FW:2.5+, 10.7 GB"}


def may_mount() -> bool:
    """Whether other folders may be mounted at fixed places, and the glue be started as that user."""
    try:
        subprocess.run(["unshare", "--mount", "true"], check=True, capture_output=True)
        subprocess.run([program("argus-glue"), "--version"], check=True, capture_output=True, user=USER)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


@unittest.skipUnless(may_mount(), f"Only root may mount folders, and start programs as {USER}.")
class Mail(Integration):
    def setUp(self):
        super().setUp()
        self.start_glue({"mail": "system: mail"}, user=USER)
        self.write("aliases", self.guide("# /etc/aliases").replace("admin, ", "")).chmod(0o644)
        self.write("mailname", "argus.test\n").chmod(0o644)
        self.write("crontab", "").chmod(0o644)
        for name in ("cron.d", "crontabs", "lib", "queue", "log", "run"):
            (self.folder / name).mkdir()
        for name in ("queue", "log"):
            shutil.chown(self.folder / name, "Debian-exim", "Debian-exim")
        shutil.copytree("/etc/exim4", self.folder / "exim4")
        macros = self.guide("# /etc/exim4/exim4.conf.localmacros").replace("= argus-glue", f"= {USER}")
        self.write("exim4/exim4.conf.localmacros", macros).chmod(0o644)
        self.write("exim4/update-exim4.conf.conf", (
            "dc_eximconfig_configtype='local'\ndc_other_hostnames='argus.test'\ndc_use_split_config='false'\n"
            "dc_local_interfaces='127.0.0.1'\nCFILEMODE='644'\ndc_localdelivery='mail_spool'\n")).chmod(0o644)

    @needs("cron", "exim4", "update-exim4.conf")
    def test_what_a_job_prints_is_an_incident(self):
        # The only job for which cron waits for no minute to begin.
        (self.folder / "cron.d" / "backup").write_text("@reboot root echo 'No room in €/backup'; exit 1\n")

        self.start(*self.with_places(find("cron"), "-f"))

        incident = self.wait_for_one("mail", open=None)
        self.assertEqual(
            incident["description"],
            "Cron job of root: echo 'No room in €/backup'; exit 1: No room in €/backup")
        self.assertLessEqual({"service=cron", "user=root"}, self.tags(incident))
        self.assertIsNone(incident["end_time"])

    @needs("smartd", "mail", "exim4", "update-exim4.conf")
    def test_smartd_warns_of_a_disk_and_sends_a_test(self):
        failures = {"EmailTest": "TEST EMAIL from smartd for device: /dev/sda", "CurrentPendingSector": (
            "Device: /dev/sda [SAT], 8 Currently unreadable (pending) sectors")}
        for kind, message in failures.items():
            warning = self.start(
                *self.with_places("/usr/share/smartmontools/smartd_warning.sh"), **SMARTD,
                SMARTD_FAILTYPE=kind, SMARTD_MESSAGE=message)
            self.assertEqual(warning.wait(timeout=60), 0, self.logs())

        test = self.wait_for_one("mail", open=None, tag="error=EmailTest")
        warning = self.wait_for_one("mail", open=True, tag="error=CurrentPendingSector")
        self.assertEqual((test["description"], test["level"]), ("A test mail of smartd", 5))
        self.assertEqual((warning["description"], warning["level"]), (failures["CurrentPendingSector"], 2))
        self.assertIn("device=/dev/sda [SAT]", self.tags(warning))

    def with_places(self, *command: object) -> list:
        """A command that finds the folders of this test at the fixed places, and Exim set up."""
        mounts = [f"mount --bind {self.folder}/{name} {place}" for place, name in PLACES.items()]
        return ["unshare", "--mount", "sh", "-ec", "\n".join([*mounts, "update-exim4.conf", 'exec "$@"']), "sh",
                *command]


if __name__ == "__main__":
    unittest.main()
