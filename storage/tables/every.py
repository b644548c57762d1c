"""Mọi bảng của kho, gom một chỗ cho việc di trú.
Every table of the store, gathered for migrations and their check."""

from sqlalchemy import MetaData

from storage.columns import Row
from storage.tables import (
    board,
    desk,
    digests,
    judged,
    lawful,
    looking,
    named,
    opened,
    recorded,
    searched,
    staffed,
    subscribed,
    superseded,
    tokens,
    told,
)

MODULES = (
    board,
    desk,
    digests,
    judged,
    lawful,
    looking,
    named,
    opened,
    recorded,
    searched,
    staffed,
    subscribed,
    superseded,
    told,
    tokens,
)
METADATA: MetaData = Row.metadata
