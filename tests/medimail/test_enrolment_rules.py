"""The rule of enrolment: every criterion must match, the most precise structure wins, two equal ones give none."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.medimail.structures.rules.enrolment import (
    Enrolled,
    NotEnrolled,
    Registrant,
    Rule,
    Tied,
    enrolment,
    enrols,
    folded_domain,
)
from portal.medimail.structures.rules.settings import Criterion, Status
from portal.registers.rules.folding import fold

LEA = Registrant("lea.schiano@chu-toulouse.fr", "76", "31", "31400", "Toulouse", "Infirmier", is_liberal=False)
HERS = {
    Criterion.DOMAIN: "chu-toulouse.fr",
    Criterion.REGION: "76",
    Criterion.DEPARTEMENT: "31",
    Criterion.POSTAL_CODE: "31400",
    Criterion.CITY: "toulouse",
    Criterion.PROFESSION: "Infirmier",
}
SETS = st.dictionaries(
    st.sampled_from(Criterion), st.frozensets(st.sampled_from([*HERS.values(), "ailleurs"]), max_size=3)
)
RULES = st.builds(Rule, st.integers(1, 9), st.integers(0, 3), SETS, st.sampled_from(Status))
SEVERAL = st.lists(RULES, max_size=6, unique_by=lambda rule: rule.structure_id)


@pytest.mark.parametrize("criterion", Criterion)
def test_each_criterion_matches_by_one_of_its_values(criterion):
    assert enrols(Rule(1, 0, {criterion: frozenset({"autre", HERS[criterion]})}), LEA)
    assert not enrols(Rule(1, 0, {criterion: frozenset({"autre"})}), LEA)


@pytest.mark.parametrize(("status", "is_liberal", "enrolled"), [
    (Status.LIBERAL, True, True),
    (Status.LIBERAL, False, False),
    (Status.EMPLOYED, True, False),
    (Status.EMPLOYED, False, True),
])  # fmt: skip
def test_the_status_is_a_criterion_of_its_own(status, is_liberal, enrolled):
    assert enrols(Rule(1, 0, status=status), replace(LEA, is_liberal=is_liberal)) == enrolled


def test_a_structure_without_any_criterion_enrols_nobody():
    assert not enrols(Rule(1, 0, {Criterion.REGION: frozenset()}), LEA)


@given(RULES)
def test_a_structure_enrols_when_every_criterion_that_it_has_matches(rule):
    met = [HERS[criterion] in accepted for criterion, accepted in rule.values.items() if accepted]
    met += [rule.status is Status.EMPLOYED] if rule.status is not Status.ANY else []
    assert enrols(rule, LEA) == (bool(met) and all(met))


@given(SEVERAL)
def test_the_structure_chosen_enrols_and_none_that_enrols_has_more_criteria_or_is_deeper(rules):
    found = {rule.structure_id: rule for rule in rules if enrols(rule, LEA)}
    match enrolment(rules, LEA):
        case Enrolled(chosen):
            others = [rule for key, rule in found.items() if key != chosen]
            mine = (found[chosen].criteria, found[chosen].depth)
            assert all((rule.criteria, rule.depth) < mine for rule in others)
        case Tied(keys):
            weights = {(found[key].criteria, found[key].depth) for key in keys}
            assert len(keys) > 1
            assert weights == {max((rule.criteria, rule.depth) for rule in found.values())}
        case NotEnrolled():
            assert found == {}


@given(SEVERAL, st.randoms())
def test_the_order_in_which_structures_are_read_changes_nothing(rules, random):
    shuffled = list(rules)
    random.shuffle(shuffled)
    assert enrolment(shuffled, LEA) == enrolment(rules, LEA)


def test_the_most_criteria_win_then_the_deepest_then_nobody():
    region = Rule(1, 5, {Criterion.REGION: frozenset({"76"})})
    precise = Rule(2, 0, {Criterion.REGION: frozenset({"76"}), Criterion.CITY: frozenset({"toulouse"})})
    assert enrolment([region, precise], LEA) == Enrolled(2)
    assert enrolment([precise, replace(precise, structure_id=3, depth=1)], LEA) == Enrolled(3)
    assert enrolment([replace(precise, structure_id=4), precise], LEA) == Tied((2, 4))


@pytest.mark.parametrize("city", ["Saint-Étienne", "ST ETIENNE", "saint etienne", "St. Étienne"])
def test_a_city_is_compared_as_it_is_said(city):
    assert fold(city) == "saint etienne"


@pytest.mark.parametrize("typed", ["CHU-Toulouse.fr", "@chu-toulouse.fr", " x@chu-toulouse.fr. "])
def test_a_domain_is_what_follows_the_at_sign(typed):
    assert folded_domain(typed) == "chu-toulouse.fr"
