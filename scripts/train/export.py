"""Writes the fine-tuned model as static int8 ONNX with tokenizer, config and reference figures.

    python scripts/train/export.py --data DIR --work DIR --out models/encoder

Scales are static (ranges measured once on training turns and kept beside the
model), so a turn's result cannot depend on its neighbours in the batch. Weights
use 7 bits, since 8 would saturate on processors without VNNI.
"""
from __future__ import annotations

import argparse
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
import finetune
import vocabulary
import wide
from model import LABELS, PAIR_FACTOR, Joined, Shape
from pretrain import LONGEST

OPSET = 17
CALIBRATION_TURNS = 500
REFERENCE_TURNS = 200
VERSION = "1.0.0"
NAME = "tingping-zh-small"
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


def calibration_turns(data: Path) -> list[str]:
    """Training turns alone, of all kinds, picked by a stable number."""
    pools = (corpora.cped(data)["train"], corpora.cold(data)["train"], corpora.chnsenticorp(data), corpora.domain()["train"])
    chosen: list[str] = []
    for pool, share in zip(pools, (0.4, 0.2, 0.1, 0.3), strict=True):
        ranked = sorted(pool, key=lambda e: corpora.fraction(e.text, "calibration"))
        chosen += [e.text for e in ranked[: int(CALIBRATION_TURNS * share)]]
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


def session_for(folder: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(folder / "onnx" / "model_quantized.onnx"), options, providers=["CPUExecutionProvider"])


def int8_logits(folder: Path, texts: list[str]) -> np.ndarray:
    """Logits [n, 4] of the shipped model, turns in batches of like length."""
    session, tokenizer = session_for(folder), vocabulary.load(folder)
    sequences = batches.encode(tokenizer, texts, LONGEST)
    order = np.argsort([len(s) for s in sequences], kind="stable")
    result = np.zeros((len(texts), len(LABELS)), dtype=np.float32)
    for start in range(0, len(order), 32):
        chosen = order[start : start + 32]
        result[chosen] = session.run(None, feed([sequences[i] for i in chosen]))[0]
    return result


def bert_config(shape: Shape, labels: list[str], block: dict[str, object]) -> dict[str, object]:
    """`config.json` as the model library reads it; `block` is what the product asks for beside."""
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
        "id2label": {str(i): label for i, label in enumerate(labels)},
        "label2id": {label: i for i, label in enumerate(labels)},
        "tingping": {"version": VERSION, "maxTokens": shape.positions, "languages": ["zh"], "folded": True, "staticScales": True, **block},
    }


def config_of(network: Joined, limits: dict[str, object]) -> dict[str, object]:
    block = {"id": NAME, "separateAbuse": True, **limits}
    return {**bert_config(network.deep.shape, list(LABELS), block), "wide_buckets": network.buckets}


def write_reference(network: Joined, tokenizer: Tokenizer, limits: dict[str, object]) -> None:
    """fp32 probabilities of some of our own sentences, for the test of the int8 model."""
    spoken = sorted((e.text for part in corpora.domain().values() for e in part),
                    key=lambda t: corpora.fraction(t, "reference"))[:REFERENCE_TURNS]
    logits = finetune.logits_for(network, tokenizer, spoken)
    sentiment = calibration.softmax(logits[:, :3] / limits["temperature"]["sentiment"])
    abuse = calibration.sigmoid(logits[:, 3] / limits["temperature"]["abuse"])
    rows = [
        {"text": t, "sentiment": dict(zip(LABELS[:3], (round(float(v), 4) for v in s), strict=True)), "abuse": round(float(a), 4)}
        for t, s, a in zip(spoken, sentiment, abuse, strict=True)
    ]
    REFERENCE_FILE.parent.mkdir(parents=True, exist_ok=True)
    REFERENCE_FILE.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def run(data: Path, work: Path, out: Path) -> None:
    network, tokenizer = wide.joined(work), vocabulary.load(work)
    out.mkdir(parents=True, exist_ok=True)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(work / name, out / name)
    write_int8(network, tokenizer, calibration_turns(data), work, out)
    limits = calibration.limits(lambda texts: int8_logits(out, texts), data)
    shift = torch.load(work / "finetuned.pt", weights_only=True)["shift"]
    limits["cpedShift"] = [round(value, 4) for value in shift]
    write_json(out / "config.json", config_of(network, limits))
    if out.resolve() == SHIPPED:
        write_reference(network, tokenizer, limits)
    print(f"export: {json.dumps(limits)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("work/encoder"))
    parser.add_argument("--out", type=Path, default=Path("models/encoder"))
    args = parser.parse_args()
    run(args.data, args.work, args.out)


if __name__ == "__main__":
    main()
