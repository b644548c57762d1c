"""Cặp mã Zalo giữ trong kho, mỗi lần đọc hay thay là một giao dịch riêng.
The pair of a Zalo application kept in the store; each call is a transaction of its own."""

from dataclasses import dataclass

from monitor.domain.errors import DeliveryError
from monitor.domain.tokens import Tokens
from storage.store import Store


@dataclass(frozen=True, slots=True)
class KeptTokens:
    """Implements `monitor.domain.tokens.TokenStore`; never call it inside another unit of work."""

    store: Store
    app_id: str

    def load(self) -> Tokens:
        """The pair as stored; a passing `DeliveryError` while nobody has entered one."""
        with self.store.read() as work:
            held = work.zalo_tokens.get(self.app_id)
        if held is None:
            raise DeliveryError(
                f"no tokens of Zalo application {self.app_id}",
                permanent=False,
                vi="Chưa nhập cặp mã truy cập của Zalo OA. Hãy nhập bằng lệnh: monitor subscription zalo",
            )
        return held

    def swap(self, old: Tokens, new: Tokens) -> bool:
        """Replace `old` by `new` if it is still stored; on return the row is on the disk."""
        with self.store.begin() as work:
            return work.zalo_tokens.swap(self.app_id, old, new)
