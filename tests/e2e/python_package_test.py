"""The package `tasnif` of client/python: against a server made here, and against the real one.

python_package_test.py TASNIF MAKE_TINY_MODELS        (PYTHONPATH: the staged package)

Exit code 77: python3-grpcio or python3-protobuf is not installed.
"""

import concurrent.futures
import os
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

try:
    import grpc
    import google.protobuf  # noqa: F401
except ImportError as missing:
    print(f"skipped: {missing} (install python3-grpcio and python3-protobuf)")
    sys.exit(77)

from tasnif import Client, Limits, Retry, TasnifError, _policy
from tasnif.v1 import classifier_pb2 as pb

SECONDS = 60
TASNIF, MAKE_TINY_MODELS = sys.argv[1:3]
FOOTBALL = "The team won the match when the striker scored the goal."


class FakeServer(grpc.GenericRpcHandler):
    """Answers each article with its text as language, unless `plan` says otherwise.

    plan: for each call in turn a function (request, context) -> response, or None.
    """

    def __init__(self, plan=()):
        self.plan = list(plan)
        self.requests = []
        self.lock = threading.Lock()
        self.server = grpc.server(concurrent.futures.ThreadPoolExecutor(4))
        self.server.add_generic_rpc_handlers((self,))
        self.address = f"127.0.0.1:{self.server.add_insecure_port('127.0.0.1:0')}"
        self.server.start()

    def service(self, details):
        return grpc.unary_unary_rpc_method_handler(
            self.classify, request_deserializer=pb.ClassifyRequest.FromString,
            response_serializer=pb.ClassifyResponse.SerializeToString)

    def classify(self, request, context):
        with self.lock:
            self.requests.append(request)
            step = self.plan.pop(0) if self.plan else None
        return step(request, context) if step else echo(request)

    def stop(self):
        self.server.stop(None).wait()


def echo(request, failing=(), code=14):
    response = pb.ClassifyResponse()
    for article in request.articles:
        result = response.results.add(id=article.id)
        if article.text in failing:
            result.error.code = code
        else:
            result.prediction.language = article.text
    return response


def refuse(code, pushback=None):
    def step(_, context):
        if pushback is not None:
            context.set_trailing_metadata((("grpc-retry-pushback-ms", pushback),))
        context.abort(code, "as told")
    return step


class WithFake(unittest.TestCase):
    def serve(self, *plan):
        fake = FakeServer(plan)
        self.addCleanup(fake.stop)
        return fake

    def test_results_come_in_order_whatever_the_ids(self):
        fake = self.serve()
        with Client(fake.address, limits=Limits(batch_articles=7)) as client:
            articles = [{"id": "same", "text": str(i)} for i in range(100)]
            results = client.classify(articles)
        self.assertEqual([r.prediction.language for r in results], [str(i) for i in range(100)])
        self.assertEqual({r.id for r in results}, {"same"})
        self.assertTrue(all(len(r.articles) <= 7 for r in fake.requests))
        for request in fake.requests:
            ids = [a.id for a in request.articles if a.id]
            self.assertEqual(len(ids), len(set(ids)))

    def test_only_failed_articles_are_sent_again(self):
        fake = self.serve(lambda request, _: echo(request, failing=("b", "d")))
        limits = Limits(eager_calls=0, batch_articles=4)
        with Client(fake.address, limits=limits, retry=Retry(initial_backoff=0.001)) as client:
            results = client.classify(["a", "b", "c", "d"])
        self.assertEqual([r.prediction.language for r in results], ["a", "b", "c", "d"])
        sent = [[a.text for a in r.articles] for r in fake.requests]
        self.assertEqual(sent, [["a", "b", "c", "d"], ["b", "d"]])

    def test_wrong_article_is_an_error_of_its_own(self):
        fake = self.serve(lambda request, _: echo(request, failing=("b",), code=3))
        with Client(fake.address, limits=Limits(eager_calls=0)) as client:
            results = client.classify(["a", "b"])
        self.assertIsNone(results[0].error)
        self.assertEqual(results[1].error.code, 3)
        self.assertIsNone(results[1].topic)
        self.assertEqual(len(fake.requests), 1)

    def test_push_back_is_honoured(self):
        fake = self.serve(refuse(grpc.StatusCode.RESOURCE_EXHAUSTED, "1"))
        with Client(fake.address, retry=Retry(initial_backoff=0.001)) as client:
            self.assertEqual(client.classify(["a"])[0].prediction.language, "a")
        self.assertEqual(len(fake.requests), 2)

    def test_what_no_retry_helps_is_raised_once(self):
        for code, pushback in ((grpc.StatusCode.NOT_FOUND, None),
                               (grpc.StatusCode.RESOURCE_EXHAUSTED, None),
                               (grpc.StatusCode.UNAVAILABLE, "-1")):
            fake = self.serve(refuse(code, pushback))
            with Client(fake.address) as client:
                with self.assertRaises(TasnifError) as raised:
                    client.classify(["a"])
            self.assertEqual(raised.exception.code, code.name)
            self.assertIn(fake.address, str(raised.exception))
            self.assertEqual(len(fake.requests), 1)

    def test_threads_share_calls(self):
        fake = self.serve()
        limits = Limits(eager_calls=0, delay=0.05)
        with Client(fake.address, limits=limits) as client:
            with concurrent.futures.ThreadPoolExecutor(20) as pool:
                futures = list(pool.map(lambda i: client.submit(str(i)), range(200)))
            languages = [f.result().prediction.language for f in futures]
        self.assertEqual(languages, [str(i) for i in range(200)])
        self.assertLess(len(fake.requests), 100)

    def test_stream_reads_no_further_ahead_than_its_limit(self):
        fake = self.serve()
        read = []

        def feed():
            for i in range(500):
                read.append(i)
                yield str(i)

        with Client(fake.address, limits=Limits(in_flight_articles=10)) as client:
            for i, result in enumerate(client.stream(feed())):
                self.assertEqual(result.prediction.language, str(i))
                self.assertLessEqual(len(read), i + 12)

    def test_close_waits_for_answers(self):
        fake = self.serve()
        client = Client(fake.address, limits=Limits(eager_calls=0, delay=3600))
        future = client.submit("a")
        client.close()
        self.assertEqual(future.result(0).prediction.language, "a")
        with self.assertRaises(TasnifError):
            client.submit("b")

    def test_article_too_large_stays_here(self):
        fake = self.serve()
        with Client(fake.address, limits=Limits(message_bytes=100)) as client:
            results = client.classify(["a", "x" * 200])
        self.assertEqual(results[1].error.code, 3)
        self.assertEqual(len(fake.requests), 1)

    def test_server_that_is_away_does_not_matter_while_another_answers(self):
        gone = FakeServer()
        gone.stop()
        fake = self.serve()
        with Client([gone.address, fake.address], retry=Retry(initial_backoff=0.001),
                    limits=Limits(batch_articles=3)) as client:
            results = client.classify(str(i) for i in range(50))
        self.assertEqual([r.prediction.language for r in results], [str(i) for i in range(50)])

    def test_pandas(self):
        try:
            import pandas
        except ImportError:
            self.skipTest("python3-pandas is not installed")
        fake = self.serve()
        frame = pandas.DataFrame({"text": ["a", "b"], "title": ["t", None], "n": [1, 2]})
        with Client(fake.address, limits=Limits(eager_calls=0)) as client:
            labelled = client.classify_frame(frame)
        self.assertEqual(list(labelled["language"]), ["a", "b"])
        self.assertEqual(list(labelled["n"]), [1, 2])
        self.assertEqual([a.title for a in fake.requests[0].articles], ["t", ""])


class Policy(unittest.TestCase):
    def test_waits_double_up_to_their_limit(self):
        retry = Retry(initial_backoff=0.1, max_backoff=1)
        waits = [retry.wait(attempts, None, 1.0) for attempts in (1, 2, 3, 9)]
        self.assertEqual(waits, [0.1, 0.2, 0.4, 1])
        self.assertEqual(retry.wait(1, 7.0, 0.0), 7.0)

    def test_budget_ends_and_is_earned(self):
        budget = _policy.Budget(Retry(budget=1, budget_per_success=0.5))
        self.assertTrue(budget.take())
        self.assertFalse(budget.take())
        budget.earn()
        budget.earn()
        self.assertTrue(budget.take())

    def test_pick_prefers_open_then_least_loaded_then_turns(self):
        a, b = _policy.Server("a"), _policy.Server("b")
        self.assertEqual([_policy.pick([a, b], 0, turn).address for turn in (0, 1)], ["a", "b"])
        a.articles = 5
        self.assertEqual(_policy.pick([a, b], 0, 0).address, "b")
        b.failed(0)
        self.assertEqual(_policy.pick([a, b], 0, 0).address, "a")


class WithTheRealServer(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        models = os.path.join(folder.name, "models")
        subprocess.run([MAKE_TINY_MODELS, models], check=True)
        self.process = subprocess.Popen(
            [TASNIF, "serve", "--models", models, "--address", "127.0.0.1:0"],
            stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.process.stdout.close)
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)
        self.address = self.process.stdout.readline().split()[2]

    def test_labels(self):
        with Client(self.address, targets=["Egypt"]) as client:
            good, bad = client.classify([{"id": "a", "text": FOOTBALL}, {"id": "b", "text": ""}])
            many = client.classify(FOOTBALL for _ in range(1000))
        self.assertEqual((good.id, good.topic), ("a", "sport"))
        self.assertEqual(good.stance, {"Egypt": "undetermined"})
        self.assertEqual(good.as_dict()["prediction"]["topic"]["label"], "sport")
        self.assertEqual((bad.id, bad.error.code, bad.topic), ("b", 3, None))
        self.assertEqual({r.topic for r in many}, {"sport"})
        with Client(self.address, heads=["topci"]) as client:
            with self.assertRaises(TasnifError) as raised:
                client.classify([FOOTBALL])
        self.assertEqual(raised.exception.code, "NOT_FOUND")
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(SECONDS), 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
