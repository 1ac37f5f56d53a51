"""rsyslog, unmodified, passes on what programs log, by the lines of the guide and as plain datagrams."""

import subprocess
import unittest

from integration import Integration, find, free_port, needs

LINK = "%LINK-3-UPDOWN: Interface Gi0/1, changed state to {}"


class Rsyslog(Integration):
    @needs("rsyslogd", "logger")
    def test_link_goes_down_and_up_over_tcp_and_udp(self):
        tcp, udp = free_port(), free_port()
        self.start_glue({
            "streams": f"system: syslog\nlisten_tcp: 127.0.0.1:{tcp}",
            "datagrams": f"system: syslog\nlisten_udp: 127.0.0.1:{udp}"})
        # A datagram that nobody takes is lost.
        self.wait_for("both listeners", lambda: self.logs().count("Listening at") >= 2)
        self.socket = self.folder / "log"
        configuration = self.write("rsyslog.conf", f"""
global(workDirectory="{self.folder}")
module(load="imuxsock" SysSock.Use="off")
input(type="imuxsock" Socket="{self.socket}" RateLimit.Interval="0")
*.err action(type="omfwd" target="127.0.0.1" port="{tcp}" protocol="tcp" TCP_Framing="octet-counted"
             template="RSYSLOG_SyslogProtocol23Format"
             queue.type="LinkedList" queue.filename="argus" action.resumeRetryCount="-1")
*.err action(type="omfwd" target="127.0.0.1" port="{udp}" protocol="udp")
""")
        self.start(find("rsyslogd"), "-n", "-f", configuration, "-i", self.folder / "rsyslogd.pid")
        self.wait_for("rsyslogd's socket", self.socket.exists)

        self.log("local0.info", "Nothing that anybody should know")
        self.log("local0.err", LINK.format("down"))
        opened = [self.wait_for_one(source, open=True) for source in ("streams", "datagrams")]
        self.log("local0.err", LINK.format("up"))
        closed = [self.wait_for_one(source, open=False) for source in ("streams", "datagrams")]

        self.assertEqual([incident["level"] for incident in opened], [2, 2])
        self.assertEqual([incident["pk"] for incident in closed], [incident["pk"] for incident in opened])

    def log(self, priority: str, text: str) -> None:
        subprocess.run(
            [find("logger"), "--socket", self.socket, "-p", priority, "-t", "switch", text], check=True, timeout=60)


if __name__ == "__main__":
    unittest.main()
