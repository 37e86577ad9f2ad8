"""Joins articles into calls, sends failed ones again, and gives every article its outcome once."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Optional, Tuple

import grpc

from tasnif import _policy
from tasnif.result import Result, TasnifError
from tasnif.v1 import classifier_pb2 as pb

_METHOD = "/tasnif.v1.Classifier/Classify"
_PUSHBACK = "grpc-retry-pushback-ms"


@dataclass
class Pending:
    """An article without an outcome."""

    article: pb.Article
    bytes: int
    deadline: float
    future: "Future[Result]"
    id: str = ""


@dataclass
class Call:
    """Articles that travel together."""

    pending: List[Pending] = field(default_factory=list)
    bytes: int = 0
    due: float = 0.0
    attempts: int = 0


def _pushback_of(error: Any) -> Optional[float]:
    for key, value in error.trailing_metadata() or ():
        if key == _PUSHBACK:
            try:
                return int(value) / 1000
            except ValueError:
                return -1.0
    return None


class Batcher:
    """Thread-safe. channels: one for each server, by address."""

    def __init__(self, channels: Dict[str, grpc.Channel], options: pb.ClassifyOptions,
                 limits: _policy.Limits, retry: _policy.Retry,
                 metadata: Tuple[Tuple[str, str], ...]) -> None:
        self._options = options
        self._limits = limits
        self._retry = retry
        self._metadata = metadata
        self._methods = {
            address: channel.unary_unary(
                _METHOD, request_serializer=pb.ClassifyRequest.SerializeToString,
                response_deserializer=pb.ClassifyResponse.FromString)
            for address, channel in channels.items()}
        self._servers = [_policy.Server(address) for address in channels]
        self._budget = _policy.Budget(retry)
        self._changed = threading.Condition()
        self._open = Call()
        self._waiting: List[Call] = []  # For their retry, at `due`.
        self._calls = 0
        self._articles = 0
        self._turn = 0
        self._is_closed = False
        self._thread = threading.Thread(target=self._work, name="tasnif-client", daemon=True)
        self._thread.start()

    def add(self, pending: Pending) -> None:
        """Blocks while too much is on its way. The outcome goes to pending.future."""
        with self._changed:
            while self._articles >= self._limits.in_flight_articles and not self._is_closed:
                self._changed.wait()
            if self._is_closed:
                raise TasnifError("CANCELLED", "the client is closed")
            self._articles += 1
            ready = []
            if not self._fits(pending):
                ready.append(self._take_open())
            if not self._open.pending:
                self._open.due = time.monotonic() + self._limits.delay
                self._changed.notify_all()
            self._open.pending.append(pending)
            self._open.bytes += pending.bytes
            if len(self._open.pending) >= self._limits.batch_articles or self._is_eager():
                ready.append(self._take_open())
        for call in ready:
            self._send(call)

    def flush(self) -> None:
        """What waits for company is sent now."""
        with self._changed:
            call = self._take_open() if self._open.pending else None
        if call is not None:
            self._send(call)

    def close(self) -> None:
        """Returns when every article has its outcome."""
        self.flush()
        with self._changed:
            while self._articles > 0:
                self._changed.wait()
            self._is_closed = True
            self._changed.notify_all()
        self._thread.join()

    def _fits(self, pending: Pending) -> bool:
        return (not self._open.pending
                or self._open.bytes + pending.bytes <= self._limits.batch_bytes)

    def _is_eager(self) -> bool:
        return bool(self._open.pending) and self._calls < self._limits.eager_calls

    def _take_open(self) -> Call:
        call, self._open = self._open, Call()
        self._calls += 1
        return call

    def _work(self) -> None:
        """Sends what has waited long enough."""
        while True:
            with self._changed:
                now = time.monotonic()
                due = [call for call in self._waiting if call.due <= now]
                self._waiting = [call for call in self._waiting if call.due > now]
                if self._open.pending and self._open.due <= now:
                    due.append(self._take_open())
                if not due:
                    if self._is_closed:
                        return
                    times = [call.due for call in self._waiting]
                    times += [self._open.due] if self._open.pending else []
                    self._changed.wait(max(min(times) - now, 0) if times else None)
            for call in due:
                self._send(call)

    def _send(self, call: Call) -> None:
        call.attempts += 1
        request = pb.ClassifyRequest(options=self._options)
        seen = set()
        for pending in call.pending:
            sent = request.articles.add()
            sent.CopyFrom(pending.article)
            # A server refuses two articles of one id; results come in order anyway.
            if sent.id in seen:
                sent.ClearField("id")
            seen.add(sent.id)
        with self._changed:
            server = _policy.pick(self._servers, time.monotonic(), self._turn)
            self._turn += 1
            server.articles += len(call.pending)
        left = max(min(pending.deadline for pending in call.pending) - time.monotonic(), 0.001)
        answer = self._methods[server.address].future(
            request, timeout=left, metadata=self._metadata)
        answer.add_done_callback(lambda done: self._on_answer(call, server, done))

    def _on_answer(self, call: Call, server: _policy.Server, answer: Any) -> None:
        error = answer.exception()
        with self._changed:
            server.articles -= len(call.pending)
            if error is None:
                server.succeeded()
                self._budget.earn()
            elif error.code() == grpc.StatusCode.UNAVAILABLE:
                server.failed(time.monotonic())
        if error is None and len(answer.result().results) == len(call.pending):
            again, settle = self._sort(call, answer.result().results)
            self._finish(call, again, settle, None)
        elif error is None:
            text = f"the server gave {len(answer.result().results)} results"
            settle_all = self._failures(call.pending, TasnifError("INTERNAL", text))
            self._finish(call, [], settle_all, None)
        else:
            self._on_failure(call, server, error)

    def _sort(self, call: Call, results: Any) -> Tuple[List[Pending], List[Callable[[], None]]]:
        """The articles to be sent again, and what settles the others."""
        again: List[Pending] = []
        settle: List[Callable[[], None]] = []
        for pending, message in zip(call.pending, results):
            is_error = message.HasField("error")
            if (is_error and _policy.is_retriable_article(message.error.code)
                    and call.attempts < self._retry.attempts):
                again.append(pending)
                continue
            result = Result(pending.id, None if is_error else message.prediction,
                            message.error if is_error else None)
            settle.append(lambda p=pending, r=result: p.future.set_result(r))
        return again, settle

    def _on_failure(self, call: Call, server: _policy.Server, error: Any) -> None:
        code = error.code().name
        pushback = _pushback_of(error)
        failure = TasnifError(code, f"server {server.address}: {error.details()}")
        again: List[Pending] = []
        if (call.attempts < self._retry.attempts
                and _policy.is_retriable_call(code, pushback, call.attempts)):
            again = call.pending
        lost = [] if again else self._failures(call.pending, failure)
        self._finish(call, again, lost, failure, pushback)

    @staticmethod
    def _failures(pending: List[Pending], error: TasnifError) -> List[Callable[[], None]]:
        return [lambda p=p: p.future.set_exception(error) for p in pending]

    def _finish(self, call: Call, again: List[Pending], settle: List[Callable[[], None]],
                failure: Optional[TasnifError], pushback: Optional[float] = None) -> None:
        """Ends an attempt: some articles are settled, the others wait for the next one."""
        failure = failure or TasnifError("UNAVAILABLE", "the server had no room or no time")
        with self._changed:
            due = time.monotonic() + self._retry.wait(call.attempts, pushback, random.random())
            late = [p for p in again if p.deadline <= due]
            again = [p for p in again if p.deadline > due]
            if again and not self._budget.take():
                late, again = late + again, []
            if again:
                self._waiting.append(Call(again, 0, due, call.attempts))
        for action in settle + self._failures(late, failure):
            action()
        ready = None
        with self._changed:
            # A call that waits for its retry keeps its place.
            self._calls -= 0 if again else 1
            self._articles -= len(settle) + len(late)
            if self._is_eager():
                ready = self._take_open()
            self._changed.notify_all()
        if ready is not None:
            self._send(ready)
