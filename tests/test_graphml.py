"""The graph, read back by networkx."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from newsnlp.export import Style
from newsnlp.export.graphml import graph_of, write_graphml
from newsnlp.tables import Tables
from told import HOSTILE, WORLD, renamed, tables_of


def read(tables: Tables, folder: Path) -> Any:  # noqa: ANN401 — networkx has no types
    """The graph of the file."""
    write_graphml(tables, folder, Style())
    return nx.read_graphml(folder / "graph.graphml", force_multigraph=True)


def test_reads_back_equal(tmp_path: Path) -> None:
    graph, found = graph_of(WORLD), read(WORLD, tmp_path)
    assert dict(found.nodes(data=True)) == dict(graph.nodes(data=True))
    assert list(found.edges(keys=True, data=True)) == list(graph.edges(keys=True, data=True))


def test_two_facts_of_the_same_two_are_two_edges(tmp_path: Path) -> None:
    edges = read(WORLD, tmp_path).get_edge_data("p-1", "o-1")
    assert sorted((edge["label"], edge["status"]) for edge in edges.values()) == [
        ("декан", "former"),
        ("ректор", "current"),
    ]


def test_an_edge_says_how_one_knows(tmp_path: Path) -> None:
    edges = read(WORLD, tmp_path).get_edge_data("p-1", "o-1").values()
    assert {edge["label"]: edge for edge in edges}["ректор"] == {
        "kind": "role",
        "label": "ректор",
        "status": "current",
        "weight": 2.0,
        "score": 0.9,
        "sentence": "Ректор Белова открыла форум.",
        "documents": "d2; новость 1",
    }


def test_nodes_and_edges_have_their_kinds(tmp_path: Path) -> None:
    graph = read(WORLD, tmp_path)
    nodes, edges = graph.nodes(data=True), graph.edges(data=True)
    assert sorted(values["kind"] for _, values in nodes) == [
        *["event"] * 4, *["organisation"] * 3, *["person"] * 3
    ]  # fmt: skip
    assert {(one, other) for one, other, values in edges if values["kind"] == "unit"} == {
        ("o-2", "o-1")
    }
    assert {(one, other) for one, other, values in edges if values["kind"] == "within"} == {
        ("e-2", "e-1")
    }
    assert graph.nodes["p-2"]["positions"] == "поэт"
    assert (graph.nodes["e-1"]["start_date"], graph.nodes["e-1"]["place"]) == (
        "2024-05-01",
        "Томск",
    )
    assert graph.nodes["p-1"]["mentions"] == 3


def test_a_graph_of_nothing(tmp_path: Path) -> None:
    assert len(read(tables_of(), tmp_path)) == 0


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_code_is_a_name_in_xml(text: str, tmp_path: Path) -> None:
    found = read(renamed(renamed(WORLD, "p-1", text), "ректор", text), tmp_path)
    tree = ElementTree.parse(tmp_path / "graph.graphml")
    nodes = list(tree.iter("{http://graphml.graphdrawing.org/xmlns}node"))
    assert all(re.fullmatch("[a-z]-[0-9a-f]+", node.attrib["id"]) for node in nodes)
    belova = [node for node in found.nodes.values() if node["label"] == "Анна Ильинична Белова"]
    assert len(belova) == 1
    assert belova[0]["code"]
