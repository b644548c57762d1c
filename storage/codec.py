"""Đối tượng của lõi thành tài liệu JSON và ngược lại.
Domain dataclasses to JSON documents and back; the same object gives the same text."""

import json
from collections.abc import Hashable
from functools import cache
from hashlib import blake2b
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, SchemaSerializer, from_json, to_json

from monitor.domain.errors import StorageError
from storage.columns import storable

T = TypeVar("T")

_TOO_DEEP = '{"not_stored":"nested too deeply, see the capture"}'


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def _serializer(kind: Any) -> SchemaSerializer:
    return _adapter(kind).serializer


def encode(kind: type[T], value: T) -> str:
    """One JSON document; instants ISO 8601, enums by value, Vietnamese text readable."""
    return encode_without(kind, value, None).decode("utf-8")


def encode_without(kind: type[T], value: T, left_out: Any) -> bytes:
    """The document of `encode` without some fields (a set of names, or nested as pydantic has it)."""
    try:
        # The serializer itself: tens of thousands of documents go through here in one judging.
        return _serializer(cast(Hashable, kind)).to_json(value, warnings=False, exclude=left_out)
    except PydanticSerializationError:
        # A lone surrogate from somebody's JSON: rare, so only then the slow way.
        adapter: TypeAdapter[T] = _adapter(cast(Hashable, kind))
        plain = adapter.dump_python(value, mode="json", warnings=False, exclude=left_out)
        return storable(json.dumps(plain, ensure_ascii=False)).encode("utf-8")


def joined(document: bytes, **fields: Any) -> str:
    """The document with further fields of plain text and instants, as one text."""
    return (document[:-1] + b"," + to_json(fields)[1:]).decode("utf-8")


def decode(kind: type[T], document: str) -> T:
    """The object of a stored document; `StorageError` when the row is not what we wrote."""
    adapter: TypeAdapter[T] = _adapter(cast(Hashable, kind))
    try:
        return adapter.validate_json(document)
    except ValidationError as error:
        raise StorageError(
            f"stored {kind.__name__} cannot be read: {error}",
            vi=f"Một dòng {kind.__name__} trong kho không đọc được (kho hỏng hoặc bị sửa tay). "
            "Hãy khôi phục từ bản sao lưu gần nhất rồi chạy lại.",
        ) from error


def encode_raw(value: Any) -> str:
    """JSON of plain data (settings, raw fields) as text.

    Raw fields come from outside: data nested too deeply to be read back is replaced by a note;
    its bytes are in the archive.
    """
    try:
        return to_json(value).decode("utf-8")
    except ValueError:
        pass  # a lone surrogate, or too deep: rare, so only then the slow way
    try:
        text = storable(json.dumps(value, ensure_ascii=False, default=str))
        from_json(text)
    except (ValueError, RecursionError):
        return _TOO_DEEP
    return text


def decode_raw(document: str) -> Any:
    """The plain data of `encode_raw`; `StorageError` when the text is not JSON."""
    try:
        return from_json(document)
    except ValueError:
        pass  # the fast reader stops at 200 levels, the writer at 255
    try:
        return json.loads(document)
    except (ValueError, RecursionError) as error:
        raise StorageError(
            f"stored JSON cannot be read: {error}",
            vi="Một ô dữ liệu JSON trong kho không đọc được. Hãy khôi phục từ bản sao lưu gần nhất.",
        ) from error


def mark(*documents: str | bytes) -> str:
    """A short digest by which two documents are told apart."""
    digest = blake2b(digest_size=16)
    for document in documents:
        digest.update(document.encode("utf-8", "surrogatepass") if isinstance(document, str) else document)
        digest.update(b"\x00")
    return digest.hexdigest()
