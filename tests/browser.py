"""A headless Chromium for tests, driven over a pipe by the Chrome DevTools Protocol.

Chromium's `--remote-debugging-pipe` reads commands from descriptor 3 and writes answers to 4, each
a JSON object that ends with a zero byte: no driver, no port, no package is needed.
"""

import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["Browser", "chromium", "find_chromium"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-ipc-flooding-protection",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
# Chromium wants the pipes at 3 and 4; a shell cannot be asked, as not all know numbers over 9.
_MOVE = """
import os, sys
read, write = (os.dup2(int(number), high) for number, high in zip(sys.argv[1:3], (200, 201)))
os.dup2(read, 3)
os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
_PATIENCE = 60.0  # seconds: a loaded machine is slow to start a browser


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome, if there is one."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


class Browser:
    """One tab: opens pages, evaluates JavaScript, presses keys, and notes all that goes wrong.

    Attributes:
        complaints: what the console, uncaught errors and the policy of the page said.
        requests: addresses that the page asked for, but for the page itself and data: addresses.
    """

    def __init__(self, to: int, back: int) -> None:
        """Take the descriptors of the pipe to the browser and back."""
        self._to, self._back = to, back
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        self.complaints: list[str] = []
        self.requests: list[str] = []
        target = self.command("Target.createTarget", url="about:blank")["targetId"]
        attached = self.command("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.command(f"{domain}.enable")

    def command(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send a command and give its result; what happens meanwhile is noted."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                result: dict[str, Any] = answer["result"]
                return result
            self._note(answer)

    def open(self, path: Path, fragment: str = "") -> None:
        """Open a file and wait until it is loaded."""
        self.command("Page.navigate", url="about:blank")
        address = path.as_uri()
        self.command("Page.navigate", url=address + fragment)
        self.wait(
            f"location.href.startsWith({json.dumps(address)}) && document.readyState == 'complete'"
        )

    def js(self, expression: str) -> Any:  # noqa: ANN401 — whatever the expression gives
        """The value of a JavaScript expression, as JSON; promises are awaited."""
        answer = self.command(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, condition: str, patience: float = 20.0) -> None:
        """Wait until a JavaScript condition holds."""
        end = time.monotonic() + patience
        while not self.js(f"Boolean({condition})"):
            assert time.monotonic() < end, f"not in {patience} s: {condition}"
            time.sleep(0.02)

    def go(self, fragment: str) -> None:
        """Follow a fragment as a link would, and wait until the page has shown it."""
        self._do(f"location.hash = {json.dumps(fragment)}")

    def click(self, selector: str) -> None:
        """Click the first element of a selector by the program, and let the page answer."""
        self._do(f"document.querySelector({json.dumps(selector)}).click()")

    def _do(self, action: str) -> None:
        """Do something, and if it changes the fragment, wait until the page has heard of it."""
        self.js(
            f"(() => {{ const before = location.href; {action};"
            "return new Promise((done) => location.href == before ? setTimeout(done) : "
            "addEventListener('hashchange', () => setTimeout(done), {once: true})) })()"
        )

    def back(self) -> None:
        """Press «back»."""
        self.js(
            "new Promise((done) => {"
            "  addEventListener('hashchange', () => setTimeout(done), {once: true});"
            "  history.back();"
            "})"
        )

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key: «Tab», «Enter», or a letter."""
        codes = {"Tab": 9, "Enter": 13, " ": 32, "Escape": 27}
        text = {"Enter": "\r", "Tab": ""}.get(key, key if len(key) == 1 else "")
        common = {
            "key": key,
            "code": key,
            "windowsVirtualKeyCode": codes.get(key, ord(key.upper()[0])),
            "modifiers": 8 if shift else 0,
        }
        self.command("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        self.command("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self.command("Input.insertText", text=text)

    def size(self, width: int, height: int = 800) -> None:
        """Give the page a width and height in CSS pixels; a narrow one is a phone."""
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def media(self, kind: str = "", *, scheme: str = "light") -> None:
        """Show the page as on «screen» or «print», to whom prefers light or dark."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.command("Emulation.setEmulatedMedia", media=kind, features=features)

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Save what is seen, or the whole page, as PNG."""
        data = self.command("Page.captureScreenshot", captureBeyondViewport=whole)["data"]
        path.write_bytes(b64decode(data))

    def pdf(self) -> bytes:
        """The page as it is printed."""
        return b64decode(self.command("Page.printToPDF", preferCSSPageSize=True)["data"])

    def _read(self) -> dict[str, Any]:
        end = time.monotonic() + _PATIENCE
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._back], [], [], max(end - time.monotonic(), 0))
            assert ready, f"the browser was silent for {_PATIENCE} s"
            piece = os.read(self._back, 1 << 20)
            assert piece, "the browser has gone"
            self._buffer += piece
        message, _, self._buffer = self._buffer.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def _note(self, event: dict[str, Any]) -> None:
        said = event.get("params", {})
        match event.get("method"):
            case "Runtime.exceptionThrown":
                self.complaints.append(str(said["exceptionDetails"])[:2000])
            case "Runtime.consoleAPICalled":
                self.complaints.append(f"console.{said['type']}: {said['args']}")
            case "Log.entryAdded":
                self.complaints.append(f"{said['entry']['source']}: {said['entry']['text']}")
            case "Page.javascriptDialogOpening":
                self.complaints.append(f"dialog: {said['message']}")
                self._number += 1
                os.write(
                    self._to,
                    json.dumps(
                        {
                            "id": self._number,
                            "method": "Page.handleJavaScriptDialog",
                            "params": {"accept": True},
                            "sessionId": self._session,
                        }
                    ).encode()
                    + b"\0",
                )
            case "Network.requestWillBeSent":
                address = said["request"]["url"]
                if said.get("type") != "Document" and not address.startswith(("data:", "blob:")):
                    self.requests.append(address)


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """A fresh Chromium with a profile of its own; it ends with the block."""
    read_commands, write_commands = os.pipe()
    read_answers, write_answers = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [
                *(sys.executable, "-c", _MOVE, str(read_commands), str(write_answers)),
                *(path, *_FLAGS, f"--user-data-dir={profile}", "about:blank"),
            ],
            pass_fds=(read_commands, write_answers),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read_commands)
        os.close(write_answers)
        try:
            yield Browser(write_commands, read_answers)
        finally:
            os.close(write_commands)  # which tells Chromium to end
            os.close(read_answers)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
