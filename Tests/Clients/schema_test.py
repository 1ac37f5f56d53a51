"""Schemathesis sends what the schema allows, and what it does not, as everybody who may ask.

No answer may be the server's fault or look otherwise than the schema says, and of what the schema
allows something must be accepted, in every operation. `make fuzz` sends more, with chance.

    ARGUS_FUZZ_CASES      how many requests per operation and kind of data, 3 unless set
    ARGUS_FUZZ_SEED       what decides about chance, always the same unless set
"""

import itertools
import json
import os
import random
import sys
import tempfile
import unittest
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
import requests  # noqa: E402
import schemathesis  # noqa: E402
from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402
from hypothesis.errors import Unsatisfiable  # noqa: E402
from openapi_spec_validator import OpenAPIV31SpecValidator  # noqa: E402
from schemathesis import GenerationMode  # noqa: E402
from schemathesis import checks  # noqa: E402
from server import Server, program  # noqa: E402

VERSIONS = ("v1", "v2", "v3")
CASES = int(os.environ.get("ARGUS_FUZZ_CASES", "3"))
SEED = int(os.environ.get("ARGUS_FUZZ_SEED", "20250615"))
# How often more is sent until something is accepted.
ROUNDS = 12
CHECKS = [
    checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_schema_conformance,
]
# Operations of which only some roles can have anything done, by the end of their identifier.
ABLE = {
    "incidents_create": ["source"], "incidents_mine_create": ["source"],
    "sources_create": ["superuser"], "sources_update": ["superuser"],
    "sources_partial_update": ["superuser"], "heartbeat_create": ["source"],
    "batch_create": ["source"], "snapshot_update": ["source"],
    "plannedmaintenance_create": ["superuser"], "plannedmaintenance_update": ["superuser"],
    "plannedmaintenance_partial_update": ["superuser"], "plannedmaintenance_destroy": ["superuser"],
    "v3_sources_destroy": ["superuser"], "v3_users_list": ["superuser"],
    "v3_users_create": ["superuser"], "v3_users_retrieve": ["superuser"],
    "v3_users_partial_update": ["superuser"], "v3_users_destroy": ["superuser"],
    "v3_maintenance_create": ["superuser"], "v3_maintenance_update": ["superuser"],
    "v3_maintenance_partial_update": ["superuser"], "v3_maintenance_destroy": ["superuser"],
    "teams_create": ["superuser"], "teams_update": ["superuser"], "teams_partial_update": ["superuser"],
    "teams_destroy": ["superuser"], "overrides_create": ["superuser"], "overrides_destroy": ["superuser"],
}
# What a primary key in a path is of, by another part of the path.
PLACES = {
    "timeslots": "timeslot", "filters": "filter", "destinations": "destination",
    "phone-number": "phone number", "notificationprofiles/{pk}": "profile",
    "v3/profiles/{pk}": "profile",
    "plannedmaintenance": "maintenance", "v3/maintenance/{pk}": "maintenance", "v3/users/{pk}": "account", "v3/tokens/{pk}": "token",
    "sources/{pk}": "source system", "v3/teams/{pk}": "team",
}
# Whose loss would leave nobody to ask: only those that were made for it are led to.
PRECIOUS = ("account", "token", "source system")
# Operations that cannot succeed with what is made up, each with the reason.
NEVER = {
    "incidents_destroy": "incidents cannot be deleted unless the settings say so",
    "token_auth_create": "nobody guesses a password",
    "token_login_create": "nobody guesses a password",
    "auth_password_create": "nobody guesses a password",
    "phone_number_create": "most numbers that are made up cannot be anybody's",
    "phone_number_update": "most numbers that are made up cannot be anybody's",
    "phone_number_partial_update": "most numbers that are made up cannot be anybody's",
    "automatic_ticket_update": "there is no ticket system",
    "token_logout_create": "it takes a token that came from logging in",
    "token_logoutall_create": "it takes a token that came from logging in",
}


def setUpModule():
    global server, folder, world
    folder = tempfile.TemporaryDirectory(prefix="argus schema ")
    unittest.addModuleCleanup(folder.cleanup)
    server = Server(program("argus"), Path(folder.name))
    world = World()
    server.start()
    world.populate()


def tearDownModule():
    status = server.stop()
    assert status == 0, f"argus serve ended with {status}:\n{server.log_end()}"


def issue(name, *options):
    return json.loads(server.run("token", "create", name, *options, "--json"))["token"]


class World:
    """Who may ask, and what is there to be asked about."""

    def __init__(self):
        self.tokens = {
            "superuser": server.create_user("alice", "--email", "a@example.org", "--superuser")["token"],
            "user": server.create_user("bob", "--email", "b@example.org")["token"],
            "source": server.create_source("nav", "nav", "https://nav.example.org/")["token"],
            "reader": issue("bob", "--scope", "read"),
            "nobody": None,
        }
        self.names = {"superuser": "alice", "user": "bob", "source": "nav"}
        self.session = requests.Session()
        self.session.trust_env = False
        self.own = {role: {} for role in self.tokens}
        self.numbers = itertools.count(1)

    def populate(self):
        """Creates incidents 1 to 6, two of them acknowledged (by events 7 and 8)."""
        for number in range(6):
            body = {
                "start_time": "2025-06-15T12:00:00Z", "source_incident_id": f"first-{number}",
                "tags": [{"tag": "host=a"}], "ticket_url": "https://tickets.example.org/1",
            }
            self.post("source", "v2/incidents/", body)
        for pk in (1, 2):
            self.post("user", f"v2/incidents/{pk}/acks/", {"timestamp": "2025-06-15T13:00:00Z"})
        self.replenish()

    def replenish(self):
        """Gives everybody one more of each thing that can be changed or deleted."""
        self.post("source", "v2/incidents/1/tags/", {"tag": "host=a"})
        for role in ("superuser", "user", "source"):
            number = next(self.numbers)
            root, name = "v2/notificationprofiles/", f"made-{number}"
            slot = {"name": name, "time_recurrences": [{"days": [1], "start": "08:00", "end": "16:00"}]}
            own = self.own[role]
            own["timeslot"] = self.post(role, f"{root}timeslots/", slot)
            own["filter"] = self.post(role, f"{root}filters/", {"name": name, "filter": {"open": True}})
            own["destination"] = self.destination(role, "email", "email_address", f"{name}@example.org")
            own["phone number"] = self.destination(role, "sms", "phone_number", f"+4792{number:06}")
            own["token"] = self.post(role, "v3/tokens/", {"name": name})
            profile = {"name": name, "timeslot": own["timeslot"], "filters": [own["filter"]]}
            own["profile"] = self.post(role, root, profile)
            own["filter"] = self.post(role, f"{root}filters/", {"name": f"{name}-unused"})
            if role == "superuser":
                task = {"start_time": "2125-01-01T00:00:00Z", "filters": [own["filter"]]}
                own["maintenance"] = self.post(role, "v2/plannedmaintenance/", task)
                own["filter"] = self.post(role, f"{root}filters/", {"name": f"{name}-free"})
                own["account"] = self.post(role, "v3/users/", {"username": name})
                own["team"] = self.post(role, "v3/teams/", {"name": name, "members": [own["account"]]})
                own["override"] = self.override(role, own["team"], own["account"])
                own["source system"] = self.post(role, "v3/sources/", {"name": f"{name}-source", "type": "nav"})

    def renew(self):
        """Gives those another token whose own was taken back, as some operations do."""
        for role, name in self.names.items():
            answer = self.session.get(f"{server.url}/api/v2/auth/user/", headers=self.headers(role))
            if answer.status_code == 401:
                self.tokens[role] = issue(name)

    def destination(self, role, medium, setting, value):
        body = {"media": medium, "settings": {setting: value}}
        return self.post(role, "v2/notificationprofiles/destinations/", body)

    def override(self, role, team, user):
        """Has somebody step in once for those whose turn it is."""
        path = f"{server.url}/api/v3/teams/{team}/overrides/"
        body = {"user": user, "end_time": "2125-01-01T00:00:00Z"}
        return self.session.post(path, json=body, headers=self.headers(role)).json()["overrides"][0]["pk"]

    def post(self, role, path, body):
        answer = self.session.post(f"{server.url}/api/{path}", json=body, headers=self.headers(role))
        assert answer.status_code == 201, f"{path}: {answer.status_code} {answer.text}"
        return answer.json().get("pk")

    def headers(self, role):
        token = self.tokens[role]
        return {"Authorization": f"Token {token}"} if token else {}


class Contract:
    """What holds for every version; the classes at the end say which one."""

    version: str

    @classmethod
    def setUpClass(cls):
        document = requests.get(f"{server.url}/api/{cls.version}/schema/?format=json").json()
        cls.document = document
        cls.schema = schemathesis.openapi.from_dict(document)
        cls.schema.config.update(base_url=server.url)

    def test_schema_is_valid_openapi(self):
        self.assertEqual(self.document["openapi"], "3.1.0")
        OpenAPIV31SpecValidator(self.document).validate()

    def test_yaml_says_the_same_as_json(self):
        import yaml

        text = requests.get(f"{server.url}/api/{self.version}/schema/").text
        self.assertEqual(yaml.safe_load(text), self.document)

    def test_every_operation_keeps_to_the_schema(self):
        for operation in self.operations():
            for mode in GenerationMode:
                with self.subTest(operation.label, data=mode.value):
                    self.send(operation, mode)

    def operations(self):
        """Those of this version; what all versions share is tried with the second."""
        found = [result.ok() for result in self.schema.get_all_operations()]
        return [o for o in found if f"/{self.version}/" in o.path or self.version == "v2"]

    def send(self, operation, mode):
        """Sends some cases; of those that the schema allows more, until one is accepted."""
        world.renew()
        if any(part in operation.path for part in [*PLACES, "notificationprofiles", "tags"]):
            world.replenish()
        chance = random.Random(f"{SEED} {operation.label} {mode.value}")
        is_allowed = mode is GenerationMode.POSITIVE and not self.ends(operation, NEVER)
        statuses = Counter()
        for round in range(ROUNDS):
            self.send_some(operation, mode, round, chance, statuses)
            if not is_allowed or any(status < 400 for status in statuses):
                return
        self.fail(f"of what is allowed nothing was accepted: {dict(statuses)}")

    def send_some(self, operation, mode, round, chance, statuses):
        @seed(SEED + round)
        @settings(
            max_examples=CASES, database=None, deadline=None, phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def each(case):
            role = self.role(operation, chance)
            self.place(case, role, chance)
            answer = case.call(session=world.session, headers=world.headers(role), timeout=30)
            statuses[answer.status_code] += 1
            if answer.status_code in (301, 405):
                return  # what was made up for a path leads elsewhere
            case.validate_response(answer, checks=CHECKS)
            self.keep_token(operation, role, answer)

        try:
            each()
        except Unsatisfiable:
            pass  # there is nothing in it that could be wrong

    def role(self, operation, chance):
        """Mostly one that is able, so that something happens."""
        able = next((ABLE[end] for end in ABLE if self.ends(operation, [end])), ["superuser", "user"])
        return chance.choice(able) if chance.random() < 0.7 else chance.choice(list(world.tokens))

    def ends(self, operation, ends):
        return any(operation_id(operation).endswith(end) for end in ends)

    def place(self, case, role, chance):
        """Leads a request to something that is there, mostly, and bounds how long it may wait."""
        own = world.own[role if role in ("superuser", "source") else "user"]
        kind = next((kind for part, kind in PLACES.items() if part in case.operation.path), None)
        likely = {
            "pk": [own[kind]] if kind in own else [1], "event": [7], "tag": ["host=a"], "name": ["nav"],
            "override": [own.get("override", 1)],
        }
        for name in case.path_parameters or {}:
            if name in likely and (kind in PRECIOUS or chance.random() < 0.8):
                case.path_parameters[name] = chance.choice(likely[name])
        known = {
            "timeslot": own["timeslot"], "filters": [own["filter"]], "ids": [1, 2],
            "destinations": [own["destination"]],
        }
        if "profile" in operation_id(case.operation):
            known["phone_number"] = own["phone number"]
        if "sources" in case.operation.path:
            known["type"] = "nav"
        if "overrides" in case.operation.path:
            known |= {"user": own.get("account"), "end_time": "2125-01-01T00:00:00Z"}
        if case.operation.path.endswith("/preview/"):
            known["pk"] = own["profile"]
        if operation_id(case.operation) == "v3_tokens_create":
            known["user"] = own.get("account")
        if isinstance(case.body, dict) and chance.random() < 0.8:
            case.body = case.body | {name: known[name] for name in known if name in case.body}
        if case.operation.path.endswith("/changes/"):
            case.query = (case.query or {}) | {"timeout": 0}

    def keep_token(self, operation, role, answer):
        """Asking for another token ends the one that asked."""
        if self.ends(operation, ["refresh_token_create"]) and answer.status_code == 200:
            world.tokens[role] = answer.json()["token"]


def operation_id(operation):
    return operation.definition.raw["operationId"]


class Version1(Contract, unittest.TestCase):
    version = "v1"


class Version2(Contract, unittest.TestCase):
    version = "v2"


class Version3(Contract, unittest.TestCase):
    version = "v3"


if __name__ == "__main__":
    unittest.main()
