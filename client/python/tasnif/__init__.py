"""Labels news articles on Tasnif servers, many at a time.

    from tasnif import Client

    with Client("127.0.0.1:8500") as client:
        for result in client.classify(["The striker scored twice.", "البرلمان أقر الموازنة"]):
            print(result.topic, result.error)

        for result in client.stream(open("articles.txt")):   # any length, in order
            ...

        future = client.submit("from many threads: these share calls")

Articles are strings, dictionaries with the fields of tasnif.v1.Article, or such messages. See
Client for retries, limits and errors.
"""

from tasnif._policy import Limits, Retry
from tasnif.client import Client
from tasnif.result import Result, TasnifError

__all__ = ["Client", "Limits", "Result", "Retry", "TasnifError"]
