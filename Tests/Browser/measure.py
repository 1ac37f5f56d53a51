"""What a browser measures of the list, for `make bench`: measure.py URL TOKEN, a user as JSON on stdin.

Prints JSON: `nodes` of the page, and `painted`, for each of the changes the milliseconds from its
commit until its row was on the screen.
"""

import http.client
import json
import sys
import time
from urllib.parse import urlsplit

from chromium import Chromium

CHANGES, A_SECOND = 400, 20
WATCH = """
    window.painted = {};
    new MutationObserver(() => {
        const found = [...document.querySelectorAll('tr[data-pk] .k-ticket a')].map((link) => link.href);
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => { for (const link of found) window.painted[link] ??= Date.now(); };
            channel.port2.postMessage(null);
        });
    }).observe(document.querySelector('#rows'), {subtree: true, childList: true, characterData: true, attributes: true});
"""


def main() -> None:
    url, user = sys.argv[1], json.load(sys.stdin)
    browser = Chromium()
    try:
        page = browser.page(f"{url}/accounts/login/?next=/incidents/%3Fq%3Dopen")
        page.wait("document.querySelector('#username')")
        page.evaluate(f"""document.querySelector('#username').value = {json.dumps(user['username'])},
            document.querySelector('#password').value = {json.dumps(user['password'])}""")
        page.leaving(lambda: page.evaluate("document.querySelector('#password').form.requestSubmit()"))
        page.wait("document.querySelector('#live').dataset.state === 'live'")
        nodes = page.evaluate("document.querySelectorAll('*').length")
        pks = page.evaluate("[...document.querySelectorAll('tr[data-pk]')].map((row) => Number(row.dataset.pk))")
        page.evaluate(WATCH)
        committed = change(url, user["token"], pks)
        last = list(committed)[-1]
        page.wait(f"window.painted[{json.dumps(last)}]")
        painted = page.evaluate("window.painted")
        print(json.dumps({
            "nodes": nodes, "painted": [painted[link] - at for link, at in committed.items() if link in painted]}))
    finally:
        browser.close()


def change(url: str, token: str, pks: list[int]) -> dict[str, float]:
    """Gives rows on the screen new tickets; returns by link when the change was committed."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
    committed, began = {}, time.monotonic()
    for number in range(CHANGES):
        wait = began + number / A_SECOND - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        link = f"https://tickets.example/{number}"
        connection.request("PATCH", f"/api/v2/incidents/{pks[number % len(pks)]}/", json.dumps({"ticket_url": link}), headers)
        answer = connection.getresponse()
        answer.read()
        committed[link] = time.time() * 1000
    return committed


if __name__ == "__main__":
    main()
