"""(b) The first page of many incidents through each filter, and (d) memory and start-up time."""

import http.client
import subprocess
import time

from bench_report import Report, percentile
from server import Server

ROUNDS = 200

BATCH = 100
FLOOD = 50_000

# One incident in twenty is open. Five tags each: of 2000 hosts, 20 sites, 200 customers, 12 types
# of problem, of which region r0 has the first six only, and 4 regions. Start times are spread over
# thirty days, ends follow within three hours. The flood comes after them: all open, of one level.
SCRIPT = """
local tokens = { TOKENS }
local count, answered, wrong = 0, 0, 0
local first = os.time() - 30 * 86400
local function moment(seconds) return os.date("!%Y-%m-%dT%H:%M:%SZ", seconds) end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local function incident()
  count = count + 1
  local start = first + math.floor(count * 30 * 86400 / COUNT)
  local ends = count % 20 == 0 and "infinity" or moment(start + 60 + count * 7 % 10800)
  local level, region = 1 + math.random(0, 4), math.random(0, 3)
  local problem = math.random(0, region == 0 and 5 or 11)
  if IS_FLOOD then
    start, ends, level = os.time() - 3600 + math.floor(count / 20), "infinity", 3
  end
  return string.format(
    '{"op":"create","start_time":"%s","end_time":"%s","source_incident_id":"NAME%d",' ..
    '"description":"Box %d does not answer","level":%d,"details_url":"/problems/%d/","tags":["host=sw%d",' ..
    '"site=s%d","customer=c%d","problem_type=p%d","region=r%d"]}',
    moment(start), ends, count, count, level, count, math.random(0, 1999), math.random(0, 19),
    math.random(0, 199), problem, region)
end
function request()
  local items = {}
  for item = 1, BATCH do items[item] = incident() end
  wrk.headers["Authorization"] = "Token " .. tokens[math.floor(count / BATCH) % #tokens + 1]
  return wrk.format(nil, nil, nil, '{"items":[' .. table.concat(items, ",") .. ']}')
end
function response(status, headers, body)
  answered = answered + BATCH
  if status ~= 200 or body:find('"status":[45]') then wrong = wrong + 1 end
  if answered >= COUNT then io.write("LOADED ", wrong, " ", body:sub(1, 200), "\\n") io.flush() end
end
""".replace("BATCH", str(BATCH))

LISTS = {
    "all": "",
    "open": "open=true",
    "open, level at most 2": "open=true&level__lte=2",
    "open, one tag of many incidents": "open=true&tags=region=r3",
    "open, one tag of few incidents": "open=true&tags=host=sw77",
    "open, two tags": "open=true&tags=region=r3,problem_type=p5",
    "open, two tags that nothing has together": "open=true&tags=region=r0,problem_type=p9",
    "open, one source": "open=true&source__id__in=SOURCE",
    "open, sources of one type": "open=true&source__type__in=bench",
    "open, level, tag and source": "open=true&level__lte=3&tags=site=s7&source__id__in=SOURCE",
    "one tag that a quarter has": "tags=region=r3",
    "one tag of few incidents": "tags=host=sw77",
    "two tags": "tags=site=s7,customer=c11",
    "one tag or another": "tags=host=sw77,host=sw78",
    "a tag by its beginning": "q=host%5E%3Dsw77",
    "a tag by a regular expression": "q=host~7",
    "acknowledged, of which there are none": "acked=true",
    "an entry in the log that none has": "q=event%3AREO",
    "ended before the last tenth": "end_time__lte=EARLY",
    "number of all": "count",
    "number of open": "count&open=true",
    "number of those with a tag that a quarter has": "count&tags=region=r3",
}

BEHIND_FLOOD = {
    f"open, level at most 2, behind {FLOOD} newer ones of level 3": "open=true&level__lte=2",
    f"open, one tag of few incidents, after {FLOOD} newer ones": "open=true&tags=host=sw77",
}


def measure(
    report: Report, server: Server, count: int, parts: str, lists_part: str = "b"
) -> None:
    """Loads the database over the API, restarts the server on it, and asks."""
    sources = [server.create_source(f"bench{n}", "bench") for n in range(4)]
    started = server.start()
    try:
        if "d" in parts:
            time.sleep(1)
            idle = server.resident_megabytes()
            report.add("d", "start-up to the first answer, empty database", started * 1000, "ms")
            report.add("d", "resident memory, idle", idle, "MB", None, "under 80 MB", idle < 80)
        if "b" in parts:
            tokens = [source["token"] for source in sources]
            load(server, tokens, count)
            server.stop()
            started = server.start()
            lists(report, server, sources[0], lists_part, count, LISTS)
            load(server, tokens, FLOOD, is_flood=True)
            lists(report, server, sources[0], lists_part, count, BEHIND_FLOOD)
        if "b" in parts and "d" in parts:
            report.add("d", f"start-up to the first answer, {count} incidents", started * 1000, "ms")
            report.add("d", "resident memory, after the lists", server.resident_megabytes(), "MB")
    finally:
        server.stop()


def load(server: Server, tokens: list[str], count: int, is_flood: bool = False) -> None:
    """Creates incidents in batches over eight connections."""
    began = time.monotonic()
    script = server.folder / "load.lua"
    words = {
        "TOKENS": ", ".join(f'"{t}"' for t in tokens), "COUNT": str(count),
        "IS_FLOOD": str(is_flood).lower(), "NAME": "flood" if is_flood else ""}
    text = SCRIPT
    for word, value in words.items():
        text = text.replace(word, value)
    script.write_text(text)
    wrk = subprocess.Popen(
        ["wrk", "-t1", "-c8", "-d900s", "--timeout", "30s", "-s", script, server.url + "/api/v3/incidents/batch/"],
        stdout=subprocess.PIPE, text=True)
    try:
        loaded = next((line for line in wrk.stdout if line.startswith("LOADED")), None)
    finally:
        wrk.kill()  # it would go on until its time is over
        wrk.wait()
    if not (loaded or "").startswith("LOADED 0 "):
        raise RuntimeError(f"the incidents could not be loaded ({loaded}):\n{server.log_end()}")
    print(f"   {count} incidents with five tags each loaded in {time.monotonic() - began:.0f} s", flush=True)


def lists(
    report: Report, server: Server, source: dict, part: str, count: int, queries: dict[str, str]
) -> None:
    """Asks for each list again and again over one connection, and for what needs no database."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    headers = {"Authorization": f"Token {source['token']}"}
    times = timed(connection, "/.still-alive/", headers)
    report.add(part, f"nothing, median of {ROUNDS}", percentile(times, 50), "ms", percentile(times, 99))
    early = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 3 * 86400))
    for name, query in queries.items():
        query = query.replace("SOURCE", str(source["pk"])).replace("EARLY", early)
        path = f"/api/v2/incidents/?page_size=100&{query}".rstrip("&")
        times = timed(connection, path, headers)
        middle = percentile(times, 50)
        report.add(
            part, f"of {count}: {name}, median of {ROUNDS}", middle, "ms", percentile(times, 99),
            "under 3 ms", middle < 3)


def timed(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> list[float]:
    """How many milliseconds each of many requests took until the last byte."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        times.append((time.perf_counter() - began) * 1000)
        if answer.status not in (200, 204):
            raise RuntimeError(f"{path} answered {answer.status}: {body[:200]!r}")
    return times
