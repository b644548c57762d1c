"""Từ càng hiếm càng có giá trị nhận dạng.
Word weights: how rare a word is among the packages, steadied by what is known of such texts."""

from collections import Counter
from collections.abc import Iterable
from math import log

# A prior worth this many packages, so that weights mean the same for 5 packages and for 50,000.
_PRIOR_PACKAGES = 2000
_USUAL_SHARE = 0.002
_UNSEEN = 3.0
# Share of package names in which these words stand, roughly; they never identify anything.
_COMMON = {
    0.35: "mua sam vat tu y te",
    0.12: "cung cap thiet bi hoa chat phuc cong tac kham chua benh vien trung tam xay dung cong trinh du an goi thau sua chua cai tao nang "
    "lap dat tai cho va cac cua nam de thuoc so su dung bo sung tinh huyen xa",
    0.04: "sinh pham xet nghiem dung cu trang dich truong duong phong nha khu vuc hang may moc chuyen mon dieu tri thi cong tu van giam sat "
    "thiet ke bao duong tri he thong van tai hoc sinh quan ly mot dan nong thon thanh pho phuong thi tran hang muc nuoc dien doi voi "
    "don vi mat khoa tieu hao da ban chat an toan quoc lo dat kiem tra danh gia lua chon thong minh tin sach tham dinh bao hiem bao cao khao",
}  # fmt: skip
_PRIOR = {word: share for share, words in reversed(_COMMON.items()) for word in words.split()}
_PRIOR.update(dict.fromkeys(_COMMON[0.35].split(), 0.35))


class WordWeights:
    """Weight (natural log of rarity, ≥ 0.1) of every word among the names given."""

    def __init__(self, names: Iterable[frozenset[str]]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for words in names:
            counts.update(words)
            total += 1
        whole = total + _PRIOR_PACKAGES
        self._weights = {
            word: max(0.1, log(whole / (count + _PRIOR_PACKAGES * _PRIOR.get(word, _USUAL_SHARE))))
            for word, count in counts.items()
        }
        self.often = counts

    def of(self, word: str) -> float:
        """The weight of a word; one never seen in a package is a typing slip or idle talk."""
        found = self._weights.get(word)
        if found is not None:
            return found
        return min(_UNSEEN, -log(_PRIOR.get(word, _USUAL_SHARE)))

    def total(self, words: Iterable[str]) -> float:
        return sum(map(self.of, words))
