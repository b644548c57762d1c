"""Mọi bảng của kho, gom một chỗ cho việc di trú.
Every table of the store, found by being in this folder, for migrations and their check."""

import pkgutil
from importlib import import_module

from sqlalchemy import MetaData

import storage.tables
from storage.columns import Row

# To import a module is to declare its tables.
for _module in pkgutil.iter_modules(storage.tables.__path__, "storage.tables."):
    if _module.name != __name__:
        import_module(_module.name)
METADATA: MetaData = Row.metadata
