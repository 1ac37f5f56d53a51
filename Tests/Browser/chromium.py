"""Chromium, driven over its debugging protocol: what a person at the keyboard does and sees."""

import base64
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections import deque
from pathlib import Path

import websocket

PATIENCE = 60  # seconds that a condition may take on a busy machine


class Chromium:
    """One browser; each `page` has cookies of its own, as if it were another person's."""

    def __init__(self):
        program = shutil.which("chromium")
        if not program:
            raise SystemExit("There is no chromium: run Scripts/install tests.")
        self.folder = Path(tempfile.mkdtemp(prefix="argus-browser-"))
        # Root may not use the sandbox; what is shown here is our own.
        as_root = ["--no-sandbox"] if os.getuid() == 0 else []
        self.process = subprocess.Popen(
            [program, "--headless=new", *as_root, "--remote-debugging-port=0", "--no-first-run",
             "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions",
             "--disable-background-networking", "--disable-renderer-backgrounding",
             "--disable-backgrounding-occluded-windows", "--disable-background-timer-throttling",
             "--remote-allow-origins=*", "--js-flags=--expose-gc", "--hide-scrollbars",
             "--autoplay-policy=no-user-gesture-required", "--enable-precise-memory-info",
             f"--user-data-dir={self.folder}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        address = self._address()
        self.socket = websocket.create_connection(address, timeout=60, max_size=None)
        self.serial = 0
        self.events: dict[str, deque] = {}

    def _address(self) -> str:
        """Where the browser listens, which it says when it is ready."""
        said = []
        for line in self.process.stderr:
            if "DevTools listening on " in line:
                return line.split("DevTools listening on ")[1].strip()
            said.append(line)
        raise RuntimeError("Chromium did not start:\n" + "".join(said[-20:]))

    def call(self, method: str, session: str | None = None, **parameters) -> dict:
        """Sends a command and returns its result; events that come meanwhile are kept."""
        self.serial += 1
        serial = self.serial
        message = {"id": serial, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == serial:
                if "error" in answer:
                    raise ProtocolError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            if "method" in answer:
                kept = self.events.setdefault(answer.get("sessionId", ""), deque(maxlen=2000))
                kept.append(answer)

    def page(self, url: str = "about:blank", width: int = 1440, height: int = 900,
             beside: "Page | None" = None) -> "Page":
        """A new tab: a person's own, or of the same person as the one `beside` it."""
        context = beside.context if beside else self.call("Target.createBrowserContext")["browserContextId"]
        page = Page(self, context)
        page.resize(width, height)
        if url != "about:blank":
            page.open(url)
        return page

    def close(self) -> None:
        self.socket.close()
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stderr.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class ProtocolError(Exception):
    """That the browser could not do what it was told."""


class Page:
    """A tab."""

    def __init__(self, browser: Chromium, context: str):
        self.browser, self.context = browser, context
        self.target = browser.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=self.target, flatten=True)["sessionId"]
        self.keys_pressed = 0
        self.has_scripts = True
        for domain in ["Page", "Runtime", "Network", "Log"]:
            self.call(f"{domain}.enable")
        # What stands still is compared frame by frame, so nothing may be in between.
        self.media()

    def call(self, method: str, **parameters) -> dict:
        return self.browser.call(method, self.session, **parameters)

    def close(self) -> None:
        self.browser.call("Target.closeTarget", targetId=self.target)

    # Where it is

    def open(self, url: str) -> None:
        """Goes to an address, and returns once the page is there."""
        self.evaluate("window.leaving = true")
        self.call("Page.navigate", url=url)
        self.arrived()

    def arrived(self) -> None:
        """Returns once another page is there than the one that a script called `leaving`."""
        self.wait("!window.leaving && document.readyState === 'complete'")

    def leaving(self, act) -> None:
        """Does something that leads to another page, and returns once that is there."""
        self.evaluate("window.leaving = true")
        act()
        self.arrived()

    @property
    def path(self) -> str:
        return self.evaluate("location.pathname + location.search")

    # What it shows

    def evaluate(self, script: str):
        """The value of an expression in the page; a promise is waited for."""
        result = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True,
            userGesture=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise AssertionError(f"{script}\n{details.get('exception', {}).get('description', details['text'])}")
        return result["result"].get("value")

    def wait(self, condition: str, patience: float = PATIENCE):
        """Returns the value of an expression as soon as it is true."""
        end = time.monotonic() + patience
        while (left := end - time.monotonic()) > 0:
            if not self.has_scripts:  # nor timers
                with contextlib.suppress(ProtocolError):  # the page was left meanwhile
                    if value := self.evaluate(f"((value) => value instanceof Node || value)({condition})"):
                        return value
                time.sleep(0.02)
                continue
            try:
                value = self.evaluate(f"""new Promise((resolve, reject) => {{
                    const end = performance.now() + {left * 1000};
                    const look = () => {{
                        let value;
                        try {{ value = {condition}; }} catch (error) {{ return reject(error); }}
                        if (value || performance.now() > end) resolve(value instanceof Node || value);
                        else setTimeout(look, 8);
                    }};
                    look();
                }})""")
            except ProtocolError:
                continue  # the page was left meanwhile
            if value:
                return value
        text = self.evaluate("document.body && document.body.innerText.slice(0, 1500)")
        raise AssertionError(f"It did not come to be that {condition}\nat {self.path}:\n{text}")

    def weight(self) -> dict:
        """What the page weighs after garbage was collected: the least of five looks, since what the page did a
        moment ago may not be garbage yet."""
        self.call("Performance.enable")
        looks = []
        for _ in range(5):
            self.evaluate("new Promise((done) => requestIdleCallback(done, {timeout: 2000}))")
            for _ in range(3):
                self.call("HeapProfiler.collectGarbage")
            metrics = self.call("Performance.getMetrics")["metrics"]
            looks.append({metric["name"]: metric["value"] for metric in metrics})
            looks[-1]["Elements"] = self.evaluate("document.querySelectorAll('*').length")
        return {name: min(look[name] for look in looks) for name in looks[0]}

    def text(self, selector: str) -> str:
        return self.evaluate(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''")

    def count(self, selector: str) -> int:
        return self.evaluate(f"document.querySelectorAll({json.dumps(selector)}).length")

    def exists(self, selector: str) -> bool:
        return self.count(selector) > 0

    def complaints(self) -> list[str]:
        """What the page's console was told of as an error, and what a policy forbade."""
        kept = self.browser.events.get(self.session, [])
        texts = []
        for event in kept:
            if event["method"] == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
                texts.append(event["params"]["entry"]["text"])
            if event["method"] == "Runtime.exceptionThrown":
                details = event["params"]["exceptionDetails"]
                texts.append(details.get("exception", {}).get("description", details["text"]))
        return texts

    # What a person does

    def place(self, selector: str) -> tuple[float, float]:
        """The middle of an element that can be seen, after scrolling to it if need be."""
        box = self.wait(f"""(() => {{
            const element = document.querySelector({json.dumps(selector)});
            if (!element) return null;
            let box = element.getBoundingClientRect();
            if (!box.width || !box.height) return null;
            if (box.top < 0 || box.bottom > innerHeight) {{
                element.scrollIntoView({{block: "center", behavior: "instant"}});
                box = element.getBoundingClientRect();
            }}
            return [box.left + box.width / 2, box.top + box.height / 2];
        }})()""")
        return box[0], box[1]

    def point(self, selector: str) -> None:
        """Lets the pointer rest on an element."""
        x, y = self.place(selector)
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def click(self, selector: str, modifiers: int = 0) -> None:
        x, y = self.place(selector)
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"]:
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="none" if kind == "mouseMoved" else "left",
                      clickCount=1, modifiers=modifiers)

    def tap(self, selector: str) -> None:
        """Touches an element with a thumb."""
        x, y = self.place(selector)
        self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def press(self, *keys: str) -> None:
        """Presses keys one after the other: letters, or names such as `Enter`."""
        for key in keys:
            self.keys_pressed += 1
            name, code, text = KEYS.get(key, (key, ord(key.upper()) if len(key) == 1 else 0, key))
            parameters = {"key": name, "windowsVirtualKeyCode": code}
            if text:
                self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **parameters)
            else:
                self.call("Input.dispatchKeyEvent", type="rawKeyDown", **parameters)
            self.call("Input.dispatchKeyEvent", type="keyUp", **parameters)

    def type(self, text: str) -> None:
        """Types a text, letter by letter."""
        self.press(*text)

    # How it is shown

    def resize(self, width: int, height: int = 900, zoom: float = 1, is_phone: bool = False) -> None:
        """`zoom` is as in the browser's menu: at 2 only half as many pixels are left."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=int(width / zoom), height=int(height / zoom),
            deviceScaleFactor=zoom, mobile=is_phone)
        self.call("Emulation.setTouchEmulationEnabled", enabled=is_phone)

    def media(self, scheme: str = "light", forced: bool = False, moves: bool = False) -> None:
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "forced-colors", "value": "active" if forced else "none"},
            {"name": "prefers-reduced-motion", "value": "no-preference" if moves else "reduce"},
        ])

    def forbid_scripts(self) -> None:
        """From the next page on none of its scripts runs."""
        self.has_scripts = False
        self.call("Emulation.setScriptExecutionDisabled", value=True)

    def picture(self, file: Path, whole: bool = False) -> None:
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        file.write_bytes(base64.b64decode(data))


#: What the protocol calls keys that are no letters: name, code, the text that they type.
KEYS = {
    "Enter": ("Enter", 13, "\r"), "Tab": ("Tab", 9, ""), "Escape": ("Escape", 27, ""),
    "Space": (" ", 32, " "), "Backspace": ("Backspace", 8, ""), "Down": ("ArrowDown", 40, ""),
    "Up": ("ArrowUp", 38, ""), "End": ("End", 35, ""), "Home": ("Home", 36, ""),
}
