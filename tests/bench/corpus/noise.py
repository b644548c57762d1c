"""Các kiểu nhiễu của bộ dữ liệu thử và tỉ lệ của chúng.
The noise model: every way in which an article may differ from its record, each with a named rate.

Unless said otherwise a rate is the share of articles that carry the noise, drawn by itself, so that
an article may carry several. The names of the fields are the traits in `Truth.traits`.
"""

from dataclasses import dataclass

# Not drawn: what cuts and parts left off lead to. Neither title, body nor code tells the package from
# its sister or from the others of its project: only a person, or nobody, can say which it was.
IDENTITY_LOST = "identity_lost"


@dataclass(frozen=True, slots=True)
class Noise:
    """Rates of the noise kinds, one sentence each.

    `sisters`: share of projects that come with others from which one thing tells them apart (number,
    phase, lot, place, road, year, buyer, or only the time). `absent`: share of acts of a channel that
    were never shown there, sisters or not. `stranger`: per article, how often another stands beside it
    about a package that the network lacks, half of them sisters of one it has. `quote`: per notice, how
    often a request for quotes with the same name went before. `retender`: share of tenders cancelled and
    tendered again under a new number. `amended`: share of notices with an article that corrects or
    extends them. `joined`: share of groups of packages of one plan announced in one article.
    `joined_by_numbers`: share of those that give numbers and no names. `reposted`: shown twice.
    `late`: 11 to 60 days after the act instead of 0 to 10. `undated`: the article shows no day.

    `upper`: in capitals. `bare`: without accents. `respelt`: the other spelling (hoá, kĩ). `encoding`:
    entities escaped twice, decomposed letters, Icelandic Ð. `typo`: one word mistyped. `abbreviated`:
    a phrase shortened. `written_out`: an abbreviation written out. `renumbered`: 03 as 3, 2 as II.
    `number_left_out`: "Gói thầu số 03:" left off. `tail_left_out`: the last phrase that tells nothing
    left off. `tail_added`: the source of money, field or network put behind. `truncated`: cut after 100
    to 140 letters, with dots. `kind_unsaid`: the title does not say plan, notice or result.
    `body_silent`: share of those whose body does not say it either.

    `buyer_unsaid`: a portal's article without its buyer. `former_name`: share of articles by bodies that
    were renamed or merged that use the other name. `entity_named`: of works, only the board that
    tenders for the buyer is named. `code_mistyped`, `code_swapped` (that of a sister or of a package
    beside it), `code_of_plan` (a package's article shows its plan's number only): shares of the
    articles with a code.
    """

    sisters: float = 0.35
    absent: float = 0.10
    stranger: float = 0.02
    quote: float = 0.02
    retender: float = 0.04
    amended: float = 0.04
    joined: float = 0.05
    joined_by_numbers: float = 0.10
    reposted: float = 0.02
    late: float = 0.05
    undated: float = 0.01
    upper: float = 0.12
    bare: float = 0.04
    respelt: float = 0.08
    encoding: float = 0.03
    typo: float = 0.08
    abbreviated: float = 0.12
    written_out: float = 0.04
    renumbered: float = 0.08
    number_left_out: float = 0.02
    tail_left_out: float = 0.03
    tail_added: float = 0.05
    truncated: float = 0.05
    kind_unsaid: float = 0.04
    body_silent: float = 0.10
    buyer_unsaid: float = 0.03
    former_name: float = 0.15
    entity_named: float = 0.02
    code_mistyped: float = 0.03
    code_swapped: float = 0.01
    code_of_plan: float = 0.08
