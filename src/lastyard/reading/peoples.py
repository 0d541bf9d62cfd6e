"""Countries with the adjectives and short names that stand for them in reports.

Only facts of language are here (``Israeli`` belongs to ``Israel``); that a capital or an
office stands for a government is left to the case.

Example:
    >>> COUNTRY_OF["qatari"], COUNTRY_OF["u.s."]
    ('Qatar', 'United States')
"""

from __future__ import annotations

_TABLE = """Afghanistan:Afghan,Afghans|Albania:Albanian,Albanians|Algeria:Algerian,Algerians
Angola:Angolan|Argentina:Argentine,Argentinian,Argentines|Armenia:Armenian,Armenians
Australia:Australian,Australians|Austria:Austrian,Austrians|Azerbaijan:Azerbaijani,Azeri
Bahrain:Bahraini|Bangladesh:Bangladeshi|Belarus:Belarusian,Belarusians|Belgium:Belgian,Belgians
Benin:Beninese|Bolivia:Bolivian|Bosnia:Bosnian,Bosnians,Bosnia and Herzegovina|Botswana:Botswanan
Brazil:Brazilian,Brazilians|Bulgaria:Bulgarian,Bulgarians|Burkina Faso:Burkinabe|Burundi:Burundian
Cambodia:Cambodian,Cambodians|Cameroon:Cameroonian|Canada:Canadian,Canadians|Chad:Chadian
Chile:Chilean,Chileans|China:Chinese|Colombia:Colombian,Colombians|Costa Rica:Costa Rican
Croatia:Croatian,Croatians,Croat|Cuba:Cuban,Cubans|Cyprus:Cypriot|Denmark:Danish,Danes
Czech Republic:Czech,Czechia|Ecuador:Ecuadorian|Egypt:Egyptian,Egyptians|El Salvador:Salvadoran
Eritrea:Eritrean|Estonia:Estonian|Ethiopia:Ethiopian,Ethiopians|Fiji:Fijian|Finland:Finnish,Finns
France:French|Gabon:Gabonese|Gambia:Gambian|Georgia:Georgian|Germany:German,Germans
Ghana:Ghanaian|Greece:Greek,Greeks|Guatemala:Guatemalan|Guinea:Guinean|Haiti:Haitian
Honduras:Honduran|Hungary:Hungarian,Hungarians|Iceland:Icelandic|India:Indian,Indians
Indonesia:Indonesian,Indonesians|Iran:Iranian,Iranians|Iraq:Iraqi,Iraqis|Ireland:Irish
Israel:Israeli,Israelis|Italy:Italian,Italians|Ivory Coast:Ivorian|Jamaica:Jamaican|Japan:Japanese
Jordan:Jordanian|Kazakhstan:Kazakh|Kenya:Kenyan,Kenyans|Kosovo:Kosovar|Kuwait:Kuwaiti
Kyrgyzstan:Kyrgyz|Laos:Laotian|Latvia:Latvian|Lebanon:Lebanese|Liberia:Liberian|Libya:Libyan
Lithuania:Lithuanian|Luxembourg:Luxembourgish|Madagascar:Malagasy|Malaysia:Malaysian|Mali:Malian
Malta:Maltese|Mauritania:Mauritanian|Mexico:Mexican,Mexicans|Moldova:Moldovan|Mongolia:Mongolian
Montenegro:Montenegrin|Morocco:Moroccan|Mozambique:Mozambican|Myanmar:Burmese,Burma
Namibia:Namibian|Nepal:Nepalese,Nepali|Netherlands:Dutch,Holland|New Zealand:New Zealander
Nicaragua:Nicaraguan|Niger:Nigerien|Nigeria:Nigerian,Nigerians|North Korea:North Korean,DPRK
North Macedonia:Macedonian|Norway:Norwegian|Oman:Omani|Pakistan:Pakistani|Panama:Panamanian
Palestine:Palestinian,Palestinians|Paraguay:Paraguayan|Peru:Peruvian|Philippines:Filipino,Philippine
Poland:Polish,Poles|Portugal:Portuguese|Qatar:Qatari,Qataris|Romania:Romanian|Rwanda:Rwandan
Russia:Russian,Russians|Saudi Arabia:Saudi,Saudis,Saudi Arabian|Senegal:Senegalese|Serbia:Serbian,Serb,Serbs
Sierra Leone:Sierra Leonean|Singapore:Singaporean|Slovakia:Slovak|Slovenia:Slovenian,Slovene
Somalia:Somali|South Africa:South African|South Korea:South Korean|South Sudan:South Sudanese
Spain:Spanish,Spaniards|Sri Lanka:Sri Lankan|Sudan:Sudanese|Sweden:Swedish,Swedes|Syria:Syrian,Syrians
Switzerland:Swiss|Taiwan:Taiwanese|Tajikistan:Tajik|Tanzania:Tanzanian|Thailand:Thai|Togo:Togolese
Tunisia:Tunisian|Turkey:Turkish,Turks,Türkiye|Turkmenistan:Turkmen|Uganda:Ugandan
Ukraine:Ukrainian,Ukrainians|United Arab Emirates:Emirati,UAE|United Kingdom:British,UK,U.K.,Britain,Great Britain
United States:American,Americans,US,U.S.,USA,U.S.A.|Uruguay:Uruguayan|Uzbekistan:Uzbek
Venezuela:Venezuelan|Vietnam:Vietnamese|Yemen:Yemeni|Zambia:Zambian|Zimbabwe:Zimbabwean
European Union:EU,E.U.|United Nations:UN,U.N.|Vatican:Holy See"""

COUNTRIES: frozenset[str] = frozenset()
COUNTRY_OF: dict[str, str] = {}
"""Country (or union of countries) by lower-case name, adjective or short name."""
for _entry in _TABLE.replace("\n", "|").split("|"):
    _country, _, _names = _entry.partition(":")
    COUNTRIES |= {_country}
    for _name in (_country, *_names.split(",")):
        COUNTRY_OF[_name.lower()] = _country
