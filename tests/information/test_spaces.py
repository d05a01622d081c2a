"""What the home page offers to somebody signed in."""

from portal.information.rules import Space, open_to

FOR_ALL = Space("Mon compte", "Le vôtre.", "accounts.overview")
FOR_REFERENTS = Space("Profils", "Ceux de votre établissement.", "profiles.list", right="referent")

FOR_HOLDERS = Space("Ma messagerie", "Les vôtres.", "own_mailbox.listing", world="medimail")


def test_a_space_without_a_right_opens_for_everybody_signed_in():
    assert open_to(frozenset(), frozenset(), [FOR_ALL]) == (FOR_ALL,)


def test_a_space_with_a_right_is_offered_to_who_holds_it():
    assert FOR_REFERENTS in open_to(frozenset({"referent"}), frozenset(), [FOR_ALL, FOR_REFERENTS])


def test_a_space_with_a_right_is_not_even_named_to_others():
    assert open_to(frozenset({"administrateur"}), frozenset({"certdc"}), [FOR_REFERENTS]) == ()


def test_a_space_of_a_world_is_offered_to_who_is_of_it_alone():
    assert open_to(frozenset(), frozenset({"medimail"}), [FOR_HOLDERS]) == (FOR_HOLDERS,)
    assert open_to(frozenset({"referent"}), frozenset({"certdc"}), [FOR_HOLDERS]) == ()
