"""What an editor sees: the YAML language server finds the schema, no fault in shipped files, and completes keys.

Runs where ``yaml-language-server`` is installed (npm install --global yaml-language-server); see docs/how-to/editor.md.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from longtail_sim.events import event_kinds
from longtail_sim.scenario.library import shipped_files

PROGRAM = shutil.which("yaml-language-server")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="yaml-language-server is not installed")
SCHEMA = (Path(__file__).parents[2] / "schema" / "scenario.json").as_uri()
HEAD = f"# yaml-language-server: $schema={SCHEMA}\nname: x\n"


class Server:
    """A language server, spoken to as an editor does."""

    def __init__(self) -> None:
        """Start it."""
        assert PROGRAM is not None
        self.process = subprocess.Popen([PROGRAM, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.asked = 0
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.tell("initialized", {})
        settings = {"yaml": {"validate": True, "completion": True, "schemaStore": {"enable": False}}}
        self.tell("workspace/didChangeConfiguration", {"settings": settings})

    def tell(self, method: str, parameters: Any, **more: Any) -> None:
        """Send a message."""
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": parameters, **more}).encode()
        self._send(body)

    def ask(self, method: str, parameters: Any) -> Any:
        """Send a request and return the answer."""
        self.asked += 1
        self.tell(method, parameters, id=self.asked)
        return next(m["result"] for m in self.messages() if m.get("id") == self.asked and "method" not in m)

    def messages(self) -> Iterator[Any]:
        """Yield what it says, and answer what it asks with nothing."""
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while line := stream.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            message = json.loads(stream.read(length))
            if "method" in message and "id" in message:
                self._send(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": [None]}).encode())
            yield message

    def open(self, uri: str, text: str) -> list[str]:
        """Open a document and return what the server finds wrong with it."""
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        found = next(m for m in self.messages() if m.get("method") == "textDocument/publishDiagnostics")
        assert found["params"]["uri"] == uri
        return [f"line {one['range']['start']['line'] + 1}: {one['message']}" for one in found["params"]["diagnostics"]]

    def complete(self, uri: str, text: str) -> set[str]:
        """Return what it would put at the end of a text."""
        lines = text.split("\n")
        place = {"line": len(lines) - 1, "character": len(lines[-1])}
        answer = self.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": place})
        return {item["label"].strip() for item in answer["items"]}

    def _send(self, body: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.process.terminate()
    started.process.communicate()


@pytest.mark.parametrize("path", shipped_files().values(), ids=list(shipped_files()))
def test_nothing_is_wrong_with_a_shipped_file(server: Server, path: Path) -> None:
    assert server.open(path.as_uri(), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", list(shipped_files().values())[:1])
def test_the_first_line_of_a_shipped_file_leads_to_the_schema(server: Server, path: Path) -> None:
    text = path.read_text(encoding="utf-8") + "\nnonsense: 1\n"
    assert any("nonsense" in line for line in server.open((path.parent / "not_there.yaml").as_uri(), text))


def test_a_misspelt_key_and_a_wrong_value_are_found(server: Server, tmp_path: Path) -> None:
    uri = (tmp_path / "bad.yaml").as_uri()
    found = server.open(uri, HEAD + "fleet: {shere: 0.1}\nduration_s: soon\n")
    assert any("shere" in line for line in found)
    assert any(line.startswith("line 4") for line in found)


def test_keys_kinds_and_words_are_completed(server: Server, tmp_path: Path) -> None:
    texts = {
        "top": (HEAD, {"fleet", "events", "network", "vary"}),
        "fleet": (HEAD + "fleet:\n  ", {"share", "remote_assistance"}),
        "kind": (HEAD + "events:\n  - kind: ", set(event_kinds())),
        "event": (HEAD + "events:\n  - kind: officer\n    ", {"response_s", "when", "at_s"}),
    }
    for name, (text, wanted) in texts.items():
        uri = (tmp_path / f"{name}.yaml").as_uri()
        server.open(uri, text)
        offered = server.complete(uri, text)
        assert wanted <= offered, f"{name}: {sorted(offered)}"
