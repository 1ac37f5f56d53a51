"""A small Zabbix of the tests' own: what zabbix-argus-glue asks of its JSON-RPC API, and no more."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "0" * 60 + "beef"
GROUPS = {"10": "Linux servers", "11": "Kollen"}
HOSTS = {
    "500": {"hostid": "500", "host": "db1.example.org", "name": "Database 1", "groups": ["10", "11"]},
    "501": {"hostid": "501", "host": "web1.example.org", "name": "Web 1", "groups": ["10"]},
}


class FakeZabbix:
    """Zabbix with two hosts and the problems that a test gives it; `with` serves it.

    The glue asks for all problems once a pass. That question waits until a test calls `one_pass()`, so a
    test decides when a pass happens and knows when it is over.
    """

    def __init__(self):
        self.problems: dict[str, dict] = {}
        self.passes = threading.Condition()
        self.asked = 0
        self.allowed = 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.zabbix = self
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "FakeZabbix":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        with self.passes:
            self.allowed = float("inf")
            self.passes.notify_all()
        self.server.shutdown()
        self.server.server_close()

    def begin(self, eventid: str, name: str, severity: int = 3, clock: int = 1795146847, host: str = "500",
              tags: list[tuple[str, str]] = ()) -> None:
        """A problem begins."""
        self.problems[eventid] = {
            "eventid": eventid, "source": "0", "object": "0", "objectid": f"9{eventid}", "clock": str(clock),
            "ns": "512345678", "r_eventid": "0", "r_clock": "0", "r_ns": "0", "correlationid": "0",
            "userid": "0", "name": name, "acknowledged": "0", "severity": str(severity),
            "cause_eventid": "0", "opdata": "", "suppressed": "0", "urls": [],
            "tags": [{"tag": key, "value": value} for key, value in tags], "host": host,
        }

    def end(self, eventid: str) -> None:
        """A problem is over: Zabbix lists it no longer."""
        del self.problems[eventid]

    def forget_the_glue(self) -> None:
        """What was asked until now was asked by a glue that has ended."""
        with self.passes:
            self.allowed = self.asked
            self.passes.notify_all()

    def one_pass(self) -> None:
        """Lets the glue go through one pass over all problems, and returns when it asks for the next."""
        with self.passes:
            self.passes.wait_for(lambda: self.asked > self.allowed, timeout=60)
            self.allowed = self.asked
            self.passes.notify_all()
            if not self.passes.wait_for(lambda: self.asked > self.allowed, timeout=60):
                raise AssertionError("the glue did not end its pass within a minute")

    def answer(self, method: str, params: dict):
        """What Zabbix answers to a method, or `None` if it has no such method."""
        match method:
            case "apiinfo.version":
                return "7.0.5"
            case "problem.get":
                if "eventids" not in params:
                    self.await_permission()
                return [
                    {key: value for key, value in problem.items() if key != "host"}
                    for problem in self.chosen(params)]
            case "event.get":
                return [
                    {"eventid": problem["eventid"], "hosts": [self.without_groups(problem["host"])]}
                    for problem in self.chosen(params)]
            case "host.get":
                names = params.get("filter", {}).get("host")
                return [
                    {"hostid": host["hostid"], "hostgroups": [{"groupid": g, "name": GROUPS[g]} for g in host["groups"]]}
                    for host in HOSTS.values()
                    if (host["host"] in names if names else host["hostid"] in params["hostids"])]
        return None

    def await_permission(self) -> None:
        with self.passes:
            self.asked += 1
            mine = self.asked
            self.passes.notify_all()
            self.passes.wait_for(lambda: self.allowed >= mine)

    def chosen(self, params: dict) -> list[dict]:
        wanted = params.get("eventids", list(self.problems))
        return [problem for eventid, problem in list(self.problems.items()) if eventid in wanted]

    def without_groups(self, hostid: str) -> dict:
        return {key: value for key, value in HOSTS[hostid].items() if key != "groups"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = {"jsonrpc": "2.0", "id": call["id"]}
        if call["method"] != "apiinfo.version" and self.headers["Authorization"] != f"Bearer {TOKEN}":
            answer["error"] = {"code": -32602, "message": "Invalid params.", "data": "Not authorized."}
        else:
            result = self.server.zabbix.answer(call["method"], call["params"])
            unknown = {"code": -32601, "message": "Method not found.", "data": call["method"]}
            answer |= {"error": unknown} if result is None else {"result": result}
        self.send(json.dumps(answer).encode())

    def send(self, body: bytes) -> None:
        try:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True  # the glue has ended meanwhile

    def log_message(self, *_):
        pass
