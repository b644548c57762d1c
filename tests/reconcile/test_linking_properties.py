"""Các tính chất luôn đúng của việc đối chiếu. What holds for any set of sightings and disclosures."""

import random
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.domain.vocabulary import LinkState
from monitor.reconcile.reading import read_name

Make = Callable[..., Any]
SETTINGS = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

things = st.sampled_from(
    ["Mua sắm vật tư y tế", "Xây dựng cầu Sen Hồng", "Sửa chữa trường học", "Nạo vét kênh Ba Voi"]
)
tails = st.sampled_from(
    ["", " năm 2026", " đợt 2", " xã Tân Mẫu", " xã Tân Hòa", " (giai đoạn 1)", " của TTYT huyện Hồ Mẫu"]
)
numbers = st.integers(0, 4)
sources = st.sampled_from(["cong", "trang-bql-1", "trang-ttyt"])
leads = st.sampled_from(["Thông báo mời thầu: ", "TBMT ", "", "Kết quả lựa chọn nhà thầu: "])


@st.composite
def titles(draw: Any) -> str:
    number = draw(numbers)
    head = f"Gói thầu số {number:02d}: " if number else ""
    return f"{head}{draw(things)}{draw(tails)}"


packages = st.lists(
    st.tuples(titles(), st.integers(-40, 40), st.sampled_from(["bql-1", "ttyt", "bv-dk"])), max_size=6
)
articles = st.lists(
    st.tuples(leads, titles(), st.integers(-50, 80), sources, st.integers(0, 9)),
    max_size=6,
)  # fmt: skip


def world(disclosure: Make, sighting: Make, own: Any, shown: Any) -> tuple[list[Any], list[Any]]:
    disclosures = [
        disclosure(title, n, agency=agency, day=day) for n, (title, day, agency) in enumerate(own, 1)
    ]
    sightings = [
        sighting(lead + title, str(n), source, day, body=f"Mã TBMT: IB26{code:08d}" if code > 6 else "")
        for n, (lead, title, day, source, code) in enumerate(shown)
    ]
    return disclosures, sightings


@SETTINGS
@given(packages, articles, st.randoms(use_true_random=False))
def test_the_order_of_the_input_is_of_no_account(
    disclosure: Make, sighting: Make, links_of: Make, own: Any, shown: Any, shuffle: random.Random
) -> None:
    disclosures, sightings = world(disclosure, sighting, own, shown)
    straight = links_of(sightings, disclosures)
    shuffle.shuffle(disclosures)
    shuffle.shuffle(sightings)
    assert links_of(sightings, disclosures) == straight


@SETTINGS
@given(packages, articles)
def test_another_package_number_is_never_linked_without_its_code(
    disclosure: Make, sighting: Make, links_of: Make, own: Any, shown: Any
) -> None:
    disclosures, sightings = world(disclosure, sighting, own, shown)
    by_id = {item.id: item for item in (*disclosures, *sightings)}
    for link in links_of(sightings, disclosures):
        article, package = by_id[link.sighting_id], by_id[link.disclosure_id]
        if package.notice_no in article.body:
            continue
        said, own_number = read_name(article.title).parts.numbers, read_name(package.title).parts.numbers
        assert not said or not own_number or said & own_number


@SETTINGS
@given(packages, articles)
def test_scores_are_probabilities_and_every_link_says_why(
    disclosure: Make, sighting: Make, links_of: Make, own: Any, shown: Any
) -> None:
    disclosures, sightings = world(disclosure, sighting, own, shown)
    for link in links_of(sightings, disclosures):
        assert 0.0 <= link.score <= 1.0
        assert link.reasons
        assert link.state is not LinkState.REFUSED


@SETTINGS
@given(packages, articles)
def test_an_article_without_codes_shows_one_package_at_most(
    disclosure: Make, sighting: Make, links_of: Make, own: Any, shown: Any
) -> None:
    disclosures, sightings = world(disclosure, sighting, own, shown)
    linked = [link.sighting_id for link in links_of(sightings, disclosures) if link.state is LinkState.LINKED]
    coded = {item.id for item in sightings if item.body}
    alone = [sighting_id for sighting_id in linked if sighting_id not in coded]
    assert len(alone) == len(set(alone))


@SETTINGS
@given(packages, articles)
def test_what_people_refused_never_comes_back(
    disclosure: Make, sighting: Make, links_of: Make, decided: Make, own: Any, shown: Any
) -> None:
    disclosures, sightings = world(disclosure, sighting, own, shown)
    by_id = {item.id: item for item in (*disclosures, *sightings)}
    first = links_of(sightings, disclosures)
    refusals = tuple(
        decided(by_id[link.sighting_id], by_id[link.disclosure_id], LinkState.REFUSED) for link in first
    )
    again = links_of(sightings, disclosures, refusals)
    refused = {(link.sighting_id, link.disclosure_id) for link in refusals}
    for link in again:
        if (link.sighting_id, link.disclosure_id) in refused:
            assert link.state is LinkState.REFUSED
