"""The published domains, by the names of their folders."""

NAMES = [
    "a03_laptop_2012A",
    "a04_itex_cypress_2010",
    "a07_england_zimbabwe_2010",
    "a10_thompson",
    "a12_supermarket_2012A",
    "a14_energy_2011",
    "a15_ampo_vs_city",
    "b01_vacation_3p_int",
    "b06_killer_robot_5p_int",
    "b08_agenthp2_3p_int_5.8M",
    "n_negolog_domain15",
    "w_anl2023_domain00",
    "w_anl2023_domain01",
    "w_party_geniusweb",
    "y_negmasyaml_SupermarketA",
]
