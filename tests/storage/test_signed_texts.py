"""Văn bản ký đính kèm: còn nguyên, mất, hay đã bị sửa.
Attached signed texts: whole, gone, or altered; a full disk is told in words."""

from hashlib import sha256
from pathlib import Path

import pytest

from monitor.domain.errors import StorageError
from storage.signed_texts import Attached, SignedTexts

TEXT = b"%PDF-1.7\nsynthetic\n%%EOF\n"


def test_a_text_is_kept_under_its_digest_once(tmp_path: Path) -> None:
    texts = SignedTexts(tmp_path / "texts")
    assert texts.state(sha256(TEXT).hexdigest()) is Attached.MISSING
    digest = texts.keep(TEXT)
    assert digest == sha256(TEXT).hexdigest() == texts.keep(TEXT)
    assert [path.name for path in (tmp_path / "texts").iterdir()] == [f"{digest}.pdf"]
    assert texts.state(digest) is Attached.WHOLE


def test_an_altered_text_is_noticed_and_mended_by_the_same_text(tmp_path: Path) -> None:
    texts = SignedTexts(tmp_path)
    digest = texts.keep(TEXT)
    (tmp_path / f"{digest}.pdf").write_bytes(TEXT[:-1])
    assert texts.state(digest) is Attached.ALTERED
    assert texts.keep(TEXT) == digest
    assert texts.state(digest) is Attached.WHOLE


def test_what_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "texts").write_bytes(b"a file where the folder should be")
    with pytest.raises(StorageError) as refusal:
        SignedTexts(tmp_path / "texts").keep(TEXT)
    assert "văn bản ký" in refusal.value.vi
