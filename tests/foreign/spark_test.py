"""Spark for real: 200,000 articles through pipe() and mapInPandas, two workers, two servers.

Not part of the suite: it needs a Java runtime and packages from PyPI, in an environment of its own:

    python3 -m venv --system-site-packages ENV && ENV/bin/pip install pyspark==3.5.3 pyarrow numpy==1.26.4
    PYTHONPATH=BUILD/client/python ENV/bin/python tests/foreign/spark_test.py TASNIF MODELS [ARTICLES]

Every article must come back once, in its partition, with the labels that one process gives.
"""

import collections
import json
import os
import subprocess
import sys
import tempfile
import time

SENTENCES = (
    "The team won the match when the striker scored the goal in the last minute.",
    "The parliament passed the budget after the minister spoke of the reform.",
    "البرلمان أقر الموازنة بعد أن تحدث الوزير عن الإصلاح.",
    "سجل المهاجم هدفين في نهائي الكأس أمام جمهور كبير.",
)


def write_articles(path, count):
    with open(path, "w", encoding="utf-8") as file:
        for i in range(count):
            text = " ".join(SENTENCES[(i + j) % len(SENTENCES)] for j in range(1 + i % 3))
            line = {"id": f"a{i}", "text": f"{text} Number {i}."}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def start_server(tasnif, models):
    server = subprocess.Popen([tasnif, "serve", "--models", models, "--address", "127.0.0.1:0"],
                              stdout=subprocess.PIPE, text=True)
    return server, server.stdout.readline().split()[2]


def check(labels, count, expected):
    """labels: pairs of id and topic."""
    seen = collections.Counter(name for name, _ in labels)
    assert len(seen) == count, (len(seen), count)
    assert set(seen.values()) == {1}, [name for name, n in seen.items() if n > 1][:5]
    wrong = [(name, topic, expected[name]) for name, topic in labels if topic != expected[name]]
    assert not wrong, wrong[:5]


def by_pipe(spark, path, tasnif, servers):
    command = f"{tasnif} classify - --heads topic --server {','.join(servers)}"
    lines = spark.sparkContext.textFile(path, 8).pipe(command, checkCode=True).collect()
    results = [json.loads(line) for line in lines]
    return [(result["id"], result["topic"]["label"]) for result in results]


def by_pandas(spark, path, servers):
    def label(frames):
        from tasnif import Client

        with Client(servers, heads=["topic"]) as client:
            for frame in frames:
                yield client.classify_frame(frame)[["id", "topic"]]

    frame = spark.read.schema("id string, text string").json(path).repartition(8)
    rows = frame.mapInPandas(label, "id string, topic string").collect()
    return [(row.id, row.topic) for row in rows]


def main(tasnif, models, count=200_000):
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    servers = [start_server(tasnif, models) for _ in range(2)]
    addresses = [address for _, address in servers]
    spark = (SparkSession.builder.master("local[2]").appName("tasnif")
             .config("spark.driver.host", "127.0.0.1").config("spark.ui.enabled", "false")
             .getOrCreate())
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "articles.jsonl")
            write_articles(path, count)
            alone = subprocess.run([tasnif, "classify", path, "--heads", "topic", "--models", models],
                                   check=True, stdout=subprocess.PIPE, text=True)
            expected = {}
            for line in alone.stdout.splitlines():
                result = json.loads(line)
                expected[result["id"]] = result["topic"]["label"]
            for name, run in (("pipe()", lambda: by_pipe(spark, path, tasnif, addresses)),
                              ("mapInPandas", lambda: by_pandas(spark, path, addresses))):
                begin = time.monotonic()
                labels = run()
                seconds = time.monotonic() - begin
                check(labels, count, expected)
                print(f"{name}: {count} articles in {seconds:.1f} s, {count / seconds:.0f}/s")
    finally:
        spark.stop()
        for process, _ in servers:
            process.kill()
            process.wait()
            process.stdout.close()


if __name__ == "__main__":
    main(*sys.argv[1:3], *(int(count) for count in sys.argv[3:4]))
