"""The graph of the HTML report: what is vendored is what it says, what is ours asks for nothing."""

import hashlib
import re
from importlib.resources import files
from pathlib import Path

import pytest

ASSETS = files("newsnlp") / "report" / "assets"
VENDOR = ASSETS / "vendor"
NOTICE = Path(__file__).resolve().parents[1] / "NOTICE"


def ours() -> str:
    return (ASSETS / "graph.js").read_text(encoding="utf-8")


def test_vendored_files_are_as_published_and_have_their_licence() -> None:
    readme = (VENDOR / "README.md").read_text(encoding="utf-8")
    sums = dict(re.findall(r"^([0-9a-f]{64})  (\S+)$", readme, re.MULTILINE))
    scripts = {path.name for path in VENDOR.iterdir() if path.name.endswith(".js")}
    assert scripts == set(sums.values()) == {"cytoscape.min.js"}
    notice = NOTICE.read_text(encoding="utf-8")
    for digest, name in sums.items():
        content = (VENDOR / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest
        assert digest in notice
        assert b"</script" not in content.lower(), "could not stand inside the page"
        assert b"<!--" not in content
        licence = (VENDOR / f"{name.split('.')[0]}.LICENSE").read_text(encoding="utf-8")
        assert "Permission is hereby granted, free of charge" in licence
    (row,) = re.findall(r"^\| cytoscape.min.js \| cytoscape \| (\S+) \| MIT ", readme, re.MULTILINE)
    assert re.search(rf"^cytoscape {re.escape(row)} .*MIT licence$", notice, re.MULTILINE)


def test_graph_keeps_its_contract() -> None:
    script = ours()
    assert "function newsnlpGraph(element, data, options = {})" in script
    assert "window.newsnlpGraph = newsnlpGraph;" in script
    for promised in ("select(id) {", "destroy() {", "options.onSelect("):
        assert promised in script
    for kind in ("person", "event", "organisation", "role", "part", "unit"):
        assert re.search(rf"\b{kind}\b", script)
    for words in ("Люди", "Мероприятия", "Организации", "Показать всё"):
        assert words in script


@pytest.mark.parametrize(
    "forbidden",
    [
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser",
        r"\beval\b\s*\(|new Function|Function\(|import\s*\(|setTimeout\(\s*[\"'`]",
        r"fetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|new Worker",
        r"setAttribute\(\s*[\"']style|createElement\(\s*[\"'](?:style|script|link|img|iframe)",
        r"Math\.random|Date\.now|new Date",  # two openings look alike
        r"</script|<!--",
    ],
)
def test_graph_makes_nothing_of_text_and_asks_for_nothing(forbidden: str) -> None:
    code = re.sub(r"/\*.*?\*/|^\s*//.*$", "", ours(), flags=re.DOTALL | re.MULTILINE)
    assert not re.search(forbidden, code, re.IGNORECASE if "script" in forbidden else 0)


def test_graph_names_no_address_but_that_of_svg() -> None:
    assert set(re.findall(r"\w+://[^\s\"'`)]+", ours())) == {"http://www.w3.org/2000/svg"}
