"""Every page of the product and each state in which somebody finds it, for those who look at all."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from chromium import Page
from scene import Scene, Server, live

#: What shows all that a production has, and what lets a test look like one.
PRODUCTION = {"ARGUS_STYLEGUIDE": "on"}
TEST_PLACE = {
    "ARGUS_SITE_NAME": "Argus test", "ARGUS_SITE_COLOR": "amber",
    "ARGUS_SITE_BANNER": "This is a test: nobody is told of what you see here.",
    "ARGUS_SITE_LINKS": "Wiki=https://wiki.example.org, Graphs=https://graphs.example.org/noc",
}

LONG = "no answer to ping for three probes, and what is behind it cannot be reached either " * 4
TEXTS = [
    "core-gw2.oslo: no answer to ping for 3 probes", "BGP session core-gw2.oslo to 2001:db8::7 (AS64511) is down",
    "db-03: free space on /var below 5 % (3.9 %)", "edge-sw7.kollen: link Gi1/0/24 went down",
    "mail2: SMTP queue CRITICAL, 4312 deferred messages", "ups-trd-2: running on battery, 41 min left",
    "<b>not bold</b> & \u202eright to left\u202c, e\u0301 \U0001f525", "الخادم لا يستجيب", LONG, "A" * 300,
]


@dataclass(frozen=True)
class View:
    """A page as somebody finds it."""

    name: str
    path: str
    #: What is done there before it is looked at.
    act: Callable[[Page], None] = lambda page: None
    #: What is new in it, by a selector, where the rest is as on another of the pages.
    part: str = ""

    def show(self, page: Page, url: str) -> None:
        page.resize(1440)
        page.media()
        page.open(url + self.path)
        self.act(page)


# What is done on a page

def pressing(*keys: str) -> Callable[[Page], None]:
    """Keys are pressed in the live list."""
    def act(page: Page) -> None:
        live(page)
        page.press(*keys)
    return act


def opening(selector: str) -> Callable[[Page], None]:
    """Something that folds is opened, which may come after the page."""
    return lambda page: page.wait(
        f"[...document.querySelectorAll({json.dumps(selector)})].slice(0, 1).map((part) => {{ part.open = true; }}).length")


def opened(name: str, path: str, part: str) -> View:
    """A page where something that folds is open."""
    return View(name, path, opening(part), part)


def sending(button: str = "main form [type=submit]", **fields: str) -> Callable[[Page], None]:
    """A form is filled in and sent, and leads to another page."""
    def act(page: Page) -> None:
        page.evaluate(f"""Object.entries({json.dumps(fields)}).forEach(([name, value]) => {{
            const field = document.querySelector(`main [name="${{name}}"]`);
            if (field.type === "checkbox") field.checked = true; else field.value = value;
        }})""")
        page.evaluate("document.querySelectorAll('main form').forEach((form) => { form.noValidate = true; })")
        page.leaving(lambda: page.evaluate(f"document.querySelector({json.dumps(button)}).click()"))
    return act


def completing(page: Page) -> None:
    """A search is typed on, below which a mistake is told."""
    page.evaluate("document.querySelector('#q').focus(); document.querySelector('#q').setSelectionRange(99, 99)")
    page.type(" l")
    page.wait("!document.querySelector('#completions').hidden")
    page.press("Down")


PATIENT = """{
    const real = window.setTimeout;
    window.setTimeout = (act, time, ...more) => real(act, time >= 10000 ? 1e9 : time, ...more);
}"""


def acting(page: Page) -> None:
    """Something is done in place, which can be undone for a moment; here it is a long one."""
    page.evaluate(PATIENT)
    pressing("j", "a", "Enter")(page)
    page.wait("document.querySelector('#done .message')")


def logged_out(page: Page) -> None:
    """The session is over."""
    live(page)
    page.call("Network.deleteCookies", name="sessionid", url=page.evaluate("location.origin"))
    page.evaluate("void document.dispatchEvent(new Event('visibilitychange'))")
    page.wait("document.querySelector('#log-in-again #username')")


def happening(scene: Scene) -> Callable[[Page], None]:
    """One more incident comes in, and one that is shown is closed."""
    def act(page: Page) -> None:
        live(page)
        shown = page.evaluate("Number(document.querySelector('tr[data-pk]').dataset.pk)")
        scene.open_incident("just in", level=1)
        page.wait("!document.querySelector('#news').hidden")
        scene.close_incident(shown, scene.alice["token"])
        page.wait("document.querySelector('tr.gone')")
    return act


# Which pages there are

#: What shows what there is, and nothing before there is anything.
ROOMS = [
    View("list", "/incidents/"), View("wall", "/incidents/wall/?q=open"), View("list-first", "/incidents/?q=open%20level%3D1"),
    View("maintenance", "/plannedmaintenance/"), View("maintenance-past", "/plannedmaintenance/past/"),
    View("maintenance-plan", "/plannedmaintenance/create/"), View("profiles", "/notifications/"),
    View("profile-new", "/notifications/profiles/create/"), View("timeslots", "/notifications/timeslots/"),
    View("holidays", "/notifications/holidays/"),
    View("destinations", "/notifications/destinations/"), View("teams", "/notifications/teams/"),
    View("messages", "/notifications/messages/"), View("unreachable", "/notifications/unreachable/"),
    View("sources", "/sources/"), View("source-types", "/sources/types/"),
    View("source-new", "/sources/create/"), View("users", "/users/"), View("sessions", "/user/sessions/"),
    View("tokens", "/user/tokens/"),
]
#: What is always the same.
BLANK = [
    View("timeslot-new", "/notifications/timeslots/create/"), View("destination-new", "/notifications/destinations/create/"),
    View("destination-matrix", "/notifications/destinations/create/matrix/"),
    View("source-type-new", "/sources/types/create/"), View("user-new", "/users/create/"), View("preferences", "/user/"),
    View("password", "/user/password/"), View("token-new", "/user/tokens/create/"), View("about", "/about/"),
    View("team-new", "/notifications/teams/create/"), View("not-there", "/incidents/999999/"),
]

#: What folds in the list, by its name.
MENUS = {
    "person": "header .menu", "snooze": ".tool .menu:nth-of-type(1)", "ticket": ".tool .menu:nth-of-type(2)",
    "keys": "aside details.more",
    **{name: f".find .menu:nth-of-type({number})" for number, name in enumerate(["filters", "now", "group", "columns", "filter"], 1)},
}


def views(scene: Scene, things: dict[str, int]) -> list[View]:
    """Every page of a server that is filled with `things`."""
    incident, profiles, plan = f"/incidents/{things['incident']}/", "/notifications/profiles", "/plannedmaintenance"
    profile, timeslot = f"{profiles}/{things['profile']}", f"/notifications/timeslots/{things['timeslot']}"
    destination = f"/notifications/destinations/{things['destination']}"
    team = f"/notifications/teams/{things['team']}"
    source, user = f"/sources/{things['source']}", f"/users/{things['user']}"
    return [
        *ROOMS,
        View("list-ticked", "/incidents/?q=open", pressing("j", "x", "j", "x", "j")),
        View("list-columns", "/incidents/?columns=level,start,end,tag:host,metadata:room.floor,description,acked,id&q="),
        View("list-grouped", "/incidents/?q=open&group=tag:location"),
        View("list-past", "/incidents/?q=open&at=2026-01-01T03:12"),
        View("list-nothing", "/incidents/?q=host%3Dnone"),
        View("list-mistake", "/incidents/?q=level%3C%3Dx&columns=none&sort=none"),
        View("list-completion", "/incidents/?q=level%3C%3Dx", completing, part="form.search"),
        *(opened(f"list-menu-{name}", "/incidents/?q=open", part) for name, part in MENUS.items()),
        *(View(f"list-dialog-{name}", "/incidents/?q=open", pressing(key), part="dialog") for name, key in {
            "acknowledge": "a", "close": "c", "comment": "m", "ticket": "t", "snooze": "z", "keys": "?"}.items()),
        View("list-done", "/incidents/?q=open", acting, part="#done"),
        View("list-news", "/incidents/?q=open", happening(scene), part=".panel"),
        View("wall-sound", "/incidents/wall/?q=open&sound=2&notify=1"),
        View("incident", incident), View("incident-short", f"/incidents/{things['other']}/"),
        *(opened(f"incident-{name}", incident, f"details#{name}") for name in ["acknowledgement", "closure", "ticket", "snooze", "edit"]),
        View("incident-refused", incident, sending("#edit [type=submit]", tags="no tag")),
        View("maintenance-one", f"{plan}/{things['maintenance']}/"),
        View("maintenance-change", f"{plan}/{things['maintenance']}/update/"),
        View("maintenance-copy", f"{plan}/create/?copy_from={things['maintenance']}"),
        View("maintenance-preview", f"{plan}/create/", sending("[name=preview]", filters="")),
        View("maintenance-refused", f"{plan}/create/", sending(start_time="")),
        View("profile", f"{profile}/update/"), View("profile-preview", f"{profile}/update/", sending("[name=preview]")),
        View("profile-refused", f"{profiles}/create/", sending(name="x" * 60)),
        View("profile-delete", f"{profile}/delete/"),
        View("timeslot", f"{timeslot}/update/"), View("timeslot-delete", f"{timeslot}/delete/"),
        View("holidays-refused", "/notifications/holidays/", sending(dates="next week", calendar="BEGIN:VCALENDAR")),
        View("destination", f"{destination}/update/"), View("destination-delete", f"{destination}/delete/"),
        View("destination-test", f"{destination}/test/"),
        View("message-resend", "/notifications/messages/1/resend/"),
        View("messages-resend", "/notifications/messages/resend/?reason=not_configured"),
        View("destination-refused", "/notifications/destinations/create/email/", sending(email_address="nobody")),
        View("team", f"{team}/"), View("team-change", f"{team}/update/"), View("team-delete", f"{team}/delete/"),
        View("team-step-in", f"{team}/overrides/create/"),
        View("team-refused", "/notifications/teams/create/", sending(name="x", members="nobody here")),
        View("source", f"{source}/update/"), View("source-token", f"{source}/token/"),
        View("source-token-made", f"{source}/token/", sending()), View("source-delete", f"{source}/delete/"),
        View("source-type-delete", "/sources/types/cron/delete/"),
        View("source-refused", "/sources/create/", sending(name="", base_url="nowhere", heartbeat_frequency="1")),
        View("user", f"{user}/update/"), View("user-delete", f"{user}/delete/"),
        View("user-refused", "/users/create/", sending(username="a b", password="123")),
        View("password-refused", "/user/password/", sending()),
        View("session-end", "/user/sessions/", lambda page: page.leaving(
            lambda: page.evaluate("document.querySelector('td.links a').click()"))),
        View("tokens-all", "/user/tokens/all/"), View("token-delete", f"/user/tokens/{things['token']}/delete/"),
        View("token-made", "/user/tokens/create/", sending(name="backup")),
    ]


def sample_views(page: Page, url: str) -> list[View]:
    """The style guide and each of its samples, one of them in a theme that somebody chose."""
    page.open(f"{url}/styleguide/")
    paths = page.evaluate("""[...document.querySelectorAll('main a[href*="/styleguide/"]')].map((link) => link.pathname)""")
    samples = sorted(set(paths) - {"/styleguide/"})
    return [View("styleguide", "/styleguide/"), View("styleguide-dark", f"{samples[0]}?theme=dark")] + [
        View("styleguide-" + path.strip("/").split("/")[-1], path) for path in samples]


def stranger_views() -> list[View]:
    """What is seen by those who have not logged in."""
    return [
        View("log-in", "/accounts/login/"), View("log-in-refused", "/accounts/login/", sending()),
        View("stranger", "/nowhere/"),
    ]


def viewer_views(things: dict[str, int]) -> list[View]:
    """What somebody sees who may only look."""
    return [View("viewer-list", "/incidents/?q=open"), View("viewer-incident", f"/incidents/{things['incident']}/"),
            View("viewer-sources", "/sources/")]


def test_place_views() -> list[View]:
    """What shows the name, the colour, the banner and the links of a place."""
    return [View("list", "/incidents/"), opened("list-menu", "/incidents/", "header .menu"),
            View("about", "/about/")]


def first_views(server: Server) -> list[View]:
    """What is seen before anybody has an account; the link stands in the server's log."""
    link = re.search(r"/accounts/first/\S+", server.log.read_text()).group()
    return [View("log-in", "/accounts/login/"), View("first", link),
            View("first-refused", link, sending(username="a b", password="123"))]


# What is there

def fill(scene: Scene, incidents: int, log: int) -> dict[str, int]:
    """Fills a server as a year fills it; returns the keys of what there is to see."""
    things = people_and_sources(scene)
    things |= incidents_of(scene, incidents, log)
    things |= notifications(scene)
    things |= maintenance(scene, things["filter"])
    return things


def people_and_sources(scene: Scene) -> dict[str, int]:
    scene.sources = [scene.source] + [
        scene.server.create_source(name, type, f"https://{name}.example.org")
        for name, type in [("prom-eu", "prometheus"), ("zabbix-dc1", "zabbix"), ("a-source-with-a-long-name" * 3, "cron")]]
    scene.server.run("source", "create", "icinga-hq", "--type", "icinga", "--heartbeat-frequency", "300", "--json")
    scene.vera = scene.server.create_user("vera", "--role", "viewer")
    for name, *options in [("kari", "--role", "staff", "--first-name", "Kari", "--last-name", "Aas"), ("b" * 90,)]:
        scene.server.create_user(name, "--email", f"{name[:20]}@example.org", *options)
    token = scene.ask("POST", "/tokens/", {
        "name": "nightly report", "scope": "read", "expires": written(timedelta(days=90))}, scene.alice["token"], version=3)
    sources = scene.ask("GET", "/sources/", token=scene.alice["token"], version=3)
    return {"source": named(sources, "prom-eu"), "user": scene.vera["pk"], "token": token["pk"]}


def incidents_of(scene: Scene, many: int, log: int) -> dict[str, int]:
    chance = random.Random(1)
    for number in range(many):
        pk = scene.open_incident(
            TEXTS[number % len(TEXTS)], level=1 + 5 * number // many, minutes_ago=chance.randint(1, 3000),
            token=chance.choice(scene.sources)["token"], host=f"h{number % 9}.example.org",
            location=chance.choice(["Oslo", "Bergen", "Campus Rotvoll"]), customer=chance.choice(["himunk", "uninett"]))
        if number % 3 == 0:
            scene.acknowledge(pk)
        if number % 5 == 0:
            scene.change_incident(pk, ticket_url=f"https://tickets.example/{4700 + number}")
        if number % 7 == 6:
            scene.close_incident(pk, scene.alice["token"])
    rich = scene.ask("POST", "/incidents/", {
        "description": LONG * 4, "level": 1, "start_time": written(timedelta(hours=-30)), "source_incident_id": "b7d21f0c9a4e3388",
        "details_url": "https://nav.example.org/alerts/7/", "ticket_url": "https://tickets.example/INC-4711",
        "metadata": {"room": {"floor": 2, "rack": ["A7", "A8"]}, "url": "https://example.org/" + "x" * 200, "empty": None},
        "tags": [{"tag": f"{key}={value}"} for key, value in [
            ("host", "h1.example.org"), ("customer", "himunk"), *((f"k{number}", "v" * (2 * number)) for number in range(38))]]})["pk"]
    for number in range(log):
        scene.ask("POST", f"/incidents/{rich}/events/", {
            "type": "OTH", "timestamp": written(timedelta(minutes=number - 1500)),
            "description": chance.choice(TEXTS)}, token=scene.alice["token"])
    scene.acknowledge(rich, "Fibre cut at Alnabru reported by the carrier, ticket follows.")
    scene.change_incident(rich, level=2)
    return {"incident": rich, "other": pk}


def notifications(scene: Scene) -> dict[str, int]:
    below, token = "/notificationprofiles", scene.alice["token"]
    filters = [scene.ask("POST", f"{below}/filters/", {"name": name, "filter": {"open": True, "q": q}}, token)["pk"]
               for name, q in [("Core network", "host^=h1"), ("Worst", "level<=2"), ("Customer himunk and nobody else", "customer=himunk")]]
    days, all_days = [1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6, 7]
    slots = [scene.ask("POST", f"{below}/timeslots/", {"name": name, "time_recurrences": [
        {"days": of, "start": start, "end": end} for of, start, end in spans]}, token)["pk"] for name, spans in [
            ("Weekdays 8–16", [(days, "08:00", "16:00")]),
            ("Nights and weekends", [
                (all_days, "00:00", "08:00"), (all_days, "16:00", "23:59:59.999999"), ([6, 7], "08:00", "16:00")])]]
    destinations = [scene.ask("POST", f"{below}/destinations/", {"media": media, "label": label, "settings": settings}, token)["pk"]
                    for media, label, settings in [
                        ("email", "Work", {"email_address": "alice@example.org"}), ("sms", None, {"phone_number": "+4792233445"}),
                        ("email", "On call", {"email_address": "a-long-name-of-somebody-on-call@" + "long." * 20 + "example.org"})]]
    profiles = [scene.ask("POST", f"{below}/", {
        "name": name, "timeslot": slot, "filters": chosen, "destinations": told, "active": active}, token)["pk"]
        for name, slot, chosen, told, active in [
            ("Core network", slots[1], filters[:2], destinations, True), (None, slots[0], filters[2:], destinations[:1], True),
            ("Holidays", slots[0], filters, destinations[1:2], False)]]
    alice = next(user["pk"] for user in scene.ask("GET", "/users/", token=token, version=3)["results"] if user["username"] == "alice")
    team = scene.ask("POST", "/teams/", {"name": "Network", "members": [alice, scene.vera["pk"]], "time_zone": "Europe/Oslo"},
                     token, version=3)["pk"]
    scene.ask("POST", f"/teams/{team}/overrides/", {"user": alice, "start_time": written(timedelta(days=1)),
                                                    "end_time": written(timedelta(days=2))}, token, version=3)
    scene.ask("PATCH", f"/profiles/{profiles[0]}/", {"rules": {
        "wait": 300, "teams": [team], "digest": {"times": ["08:00", "16:00"]}, "repeat_after": 900, "hourly_limit": 20,
        "escalation": [{"after": 600, "destinations": destinations[1:2]}, {"after": 900, "teams": [team]}],
        "storm": {"tag": "host", "count": 10, "within": 600}}}, token, version=3)
    return {"filter": filters[2], "timeslot": slots[1], "destination": destinations[0], "profile": profiles[0], "team": team}


def maintenance(scene: Scene, filter: int) -> dict[str, int]:
    return {"maintenance": [scene.ask("POST", "/plannedmaintenance/", {
        "start_time": written(timedelta(hours=start)), "end_time": end and written(timedelta(hours=end)),
        "description": text, "filters": [filter]}, scene.alice["token"])["pk"] for start, end, text in [
            (30, 36, "New disks in db-03"), (200, None, LONG[:250]), (-50, -49, "Fan tray 1 of rt3.bergen"),
            (-300, -200, "New core routers"), (-1, 3, "Firmware of all access switches")]][-1]}


def written(from_now: timedelta) -> str:
    return (datetime.now(timezone.utc) + from_now).isoformat()


def named(found: list[dict], name: str) -> int:
    return next(each["pk"] for each in found if each["name"] == name)
