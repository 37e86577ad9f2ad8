"""The server seen from Python: generated messages, health and reflection.

python_client_test.py TASNIF MAKE_TINY_MODELS PROTO_DIR PROTOC

Exit code 77: python3-grpcio or python3-protobuf is not installed.
"""

import os
import signal
import subprocess
import sys
import tempfile

try:
    import grpc
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
except ImportError as error:
    print(f"skipped: {error} (install python3-grpcio and python3-protobuf)")
    sys.exit(77)

SECONDS = 60


def load_messages(proto_dir, protoc, folder):
    """The message classes of tasnif.v1, without generated files."""
    path = os.path.join(folder, "descriptors")
    subprocess.run(
        [protoc, f"--proto_path={proto_dir}", "--include_imports",
         f"--descriptor_set_out={path}", "tasnif/v1/classifier.proto"],
        check=True)
    with open(path, "rb") as file:
        files = descriptor_pb2.FileDescriptorSet.FromString(file.read())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    factory = message_factory.MessageFactory(pool)

    def message(name):
        return factory.GetPrototype(pool.FindMessageTypeByName("tasnif.v1." + name))

    return message("ClassifyRequest"), message("ClassifyResponse")


def check_classify(channel, request_class, response_class):
    classify = channel.unary_unary(
        "/tasnif.v1.Classifier/Classify",
        request_serializer=request_class.SerializeToString,
        response_deserializer=response_class.FromString)
    request = request_class()
    request.articles.add(id="a", text="The team won the match when the striker scored the goal.")
    request.articles.add(id="b", text="")
    response = classify(request, timeout=SECONDS)
    assert [result.id for result in response.results] == ["a", "b"], response
    assert response.results[0].prediction.topic.label == "sport", response
    assert response.results[1].error.code == 3, response  # ERROR_CODE_INVALID_ARGUMENT

    request.options.heads.append("topci")
    try:
        classify(request, timeout=SECONDS)
        raise AssertionError("an unknown head was accepted")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.NOT_FOUND, error
        assert "topic" in error.details(), error


def check_health(channel):
    check = channel.unary_unary("/grpc.health.v1.Health/Check")
    request = b"\x0a\x14tasnif.v1.Classifier"  # HealthCheckRequest.service
    assert check(request, timeout=SECONDS) == b"\x08\x01"  # SERVING


def check_reflection(channel):
    info = channel.stream_stream("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")
    answer = next(info(iter([b"\x3a\x00"]), timeout=SECONDS))  # list_services: ""
    for service in (b"tasnif.v1.Classifier", b"tasnif.v1.Models", b"tasnif.v1.Feedback"):
        assert service in answer, answer


def main(tasnif, make_tiny_models, proto_dir, protoc):
    with tempfile.TemporaryDirectory() as folder:
        models = os.path.join(folder, "models")
        subprocess.run([make_tiny_models, models], check=True)
        request_class, response_class = load_messages(proto_dir, protoc, folder)
        server = subprocess.Popen(
            [tasnif, "serve", "--models", models, "--address", "127.0.0.1:0"],
            stdout=subprocess.PIPE, text=True)
        try:
            first = server.stdout.readline()  # "listening on 127.0.0.1:PORT (…"
            with grpc.insecure_channel(first.split()[2]) as channel:
                check_classify(channel, request_class, response_class)
                check_health(channel)
                check_reflection(channel)
            server.send_signal(signal.SIGTERM)
            assert server.wait(SECONDS) == 0
        finally:
            server.kill()
            server.wait()
            server.stdout.close()
    print("ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
