"""Mọi bảng của kho, gom một chỗ cho việc di trú.
Every table of the store, gathered for migrations and their check."""

from sqlalchemy import MetaData

from storage.columns import Row
from storage.tables import judged, lawful, looking, named, recorded, subscribed, superseded, told

MODULES = (judged, lawful, looking, named, recorded, subscribed, superseded, told)
METADATA: MetaData = Row.metadata
