"""(c) What a monitoring system waits for that starts a command for each alert."""

import os
import subprocess
import sys
from pathlib import Path

from bench_report import Report, percentile

ROUNDS = 51

EMPTY = "@main struct Empty { static func main() {} }\n"

# A small program that starts the command: the memory of who starts it counts as its own until then.
START = """
import os, sys, time
quiet = [(os.POSIX_SPAWN_OPEN, n, os.devnull, os.O_RDWR, 0) for n in (0, 1, 2)]
began = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, usage = os.wait4(process, 0)
print(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, status)
"""


def measure(report: Report, glue: Path, folder: Path, environment: dict) -> int:
    """Times an empty program and hooks in turn; returns how many alerts were put into the spool."""
    empty = folder / "empty"
    (folder / "empty.swift").write_text(EMPTY)
    subprocess.run(["swiftc", "-O", "-parse-as-library", "-static-stdlib", "-o", empty, folder / "empty.swift"],
                   check=True)
    nagios = ["NOTIFICATIONTYPE=PROBLEM", "HOSTNAME=db-%d", "SERVICEDESC=Load", "SERVICESTATE=CRITICAL",
              "SERVICEPROBLEMID=%d", "SERVICEOUTPUT=Load is high"]
    commands = {
        "an empty program": [empty],
        "argus-glue enqueue": [glue, "enqueue", "--open", "--key", "hook-%d", "--description", "Load is high on db-01"],
        "argus-glue nagios": [glue, "nagios", *nagios],
    }
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
    for number in range(ROUNDS):
        for name, command in commands.items():
            found[name].append(start([str(part).replace("%d", str(number)) for part in command], environment))
    waits, works, memories = ({name: [run[n] for run in runs] for name, runs in found.items()} for n in range(3))
    for name in commands:
        report.add("c", f"{name}, median of {ROUNDS}", percentile(waits[name], 50), "ms", percentile(waits[name], 99))
    for name in list(commands)[1:]:
        above = percentile(waits[name], 50) - percentile(waits["an empty program"], 50)
        report.add("c", f"{name} above an empty program", above, "ms", None, "at most 15 ms", above <= 15)
        # What does not depend on what else runs.
        work = percentile(works[name], 50) - percentile(works["an empty program"], 50)
        report.add("c", f"of that, {name} keeps a processor busy", work, "ms")
        memory = percentile(memories[name], 50)
        report.add("c", f"resident memory of {name}", memory, "MB", None, "under 25 MB", memory < 25)
    return 2 * ROUNDS


def start(command: list[str], environment: dict) -> tuple[float, float, float]:
    """Milliseconds of wall time and of processor time that a command takes, and the most MB that it held."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", START, *command], env=environment, check=True, capture_output=True, text=True)
    waited, worked, memory, status = done.stdout.split()
    if status != "0":
        raise RuntimeError(f"{' '.join(command)}: status {os.waitstatus_to_exitcode(int(status))}")
    return float(waited) * 1000, float(worked) * 1000, float(memory)
