"""The Open Inference Protocol as tritonclient speaks it; see check_tritonclient.sh.

tritonclient_check.py TASNIF MAKE_TINY_MODELS WORK

WORK holds `ours`, the descriptors of our .proto files.
"""

import os
import queue
import signal
import subprocess
import sys

import numpy as np
import tritonclient.grpc as triton
from google.protobuf import descriptor_pb2
from tritonclient.grpc import model_config_pb2, service_pb2
from tritonclient.utils import InferenceServerException

SECONDS = 60
GOAL = "The team won the match when the striker scored the winning goal."
VOTE = "صوّت البرلمان على الحكومة الجديدة بعد مشاورات رئيس الوزراء مع الأحزاب."
# Fields that the protocol has and Triton's file lacks.
ONLY_OURS = {("ModelMetadataResponse", "properties")}


def fields_of(message, prefix=""):
    """(message, field) → (number, type, is repeated), also of nested messages."""
    found = {}
    for field in message.field:
        found[(prefix + message.name, field.name)] = (
            field.number, field.type, field.label == field.LABEL_REPEATED)
    for nested in message.nested_type:
        found.update(fields_of(nested, prefix + message.name + "."))
    return found


def file_of(descriptor):
    proto = descriptor_pb2.FileDescriptorProto()
    descriptor.CopyToProto(proto)
    return proto


def check_protos(work):
    """Every field and call of ours is one of Triton's, with its number and type."""
    with open(os.path.join(work, "ours"), "rb") as file:
        ours = descriptor_pb2.FileDescriptorSet.FromString(file.read())
    theirs, calls = {}, set()
    for module in (service_pb2, model_config_pb2):
        file = file_of(module.DESCRIPTOR)
        for message in file.message_type:
            theirs.update(fields_of(message))
        for service in file.service:
            calls |= {(m.name, m.client_streaming, m.server_streaming) for m in service.method}
    compared = 0
    for file in ours.file:
        for message in file.message_type:
            for key, value in fields_of(message).items():
                if key in ONLY_OURS or key[0].startswith("ModelMetadataResponse.Properties"):
                    continue
                assert theirs.get(key) == value, (key, value, theirs.get(key))
                compared += 1
        for service in file.service:
            for m in service.method:
                assert (m.name, m.client_streaming, m.server_streaming) in calls, m.name
    enum = {e.name: e.number for f in ours.file for e in
            (v for n in f.enum_type if n.name == "DataType" for v in n.value)}
    for name, number in enum.items():
        assert model_config_pb2.DataType.Value(name) == number, name
    assert compared > 100, compared
    print(f"protos: {compared} fields as Triton numbers them")


def text_input(texts, shape=None):
    tensor = triton.InferInput("text", shape or [len(texts)], "BYTES")
    tensor.set_data_from_numpy(
        np.array([t.encode() for t in texts], dtype=object).reshape(shape or [len(texts)]))
    return tensor


def expect_error(code, call):
    try:
        call()
    except InferenceServerException as error:
        assert code in str(error.status()), (code, error.status(), error.message())
        return
    raise AssertionError(f"no error, expected {code}")


def check_descriptions(client):
    assert client.is_server_live() and client.is_server_ready()
    assert client.is_model_ready("topic") and client.is_model_ready("topic", "1")
    assert not client.is_model_ready("weather")
    metadata = client.get_server_metadata()
    assert metadata.name == "tasnif" and "classification" in metadata.extensions
    model = client.get_model_metadata("article", as_json=True)
    assert [t["name"] for t in model["inputs"]][0] == "text"
    config = client.get_model_config("topic", as_json=True)["config"]
    assert config["input"][0]["data_type"] == "TYPE_STRING", config
    index = client.get_model_repository_index()
    assert {m.name for m in index.models} == {"article", "topic", "source_type", "stance"}


def check_infer(client):
    result = client.infer("topic", [text_input([GOAL, VOTE])], request_id="r1",
                          parameters={"top_k": 2}, priority=1, timeout=5000000)
    assert result.get_response().id == "r1" and result.get_response().model_version == "1"
    labels = result.as_numpy("labels")
    assert labels.shape == (2, 2) and labels[0, 0] == b"sport" and labels[1, 0] == b"politics"
    scores = result.as_numpy("scores")
    assert scores.dtype == np.float32 and (scores[:, 0] > 0.5).all(), scores
    assert result.as_numpy("abstained").dtype == np.bool_
    assert list(result.as_numpy("error")) == [b"", b""]
    column = client.infer("topic", [text_input([GOAL, VOTE], [2, 1])])
    assert column.as_numpy("labels")[0, 0] == b"sport"

    article = client.infer("article", [text_input([GOAL])])
    assert article.as_numpy("topic.labels")[0, 0] == b"sport"
    assert article.as_numpy("stance.targets").shape[0] == 1


def check_classification(client):
    output = triton.InferRequestedOutput("scores", class_count=1000)
    result = client.infer("topic", [text_input([GOAL])], outputs=[output])
    rows = result.as_numpy("scores")
    values = [float(element.split(b":", 2)[0]) for element in rows[0]]
    assert values == sorted(values, reverse=True) and abs(sum(values) - 1) < 1e-3, values
    assert rows[0, 0].split(b":", 2)[2] == b"sport", rows


def check_streams(client):
    answers = queue.Queue()
    client.start_stream(lambda result, error: answers.put((result, error)))
    for number, model in enumerate(["topic", "weather", "article", "topic"]):
        client.async_stream_infer(model, [text_input([GOAL])], request_id=str(number))
    got = [answers.get(timeout=SECONDS) for _ in range(4)]
    client.stop_stream()
    assert [result.get_response().id for result, error in got if error is None] == ["0", "2", "3"]
    assert "NOT_FOUND" in str(got[1][1]), got[1]


def check_errors(client):
    expect_error("NOT_FOUND", lambda: client.infer("weather", [text_input([GOAL])]))
    expect_error("NOT_FOUND", lambda: client.get_model_metadata("weather"))
    numbers = triton.InferInput("text", [1], "FP32")
    numbers.set_data_from_numpy(np.array([1], dtype=np.float32))
    expect_error("INVALID_ARGUMENT", lambda: client.infer("topic", [numbers]))
    output = triton.InferRequestedOutput("lables")
    expect_error("INVALID_ARGUMENT",
                 lambda: client.infer("topic", [text_input([GOAL])], outputs=[output]))
    expect_error("UNIMPLEMENTED", client.get_system_shared_memory_status)
    expect_error("FAILED_PRECONDITION", lambda: client.unload_model("topic"))
    expect_error("UNIMPLEMENTED", lambda: client.load_model("topic", config="{}"))
    client.load_model("topic")


def check_statistics(client):
    stats = client.get_inference_statistics("topic").model_stats[0]
    assert stats.execution_count > 0 and stats.inference_stats.fail.count > 0, stats
    assert stats.inference_count >= stats.execution_count
    assert stats.inference_stats.compute_infer.ns > 0


def main(tasnif, make_tiny_models, work):
    check_protos(work)
    models = os.path.join(work, "models")
    subprocess.run([make_tiny_models, models], check=True)
    server = subprocess.Popen([tasnif, "serve", "--models", models, "--address", "127.0.0.1:0"],
                              stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().split()[2]  # "listening on 127.0.0.1:PORT (…"
        with triton.InferenceServerClient(address) as client:
            for check in (check_descriptions, check_infer, check_classification, check_streams,
                          check_errors, check_statistics):
                check(client)
                print(check.__name__ + ": ok")
        server.send_signal(signal.SIGTERM)
        assert server.wait(SECONDS) == 0
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
    print("all ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
