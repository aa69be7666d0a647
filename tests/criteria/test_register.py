"""The register of forces: complete, unaltered, and never mixing the real with the invented."""

import re

from criteria import register


def test_the_register_holds_43_forces_and_three_national_ones() -> None:
    real = [force for force in register.forces() if not force.invented]
    assert len(real) == 46
    assert len([force for force in real if force.in_programme]) == 43
    assert [force.code for force in real if not force.in_programme] == ["BTP", "MDP", "CNC"]


def test_codes_are_text_and_unique() -> None:
    codes = [force.code for force in register.forces()]
    assert len(codes) == len(set(codes))
    assert codes[0] == "01"


def test_the_area_codes_run_without_a_gap() -> None:
    areas = [force.pfa_code for force in register.forces() if force.pfa_code]
    assert areas == [
        *(f"E23000{n:03}" for n in range(1, 40)),
        *(f"W1500000{n}" for n in range(1, 5)),
    ]


def test_welsh_forces_are_flagged_and_carry_their_welsh_name() -> None:
    welsh = {force.name: force.welsh_name for force in register.forces() if force.is_welsh}
    assert welsh == {
        "North Wales Police": "Heddlu Gogledd Cymru",
        "Gwent Police": "Heddlu Gwent",
        "South Wales Police": "Heddlu De Cymru",
        "Dyfed-Powys Police": "Heddlu Dyfed-Powys",
        "Glan-y-môr Police": "Heddlu Glan-y-môr",
        "Cwm Derwen Police": "Heddlu Cwm Derwen",
    }
    others = [force for force in register.forces() if not force.is_welsh]
    assert not [force for force in others if force.welsh_name]


def test_invented_forces_are_marked_and_share_no_code_with_a_real_one() -> None:
    invented = {force.code: force.name for force in register.forces() if force.invented}
    assert invented == {
        "X01": "Northshire Constabulary",
        "X02": "Westmarch Police",
        "X03": "Glan-y-môr Police",
        "X04": "Harrowdale Police",
        "X05": "Aldermere Constabulary",
        "X06": "Thornmoor Police",
        "X07": "Eastholm Constabulary",
        "X08": "Fenmarsh Police",
        "X09": "Kingsvale Police",
        "X10": "Marlingdown Constabulary",
        "X11": "Cwm Derwen Police",
        "X12": "Dunmere Police",
    }
    for force in register.forces():
        assert force.invented == bool(re.fullmatch(r"X\d\d", force.code))


def test_a_force_is_found_by_code_and_by_any_of_its_names() -> None:
    hampshire = register.find("44")
    assert hampshire
    assert hampshire.name == "Hampshire and Isle of Wight Constabulary"
    assert register.find_by_name("hampshire constabulary") == hampshire
    assert register.find_by_name("Heddlu Gwent") == register.find("61")
    assert register.find("02") is None
    assert register.find_by_name("Nowhere Police") is None


def test_blank_cells_are_absent_and_not_empty() -> None:
    national = register.find("MDP")
    assert national
    assert (national.pfa_code, national.police_uk_id, national.welsh_name) == (None, None, None)
