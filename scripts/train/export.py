"""Writes the fine-tuned network as static int8 ONNX with tokenizer, config and reference figures.

Scales are static (ranges measured once on training turns and kept beside the
model), so a turn's result cannot depend on its neighbours in the batch. Weights
use 7 bits, since 8 would saturate on processors without VNNI.
"""
from __future__ import annotations

import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer
from torch import nn

import batches
import calibration
import corpora
import vocabulary
from model import BAND, CONTEXT_LAYERS, LABELS, PAIR_FACTOR, SPEAKERS, VECTOR, Shipped, ShippedContext
from pretrain import LONGEST

OPSET = 17
CALIBRATION_TURNS = 500
REFERENCE_TURNS = 200
VERSION = "3.1.0"
NAME = "tingping-zh"
#: What marks an output of the encoder that is a part of the vector of a turn.
PART = "~"
#: Smaller tensors of the network over calls stay fp32.
FEW_NUMBERS = 1000
ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "models" / "encoder"
REFERENCE_FILE = ROOT / "tests" / "nlp" / "encoder-reference.json"


class TurnReader(CalibrationDataReader):
    """One turn a time: a padded batch would stretch the ranges by what no caller said."""

    def __init__(self, tokenizer: Tokenizer, texts: list[str]) -> None:
        self.feeds = iter([feed([s]) for s in batches.encode(tokenizer, texts, LONGEST)])

    def get_next(self) -> dict[str, np.ndarray] | None:
        return next(self.feeds, None)


def feed(sequences: list[np.ndarray]) -> dict[str, np.ndarray]:
    ids, mask = batches.pad(sequences)
    return {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}


def write_fp32(network: nn.Module, target: Path) -> None:
    network.eval()
    ids = torch.tensor([[2, 100, 200, 3], [2, 100, 3, 0]])
    axes = {"input_ids": {0: "batch", 1: "length"}, "attention_mask": {0: "batch", 1: "length"}, "logits": {0: "batch"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network, (ids, (ids != 0).long()), str(target), dynamo=False, opset_version=OPSET,
            input_names=["input_ids", "attention_mask"], output_names=["logits"], dynamic_axes=axes,
        )


def shrink_tables(model: onnx.ModelProto) -> None:
    """Embedding tables become int8 with one scale a row: a lookup needs no calibration."""
    graph = model.graph
    tables = {t.name: t for t in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        table = tables.get(node.input[0]) if node.op_type == "Gather" else None
        if table is None or len(table.dims) != 2 or table.data_type != TensorProto.FLOAT:
            nodes.append(node)
            continue
        weights = numpy_helper.to_array(table)
        scales = np.maximum(np.abs(weights).max(axis=1, keepdims=True) / 127, 1e-8).astype(np.float32)
        small = np.clip(np.rint(weights / scales), -127, 127).astype(np.int8)
        name, ids, out = table.name, node.input[1], node.output[0]
        graph.initializer.remove(table)
        graph.initializer.append(numpy_helper.from_array(small, f"{name}_int8"))
        graph.initializer.append(numpy_helper.from_array(scales, f"{name}_scale"))
        nodes += [
            helper.make_node("Gather", [f"{name}_int8", ids], [f"{out}_int8"], name=f"{name}_rows"),
            helper.make_node("Gather", [f"{name}_scale", ids], [f"{out}_scale"], name=f"{name}_scales"),
            helper.make_node("Cast", [f"{out}_int8"], [f"{out}_float"], name=f"{name}_cast", to=TensorProto.FLOAT),
            helper.make_node("Mul", [f"{out}_float", f"{out}_scale"], [out], name=f"{name}_scaled"),
        ]
    del graph.node[:]
    graph.node.extend(nodes)


def attention_products(model: onnx.ModelProto) -> list[str]:
    """Products of two activations stay fp32: they cost little and lose most."""
    constants = {t.name for t in model.graph.initializer}
    return [n.name for n in model.graph.node if n.op_type == "MatMul" and n.input[1] not in constants]


def calibration_turns(data: Path, spoken: list[str]) -> list[str]:
    """Training turns alone, of all kinds, picked by a stable number."""
    public = (corpora.cped(data)["train"], corpora.cold(data)["train"], corpora.chnsenticorp(data), corpora.domain()["train"])
    pools = (spoken, *([e.text for e in pool] for pool in public))
    chosen: list[str] = []
    for pool, share in zip(pools, (0.5, 0.15, 0.15, 0.1, 0.1), strict=True):
        ranked = sorted(set(pool), key=lambda text: corpora.fraction(text, "calibration"))
        chosen += ranked[: int(CALIBRATION_TURNS * share)]
    return chosen


def write_int8(network: nn.Module, tokenizer: Tokenizer, turns: list[str], work: Path, out: Path) -> None:
    """`turns` give the ranges of the activations."""
    plain, ready = work / "fp32.onnx", work / "ready.onnx"
    write_fp32(network, plain)
    model = onnx.load(str(plain))
    shrink_tables(model)
    onnx.save(model, str(plain))
    quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
    ranges = out / "calibration-ranges.json"
    ranges.unlink(missing_ok=True)
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    quantize_static(
        str(ready), str(out / "onnx" / "model_quantized.onnx"), TurnReader(tokenizer, turns),
        quant_format=QuantFormat.QDQ, op_types_to_quantize=["MatMul", "Gemm"], per_channel=True, reduce_range=True,
        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        nodes_to_exclude=attention_products(onnx.load(str(ready))), calibration_cache_path=ranges,
        extra_options={"WeightSymmetric": True, "OpTypesToExcludeOutputQuantization": ["MatMul", "Gemm"]},
    )
    # The quantiser writes it for its owner alone.
    ranges.chmod(0o644)


def halve_weights(model: onnx.ModelProto) -> None:
    """Large weights are kept in fp16 and read as fp32."""
    graph = model.graph
    large = [t for t in graph.initializer if t.data_type == TensorProto.FLOAT and int(np.prod(t.dims)) > FEW_NUMBERS]
    casts = []
    for table in large:
        half = numpy_helper.from_array(numpy_helper.to_array(table).astype(np.float16), f"{table.name}_half")
        graph.initializer.remove(table)
        graph.initializer.append(half)
        casts.append(helper.make_node("Cast", [half.name], [table.name], name=f"{half.name}_cast", to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


def write_context(context: nn.Module, target: Path) -> None:
    vectors, speakers = torch.zeros(5, VECTOR), torch.tensor([0, 1, 0, 1, 2])
    axes = {"vectors": {0: "turns"}, "speakers": {0: "turns"}, "logits": {0: "turns"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            context.eval(), (vectors, speakers), str(target), dynamo=False, opset_version=OPSET,
            input_names=["vectors", "speakers"], output_names=["logits"], dynamic_axes=axes,
        )
    model = onnx.load(str(target))
    halve_weights(model)
    onnx.save(model, str(target))


def session_for(folder: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(folder / "onnx" / "model_quantized.onnx"), options, providers=["CPUExecutionProvider"])


def int8_logits(folder: Path, texts: list[str]) -> np.ndarray:
    """Logits of feelings and abuse [n, 4] of the shipped model, turns in batches of like length."""
    session, tokenizer = session_for(folder), vocabulary.load(folder)
    sequences = batches.encode(tokenizer, texts, LONGEST)
    order = np.argsort([len(s) for s in sequences], kind="stable")
    result = np.zeros((len(texts), len(LABELS)), dtype=np.float32)
    for start in range(0, len(order), 32):
        chosen = order[start : start + 32]
        result[chosen] = session.run(None, feed([sequences[i] for i in chosen]))[0][:, : len(LABELS)]
    return result


def config_of(graph: Shipped, labels: list[str], limits: dict[str, object]) -> dict[str, object]:
    """`config.json` as the model library reads it, and a block with what the product asks for beside."""
    outputs = [*LABELS, *(f"{PART}{i}" for i in range(VECTOR))]
    shape = graph.network.encoder.shape
    return {
        "model_type": "bert",
        "architectures": ["BertForSequenceClassification"],
        "vocab_size": shape.vocabulary,
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.inner,
        "hidden_act": "relu",
        "max_position_embeddings": shape.positions,
        "type_vocab_size": 1,
        "pad_token_id": 0,
        "pair_buckets": shape.buckets,
        "pair_factor": PAIR_FACTOR,
        "wide_buckets": graph.wide.buckets,
        "id2label": {str(i): label for i, label in enumerate(outputs)},
        "label2id": {label: i for i, label in enumerate(outputs)},
        "tingping": {
            "id": NAME,
            "version": VERSION,
            "maxTokens": shape.positions,
            "languages": ["zh"],
            "folded": True,
            "staticScales": True,
            "separateAbuse": True,
            "context": {"labels": labels, "speakers": list(SPEAKERS), "reach": CONTEXT_LAYERS * BAND},
            **limits,
        },
    }


def reference_rows(
    graph: Shipped, context: ShippedContext, spoken: list[str], tokenizer: Tokenizer, limits: dict[str, object]
) -> list[dict]:
    """fp32 probabilities of some of our own sentences and turns, for the test of the int8 model, and the log odds of
    labels that they have as the turns of one call, in which agent and caller take turns."""
    pools = ([e.text for part in corpora.domain().values() for e in part], spoken)
    chosen = [t for pool in pools for t in sorted(set(pool), key=lambda t: corpora.fraction(t, "reference"))[: REFERENCE_TURNS // 2]]
    with torch.no_grad():
        read = torch.cat([graph(*batches.pad(batches.encode(tokenizer, [text], LONGEST))) for text in chosen])
        labels = context(read[:, len(LABELS) :], torch.arange(len(chosen)) % 2).numpy()
    felt = calibration.said(read.numpy(), limits)
    return [
        {"text": text, **own, "labels": [round(float(v), 3) for v in row]}
        for text, own, row in zip(chosen, felt, labels, strict=True)
    ]


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def run(
    graph: Shipped, context: ShippedContext, labels: list[str], spoken: list[str], data: Path, work: Path, out: Path
) -> dict[str, object]:
    """Writes the folder of the model and returns what `config.json` says of temperatures and thresholds.

    `labels` are those of turns in the order of the context, `spoken` the turns of calls.
    """
    graph, context, tokenizer = graph.eval(), context.eval(), vocabulary.load(work)
    out.mkdir(parents=True, exist_ok=True)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(work / name, out / name)
    write_int8(graph, tokenizer, calibration_turns(data, spoken), work, out)
    shift = torch.load(work / "finetuned.pt", weights_only=True)["shift"]
    limits = {**calibration.limits(lambda texts: int8_logits(out, texts), data), "cpedShift": [round(v, 4) for v in shift]}
    write_context(context, out / "onnx" / "context.onnx")
    write_json(out / "config.json", config_of(graph, labels, limits))
    if out.resolve() == SHIPPED:
        rows = reference_rows(graph, context, spoken, tokenizer, limits)
        REFERENCE_FILE.write_text("[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n]\n", encoding="utf-8")
    print(f"export: {json.dumps(limits)}")
    return limits
