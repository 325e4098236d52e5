"""Shorter ways through a quantised graph; the numbers that it gives stay the same."""

from pathlib import Path

import onnx
from onnx import helper

__all__ = ["quantize_before_joining"]


def quantize_before_joining(path: Path) -> None:
    """Turn to bytes before neighbours are put side by side, not after: a third of the work.

    A convolution pads its input with zeros, takes three stretches of that and joins them for one
    product. Zero is always among the values that choose a scale, so this is the same before the
    padding; there it is the byte of zero.
    """
    model = onnx.load(str(path))
    graph = model.graph
    maker = {name: node for node in graph.node for name in node.output}
    for node in [n for n in graph.node if n.op_type == "DynamicQuantizeLinear"]:
        joined = maker.get(node.input[0])
        if joined is None or joined.op_type != "Concat":
            continue
        slices = [maker.get(name) for name in joined.input]
        if any(piece is None or piece.op_type != "Slice" for piece in slices):
            continue
        pads = {piece.input[0] for piece in slices}
        pad = maker.get(next(iter(pads)))
        if len(pads) != 1 or pad is None or pad.op_type != "Pad":
            continue
        _turn_round(graph, node, pad, [*slices, joined])
    del graph.value_info[:]  # the types of what is padded and joined are others now
    _sort(graph)
    onnx.save(model, str(path))


def _turn_round(
    graph: onnx.GraphProto,
    quantize: onnx.NodeProto,
    pad: onnx.NodeProto,
    joining: list[onnx.NodeProto],
) -> None:
    """Quantise what `pad` pads; pad and join the bytes."""
    values, scale, zero = quantize.output
    bytes_ = f"{values}_narrow"
    graph.node.remove(quantize)
    graph.node.append(
        helper.make_node(
            "DynamicQuantizeLinear", [pad.input[0]], [bytes_, scale, zero], name=quantize.name
        )
    )
    pad.input[0] = bytes_
    while len(pad.input) > 2:
        pad.input.pop()
    pad.input.append(zero)
    joining[-1].output[0] = values


def _sort(graph: onnx.GraphProto) -> None:
    """Put every node behind what it needs."""
    known = {value.name for value in (*graph.input, *graph.initializer)} | {""}
    waiting, placed = list(graph.node), []
    while waiting:
        ready = [node for node in waiting if all(name in known for name in node.input)]
        if not ready:
            raise ValueError("the graph has a circle")
        for node in ready:
            known.update(node.output)
        placed += ready
        names = {id(node) for node in ready}
        waiting = [node for node in waiting if id(node) not in names]
    del graph.node[:]
    graph.node.extend(placed)
