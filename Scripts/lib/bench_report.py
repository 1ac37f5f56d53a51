"""What was measured: a table for people and a file for programs."""

import datetime
import json
import os
import platform
import subprocess
from pathlib import Path


class Report:
    """Rows of what, how much and, where there is one, what was to be reached."""

    def __init__(self) -> None:
        self.rows: list[dict] = []

    def add(
        self, part: str, what: str, value: float, unit: str, slowest: float | None = None, goal: str = "",
        reached: bool | None = None,
    ) -> None:
        """Notes a number, and shows it at once, since a run takes minutes.

        `slowest` is the 99th percentile in milliseconds, where there is one.
        """
        row = {"part": part, "what": what, "value": round(value, 3), "unit": unit}
        if slowest is not None:
            row["p99_ms"] = round(slowest, 3)
        if goal:
            row |= {"goal": goal, "reached": reached}
        self.rows.append(row)
        print(f"{part}  {what}: {number(value)} {unit}", flush=True)

    def print(self) -> None:
        """Prints everything as a table that can be put into Documentation/Performance.md."""
        print("\n| | measured | result | 99th percentile | goal |\n| --- | --- | ---: | ---: | --- |")
        for row in sorted(self.rows, key=lambda row: row["part"]):
            slowest = f"{number(row['p99_ms'])} ms" if "p99_ms" in row else ""
            goal = f"{row['goal']} {'✓' if row['reached'] else '✗'}" if "goal" in row else ""
            print(f"| {row['part']} | {row['what']} | {number(row['value'])} {row['unit']} | {slowest} | {goal} |")

    def write(self, folder: Path, seconds: float) -> None:
        """Writes bench/latest.json."""
        path = folder / "latest.json"
        path.write_text(json.dumps({
            "at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "commit": commit(),
            "machine": {"processors": os.cpu_count(), "kind": platform.machine(), "load": os.getloadavg()[0]},
            "seconds": round(seconds),
            "rows": self.rows,
        }, indent=2) + "\n")
        print(f"\n{path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}, after {seconds:.0f} s")


def number(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if abs(value) >= 100 else f"{value:.3g}"


def commit() -> str | None:
    done = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True)
    return done.stdout.strip() or None


def percentile(values: list[float], percent: float) -> float:
    """The value below which so many percent lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
