"""The public interface."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Deque, Iterable, Iterator, List, Mapping, Optional
from typing import Sequence, Union

import grpc

from tasnif import _policy
from tasnif._batcher import Batcher, Pending
from tasnif.result import Result, TasnifError
from tasnif.v1 import classifier_pb2 as pb

if TYPE_CHECKING:
    import pandas

# Text; the fields of tasnif.v1.Article by name; or the message.
ArticleLike = Union[str, Mapping[str, Any], pb.Article]

_INVALID_ARGUMENT = 3
_CHANNEL_OPTIONS = (
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    ("grpc.enable_retries", 0),
    ("grpc.initial_reconnect_backoff_ms", 100),
    # How long one attempt to connect may take: far servers and busy ones greet late.
    ("grpc.min_reconnect_backoff_ms", 10000),
    ("grpc.max_reconnect_backoff_ms", 2000),
    ("grpc.keepalive_time_ms", 30000),
)


def _to_article(article: ArticleLike) -> pb.Article:
    if isinstance(article, str):
        # Lone surrogates, which files read with surrogateescape have, are no UTF-8.
        return pb.Article(text=article.encode("utf-8", "replace").decode("utf-8"))
    if isinstance(article, pb.Article):
        return article
    return pb.Article(**article)


class Client:
    """Labels articles on one or more servers. Thread-safe; best one for the whole program.

    servers   "HOST:PORT", a sequence of such, or "dns:///HOST:PORT" for all addresses of a name
    heads, models, targets, top_k, explain
              as in tasnif.v1.ClassifyOptions; `options` instead, for the whole message
    timeout   seconds that an article may take, retries included
    token     sent as a bearer token
    credentials
              of grpc, for TLS; without it the connection is in the clear

    Articles of all threads share calls. Failed articles, and only these, are sent again, as late as
    the server asks, to a server that is well; a budget keeps retries few. At most
    limits.in_flight_articles are on their way: more wait. Every article gets exactly one Result, or
    a TasnifError where no server could say.
    """

    def __init__(self, servers: Union[str, Sequence[str]], *,
                 options: Optional[pb.ClassifyOptions] = None,
                 heads: Sequence[str] = (), models: Sequence[str] = (),
                 targets: Sequence[str] = (), top_k: int = 0, explain: bool = False,
                 timeout: float = 60.0, limits: _policy.Limits = _policy.Limits(),
                 retry: _policy.Retry = _policy.Retry(), token: str = "",
                 credentials: Optional[grpc.ChannelCredentials] = None) -> None:
        addresses = [servers] if isinstance(servers, str) else list(servers)
        if not addresses:
            raise ValueError("no server address; give HOST:PORT, such as 127.0.0.1:8500")
        if options is None:
            options = pb.ClassifyOptions(
                heads=heads, models=models, top_k=top_k, explain=explain,
                targets=[pb.Target(name=name) for name in targets])
        self._timeout = timeout
        self._limits = limits
        self._channels = {
            address: (grpc.insecure_channel(address, _CHANNEL_OPTIONS) if credentials is None
                      else grpc.secure_channel(address, credentials, _CHANNEL_OPTIONS))
            for address in addresses}
        metadata = (("authorization", f"Bearer {token}"),) if token else ()
        self._batcher = Batcher(self._channels, options, limits, retry, metadata)

    def submit(self, article: ArticleLike) -> "Future[Result]":
        """Goes on at once, unless too much is on its way. The future gives the Result."""
        message = _to_article(article)
        future: "Future[Result]" = Future()
        future.set_running_or_notify_cancel()  # From here on it cannot be cancelled.
        size = message.ByteSize() + 6
        if size > self._limits.message_bytes:
            error = pb.ArticleError(
                code=_INVALID_ARGUMENT,
                message=f"the article takes {size} bytes, a message may have "
                        f"{self._limits.message_bytes}; send a shorter article")
            future.set_result(Result(message.id, None, error))
            return future
        deadline = time.monotonic() + self._timeout
        self._batcher.add(Pending(message, size, deadline, future, message.id))
        return future

    def classify(self, articles: Iterable[ArticleLike]) -> List[Result]:
        """Labels all, and returns their results in order. Raises TasnifError."""
        return list(self.stream(articles))

    def stream(self, articles: Iterable[ArticleLike]) -> Iterator[Result]:
        """The results of any number of articles, in order, while they are read.

        Reads ahead at most limits.in_flight_articles. Raises TasnifError at the place of an article
        that no server could label.
        """
        waiting: Deque["Future[Result]"] = deque()
        for article in articles:
            waiting.append(self.submit(article))
            while waiting and (waiting[0].done()
                               or len(waiting) >= self._limits.in_flight_articles):
                yield waiting.popleft().result()
        self._batcher.flush()
        while waiting:
            yield waiting.popleft().result()

    def classify_frame(self, frame: "pandas.DataFrame", text: str = "text") -> "pandas.DataFrame":
        """A copy of `frame` with the columns topic, topic_probability, source_type, language and error.

        text: the column that holds the articles; columns named as fields of tasnif.v1.Article (id,
        title, url, publisher, byline, language) are sent along. Needs pandas.
        """
        known = [name for name in ("id", "title", "url", "publisher", "byline", "language")
                 if name in frame.columns]

        def rows() -> Iterator[ArticleLike]:
            for row in frame[[text, *known]].itertuples(index=False, name=None):
                fields = {name: str(value) for name, value in zip(("text", *known), row)
                          if value is not None and value == value}
                yield fields

        results = self.classify(rows())
        labelled = frame.copy()
        labelled["topic"] = [r.topic for r in results]
        labelled["topic_probability"] = [
            r.prediction.topic.probability if r.topic is not None else None for r in results]
        labelled["source_type"] = [r.source_type for r in results]
        labelled["language"] = [r.prediction.language if r.prediction else None for r in results]
        labelled["error"] = [r.error.message if r.error else None for r in results]
        return labelled

    def close(self) -> None:
        """Waits until every article has its outcome, then closes the connections."""
        self._batcher.close()
        for channel in self._channels.values():
            channel.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()


__all__ = ["ArticleLike", "Client", "Result", "TasnifError"]
