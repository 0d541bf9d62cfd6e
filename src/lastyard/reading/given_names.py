"""Common given names and how their bearers are usually referred to.

A small list from many languages, written for this project; it only tips the balance
where a pronoun could mean several people. Names in use for both are left out.

Example:
    >>> GENDER_OF["maria"], GENDER_OF.get("sam")
    ('f', None)
"""

from __future__ import annotations

_MEN = """abbas abdel abdul abdullah adam adrian ahmad ahmed alan albert alejandro aleksandar alexander
ali allan amir anatoly anders andreas andrei andrew angel anthony antoine antonio antony anwar arthur
asif bashar ben benjamin bernard bernie bill bob boris brad brendan brian bruce carl carlos cesar
charles christopher chuck claudio colin craig cyril daniel dave david dennis diego dick dimitri
dmitry dominic donald doug douglas ed eddie edgar eduardo edward ehud emmanuel enrique eric erik
ernesto evan fernando francois frank fred frederick gary gavin geoff george gerald gerard gerhard
giovanni giuseppe glenn gordon graham greg gregory guillermo gustavo hamid hans harold harry hasan
hassan henry herbert hernan hosni howard hugh hugo hussein ian ibrahim igor ivan jack jacob jacques
jake james jason javier jean jeff jeffrey jens jeremy jerry jesus jim jimmy joe johan johannes john
jonathan jorge jose joseph juan julian karl keith kenneth kevin khaled khalid kofi kurt larry lars
lawrence leonid lionel luca lucas luis mahmoud malcolm manuel marc marco marcus mario mark martin
matt matthew max michael michel miguel mike mikhail mohamed mohammad mohammed moshe muhammad
mustafa nathan neil nicholas nick nicolas nigel nikolai norman oleg oliver omar oscar pablo patrick
paul pedro peter phil philip philippe pierre rafael ralph ramon raul ray raymond recep ricardo
richard rob robert roberto rodrigo roger roland ronald ross roy russell salman sam-uel samuel saul
scott sean sebastian sergei sergey sergio shimon simon stanley stefan stephen steve steven stuart
tariq ted terry thomas tim timothy toby todd tom tony trevor tyler victor vincent viktor vladimir
volodymyr walter warren wayne werner will william wolfgang yasser yitzhak yuri yusuf zachary"""
_WOMEN = """aisha alexandra alice alicia alison amanda amelia amina amy ana andrea angela anita ann
anna anne annette annie antonia astrid audrey barbara beatrice benazir beth betty bianca brenda
bridget camilla carla carmen carol caroline catherine cecilia charlotte cheryl chloe christina
christine claire clara claudia condoleezza cristina cynthia daniela deborah debra denise diana diane
dilma donna dorothy elaine eleanor elena elisabeth elizabeth ella ellen elsa emily emma erika esther
eva eve evelyn fatima federica fiona florence frances gabriela georgina gertrude gillian gina gloria
golda grace greta hanan hannah harriet heather heidi helen helena helga hillary ilse indira ingrid
irene irina isabel isabella jacinda jacqueline jane janet janice jean-ne jennifer jenny jessica jill
joan joanna josephine joyce judith julia julie karen karin kate katherine kathleen kathryn katie
kirsten kristina laura lauren leila liliana linda lisa liz louise lucia lucy lydia madeleine maggie
malala margaret maria marie marina marine martha mary maureen megan melanie melissa mercedes michelle
miriam monica nadia nancy naomi natalia natalie nathalie nicola nicole nina nora olga olivia pamela
patricia paula pauline penelope penny petra rachel rebecca regina rita roberta rosa rose ruth sally
samantha samira sandra sara sarah sheila shirley silvia simone sofia sonia sophia sophie stefania
stella stephanie sue susan susanna suzanne sylvia tanya teresa theresa tina ursula valerie vanessa
vera veronica victoria violeta virginia wendy yulia yvonne zainab zoe"""

GENDER_OF: dict[str, str] = dict.fromkeys(_MEN.split(), "m") | dict.fromkeys(_WOMEN.split(), "f")
