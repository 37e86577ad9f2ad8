"""The HTTP port from outside: the examples of the manual, the OpenAPI document, hostile clients.

http_test.py TASNIF MAKE_TINY_MODELS SOURCE_DIR

Exit code 77: python3-yaml or curl is not installed.
"""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

try:
    import yaml
except ImportError as error:
    print(f"skipped: {error} (install python3-yaml)")
    sys.exit(77)

SECONDS = 60
SECRET = "zebrafish"  # Stands in article text only, and must stand in no log.


class Server:
    """tasnif serve with an HTTP port, until the block ends."""

    def __init__(self, tasnif, models, folder, *more):
        self.port_file = os.path.join(folder, "http_port")
        self.log = open(os.path.join(folder, "log"), "w+b")
        self.process = subprocess.Popen(
            [tasnif, "serve", "--models", models, "--address", "127.0.0.1:0", "--http-address",
             "127.0.0.1:0", "--http-port-file", self.port_file, *more],
            stdout=subprocess.DEVNULL, stderr=self.log)

    def __enter__(self):
        end = time.monotonic() + SECONDS
        while not os.path.exists(self.port_file):
            assert self.process.poll() is None and time.monotonic() < end, self.log_text()
            time.sleep(0.02)
        with open(self.port_file, encoding="utf-8") as file:
            self.address = file.read().strip()
        self.port = int(self.address.rsplit(":", 1)[1])
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.log.close()

    def log_text(self):
        self.log.seek(0)
        return self.log.read().decode()

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, answer.headers


# --- The manual.

def check_manual(server, source):
    with open(os.path.join(source, "docs/http.md"), encoding="utf-8") as file:
        examples = re.findall(r"```sh\n(.*?)```", file.read(), re.S)
    assert len(examples) >= 4, examples
    for example in examples:
        done = subprocess.run(
            ["bash", "-euc", example], env={**os.environ, "URL": "http://" + server.address},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS, check=False)
        out = done.stdout.decode()
        assert done.returncode == 0 and out, (example, done.stderr)
        assert '{"error":{"code"' not in out, (example, out)


# --- The OpenAPI document.

def messages_of_protos(source):
    """Message name → its field names, as the .proto files have them."""
    messages = {}
    for name in ("classifier", "feedback", "models"):
        path = os.path.join(source, f"protos/tasnif/v1/{name}.proto")
        with open(path, encoding="utf-8") as file:
            text = re.sub(r"//[^\n]*", "", file.read())
        for message, body in re.findall(r"message (\w+) \{(.*?)\n\}", text, re.S):
            messages[message] = set(re.findall(r"(\w+) = \d+;", body))
    return messages


def check_schemas(document, messages):
    own = {"Error", "Server"}  # Not messages.
    for name, schema in document["components"]["schemas"].items():
        if name not in own:
            assert set(schema["properties"]) == messages[name], name
    request = document["paths"]["/v1/articles:classify"]["post"]
    options = messages["ClassifyOptions"] | messages["Article"] | {"target"}
    for parameter in request["parameters"]:
        assert "$ref" in parameter or parameter["name"] in options, parameter


def resolve(document, part):
    while "$ref" in part:
        found = document
        for key in part["$ref"].removeprefix("#/").split("/"):
            found = found[key]
        part = found
    return part


def check_value(document, schema, value, where):
    """Every field of `value` is in the schema, with its type."""
    schema = resolve(document, schema)
    types = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int,
             "number": (int, float)}
    assert isinstance(value, types[schema["type"]]), (where, value)
    if schema["type"] == "array":
        for item in value:
            check_value(document, schema["items"], item, where + "[]")
    if schema["type"] == "object":
        rest = schema.get("additionalProperties")
        for name, field in value.items():
            assert name in schema.get("properties", {}) or rest, (where, name)
            check_value(document, schema.get("properties", {}).get(name, rest), field,
                        f"{where}.{name}")


def bodies_of(operation):
    if "requestBody" not in operation:
        return [(None, None)]
    return [(kind, json.dumps(content["example"]) if kind == "application/json"
             else content["example"])
            for kind, content in operation["requestBody"]["content"].items()]


def check_openapi(server, source):
    with open(os.path.join(source, "docs/openapi.yaml"), encoding="utf-8") as file:
        text = file.read()
    assert server.request("GET", "/openapi.yaml")[1] == text
    document = yaml.safe_load(text)
    check_schemas(document, messages_of_protos(source))
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for kind, body in bodies_of(operation):
                headers = {"Content-Type": kind} if kind else {}
                status, answer, got = server.request(
                    method.upper(), path, body and body.encode(), headers)
                assert status == 200, (path, kind, status, answer)
                (answer_kind, content), = operation["responses"]["200"]["content"].items()
                assert got["Content-Type"].split(";")[0] == answer_kind, (path, got)
                if answer_kind == "application/json":
                    check_value(document, content["schema"], json.loads(answer), path)
    for path in ("/v1/articles:classify", "/nothing"):
        status, answer, _ = server.request("GET", path)
        assert status in (404, 405)
        check_value(document, {"$ref": "#/components/schemas/Error"}, json.loads(answer), path)


# --- Offsets, timeouts, foreign pages, slow clients.

def check_offsets(server):
    text = "🏆 سجل المهاجم هدفين في نهائي الكأس. The striker scored 👨‍👩‍👧 a goal."
    body = json.dumps({"articles": [{"text": text}],
                       "options": {"explain": True, "heads": ["topic"]}})
    status, answer, _ = server.request("POST", "/v1/articles:classify", body.encode(),
                                       {"Content-Type": "application/json"})
    assert status == 200, answer
    words = json.loads(answer)["results"][0]["prediction"]["topic"]["explanation"]
    shown = [word for word in words if word["text"]]
    assert shown, answer
    for word in shown:
        piece = text.encode()[word["begin_byte"]:word["end_byte"]].decode()
        assert piece == word["text"], (piece, word)


def check_refusals(server):
    article = json.dumps({"articles": [{"text": SECRET}]}).encode()
    json_type = {"Content-Type": "application/json"}
    for headers, expected in (
            ({"Host": "evil.example"}, 403), ({"Origin": "http://evil.example"}, 403),
            ({"Sec-Fetch-Site": "cross-site"}, 403), ({"Request-Timeout": "0.0000001"}, 504),
            ({"Request-Timeout": "30"}, 200), ({"Content-Encoding": "gzip"}, 415)):
        status, answer, _ = server.request(
            "POST", "/v1/articles:classify", article, {**json_type, **headers})
        assert status == expected, (headers, status, answer)
    broken = b'{"articles":[{"text":"' + SECRET.encode() + b'",,}]}'
    assert server.request("POST", "/v1/articles:classify", broken, json_type)[0] == 400


def check_slow_clients(server):
    """More connections that never finish than there is room for do not keep /healthz out."""
    slow = []
    for _ in range(600):
        client = socket.create_connection(("127.0.0.1", server.port), SECONDS)
        client.sendall(b"POST /v1/articles:classify HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
        slow.append(client)
    start = time.monotonic()
    assert server.request("GET", "/healthz")[0] == 200
    assert time.monotonic() - start < 5
    for client in slow:
        client.close()


# --- Metrics.

SAMPLE = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)')
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\\n]|\\["\\n])*)"')


def read_metrics(server):
    """(name, labels) → value of every sample."""
    status, text, headers = server.request("GET", "/metrics")
    assert status == 200 and headers["Content-Type"].startswith("text/plain; version=0.0.4")
    samples = {}
    for line in text.splitlines():
        if line.startswith("# "):
            continue
        name, labels, value = SAMPLE.fullmatch(line).groups()
        key = (name, frozenset(LABEL.findall(labels or "")))
        assert key not in samples, line
        samples[key] = float(value)
    return samples


def names_in(text):
    """Metrics of ours, and of the process, that a text names."""
    return set(re.findall(r"\b((?:tasnif|process)_[a-z_]+)", text)) 


def check_metrics(server, source):
    samples = read_metrics(server)
    body = json.dumps({"articles": [{"text": f"{SECRET} The striker scored."}, {"text": ""}]})
    server.request("POST", "/v1/articles:classify", body.encode(),
                   {"Content-Type": "application/json"})
    now = read_metrics(server)

    def grown(name, **labels):
        key = (name, frozenset(labels.items()))
        return now.get(key, 0) - samples.get(key, 0)

    assert grown("tasnif_requests_total", front="http", method="Classify", code="OK") == 1
    assert grown("tasnif_articles_total", code="OK") == 1
    assert grown("tasnif_articles_total", code="INVALID_ARGUMENT") == 1
    assert grown("tasnif_words_total", head="topic", version="1") > 0
    assert sum(grown(*key[:1], **dict(key[1])) for key in now
               if key[0] == "tasnif_labels_total" and ("head", "topic") in key[1]) == 1
    assert now[("process_resident_memory_bytes", frozenset())] > 1e6
    assert now[("process_open_fds", frozenset())] > 3
    check_names({name for name, _ in now}, server, source)
    check_labels(now, source)


def expressions_of_dashboard(file):
    return [target["expr"] for panel in json.load(file)["panels"] for target in panel["targets"]]


def expressions_of_alerts(file):
    return [rule["expr"] for group in yaml.safe_load(file)["groups"] for rule in group["rules"]]


def check_names(sampled, server, source):
    """Whatever dashboard, alerts and manual name is there, and the manual names all there is."""
    text = server.request("GET", "/metrics")[1]
    families = set(re.findall(r"^# TYPE (\S+)", text, re.M))
    for path, expressions in (("deploy/monitoring/grafana.json", expressions_of_dashboard),
                              ("deploy/monitoring/alerts.yaml", expressions_of_alerts)):
        with open(os.path.join(source, path), encoding="utf-8") as file:
            named = names_in("\n".join(expressions(file)))
        missing = named - families - sampled
        assert named and not missing, (path, missing)
    with open(os.path.join(source, "docs/metrics.md"), encoding="utf-8") as file:
        assert names_in(file.read()) == families


def labels_in_manual(source):
    """Metric → its labels, as the table of docs/metrics.md has them."""
    with open(os.path.join(source, "docs/metrics.md"), encoding="utf-8") as file:
        rows = re.findall(r"^\| (`.*?`) \| (?:counter|gauge|histogram)? ?\| (.*?) ?\|", file.read(), re.M)
    return {name: set(re.findall(r"[a-z_]+", labels)) for names, labels in rows
            for name in re.findall(r"`([a-z_]+)`", names)}


def check_labels(samples, source):
    """Samples have the labels of the manual, and dashboard and alerts ask for no others."""
    manual = labels_in_manual(source)
    family = lambda name: name if name in manual else re.sub("_(bucket|sum|count)$", "", name)
    seen = set()
    for name, labels in samples:
        seen.add(family(name))
        assert {key for key, _ in labels} - {"le"} == manual[family(name)], (name, labels)
    assert len(seen) > 20, seen
    scraped = {"le", "instance", "job"}  # Of a histogram; of whoever scrapes.
    for path, expressions in (("deploy/monitoring/grafana.json", expressions_of_dashboard),
                              ("deploy/monitoring/alerts.yaml", expressions_of_alerts)):
        with open(os.path.join(source, path), encoding="utf-8") as file:
            found = expressions(file)
        for expression in found:
            named = {family(name) for name in names_in(expression)}
            known = set().union(scraped, *(manual[name] for name in named))
            for group in re.findall(r"\bby \(([^)]*)\)", expression):
                asked = set(re.findall(r"[a-z_]+", group))
                assert asked <= known, (path, expression, asked - known)
            for name, selector in re.findall(r"\b([a-z_]+)\{([^}]*)\}", expression):
                asked = set(re.findall(r"([a-z_]+) ?(?:=~|!~|!=|=)", re.sub(r'"[^"]*"', '""', selector)))
                allowed = scraped | manual.get(family(name), set())
                assert asked <= allowed, (path, expression, asked - allowed)


def check_stop(server):
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(SECONDS) == 0, server.log_text()
    log = server.log_text()
    assert SECRET not in log
    lines = [json.loads(line) for line in log.splitlines()]
    calls = [line for line in lines if line["message"] == "call"]
    assert any(line["request_id"] == "example-1" for line in calls), "of the manual"
    assert {"http"} == {line["front"] for line in calls}


def main(tasnif, make_tiny_models, source):
    if shutil.which("curl") is None:
        print("skipped: curl is not installed")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        models = os.path.join(folder, "models")
        subprocess.run([make_tiny_models, models], check=True)
        with Server(tasnif, models, folder, "--feedback", os.path.join(folder, "f.db")) as server:
            check_manual(server, source)
            check_openapi(server, source)
            check_offsets(server)
            check_refusals(server)
            check_metrics(server, source)
            check_slow_clients(server)
            check_stop(server)
    print("ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
