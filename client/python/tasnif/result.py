"""What becomes of an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Optional

from google.protobuf import json_format

from tasnif.v1 import classifier_pb2 as pb


class TasnifError(Exception):
    """No server could say what an article is, after all retries.

    code     name of the gRPC status, such as "UNAVAILABLE"
    message  what, where, and the way out
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Result:
    """A prediction, or why the article cannot be labelled as it is: one of the two is None."""

    id: str
    prediction: Optional[pb.Prediction]
    error: Optional[pb.ArticleError]

    @property
    def topic(self) -> Optional[str]:
        """The best topic; None where there is no such prediction."""
        return self._label("topic")

    @property
    def source_type(self) -> Optional[str]:
        """The best source type; None where there is no such prediction."""
        return self._label("source_type")

    @property
    def stance(self) -> Dict[str, str]:
        """Label by target."""
        if self.prediction is None:
            return {}
        return {entry.target: entry.label for entry in self.prediction.stance}

    def as_dict(self) -> Dict[str, Any]:
        """The message in Protobuf's JSON mapping, with the names of the .proto file."""
        message = pb.ArticleResult(id=self.id, prediction=self.prediction, error=self.error)
        return json_format.MessageToDict(message, preserving_proto_field_name=True)

    def _label(self, head: str) -> Optional[str]:
        if self.prediction is None or not self.prediction.HasField(head):
            return None
        label: str = getattr(self.prediction, head).label
        return label
