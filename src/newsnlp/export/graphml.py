"""Tables → GraphML of people, bodies and events, for Gephi, yEd and networkx.

Every fact is an edge, so that two may lead from a person to a body: the rector was its student.
"""

from collections.abc import Iterable
from pathlib import Path

import networkx as nx

from newsnlp.export.format import Style
from newsnlp.export.gather import Gathered, Row, Source, gather, id_of, partial_date, safe_id
from newsnlp.tables import Tables

__all__ = ["graph_of", "write_graphml"]

Value = str | int | float


def write_graphml(tables: Tables, folder: Path, style: Style) -> None:
    """Write `graph.graphml`."""
    del style
    # write_graphml would write other bytes where lxml is installed.
    nx.write_graphml_xml(graph_of(tables), folder / "graph.graphml")


def graph_of(tables: Tables) -> "nx.MultiDiGraph[str]":
    """People, bodies and events as nodes; edges of the kinds role, part, unit and within.

    All edges lead from who or what is in something to what it is in. The key of an edge is its id.
    """
    told = gather(tables)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    _add_nodes(graph, told)
    for holding in told.holdings:
        if holding.organisation_id:
            _add_edge(
                graph,
                (safe_id("p", holding.person_id), safe_id("o", holding.organisation_id)),
                {
                    "kind": "role",
                    "label": holding.position,
                    "status": holding.status,
                    "since": holding.since,
                    "until": holding.until,
                },
                holding.sources,
            )
    for one in told.attendances:
        who = safe_id("p" if one.kind == "person" else "o", one.participant_id)
        values = {"kind": "part", "label": one.role}
        _add_edge(graph, (who, safe_id("e", one.event_id)), values, one.sources)
    for row in told.organisations:
        if row["parent_id"]:
            ends = safe_id("o", row["organisation_id"]), safe_id("o", row["parent_id"])
            _add_edge(graph, ends, {"kind": "unit", "label": "подразделение"}, ())
    for row in told.events:
        if row["part_of_id"]:
            ends = safe_id("e", row["event_id"]), safe_id("e", row["part_of_id"])
            _add_edge(graph, ends, {"kind": "within", "label": "в рамках"}, ())
    return graph


def _add_nodes(graph: "nx.MultiDiGraph[str]", told: Gathered) -> None:
    """A position that is held in no body is told in `positions` of the person's node."""
    free: dict[str, list[str]] = {}
    for holding in told.holdings:
        if not holding.organisation_id:
            free.setdefault(holding.person_id, []).append(holding.position)
    for row in told.persons:
        values = {
            "gender": row["gender"],
            "positions": "; ".join(dict.fromkeys(free.get(row["person_id"], ()))),
        }
        _add_node(graph, "person", row["person_id"], row, values)
    for row in told.organisations:
        values = {"type": row["kind"]}
        _add_node(graph, "organisation", row["organisation_id"], row, values)
    for row in told.events:
        values = {
            "type": row["kind"],
            "start_date": partial_date(row["start"]),
            "end_date": partial_date(row["end"]),
            "place": row["place"],
        }
        _add_node(graph, "event", row["event_id"], row, values)


def _add_node(
    graph: "nx.MultiDiGraph[str]", kind: str, code: str, row: Row, values: dict[str, str]
) -> None:
    own: dict[str, Value] = {"label": row["name"], "kind": kind, **values, "also": row["also"]}
    counts = {key: int(row[key]) for key in ("mentions", "documents") if row[key]}
    key = safe_id(kind[0], code)
    own["code"] = "" if key == code else code
    graph.add_node(key, **_filled(own), **counts)


def _add_edge(
    graph: "nx.MultiDiGraph[str]",
    ends: tuple[str, str],
    values: dict[str, str],
    sources: Iterable[Source],
) -> None:
    """An edge with the number of its rows as weight; score and words are those of the surest."""
    rows = sorted(sources, key=lambda one: (-float(one.score or 0), one))
    own: dict[str, Value] = {**values, "weight": float(max(len(rows), 1))}
    if rows:
        own["score"] = float(rows[0].score or 0)
        own["sentence"] = rows[0].words
        own["documents"] = "; ".join(sorted({one.document_id for one in rows}))
    graph.add_edge(*ends, key=id_of("edge", (*ends, *values.values())), **_filled(own))


def _filled(values: dict[str, Value]) -> dict[str, Value]:
    return {key: value for key, value in values.items() if value != ""}
