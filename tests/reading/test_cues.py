"""Who says what by which word of a sentence: its cues, and that they end with its paragraph."""

import pytest

from lastyard.reading.cues import find_cues
from lastyard.reading.segments import segment

# A sentence, then each of its cues: whose it is, and in brackets the verb, whether denied, and to whom.
TABLE = """
    Moor was quoted as saying that it was over. => Moor [say]
    Moor was quoted by the Herald as saying it was over. => the Herald [quote]; Moor [say]
    It was announced by Moor that talks go on. => Moor [announce]
    It was announced on Monday by the mill that talks go on. => the mill [announce]
    The agency quoted an officer as saying that it was over. => an officer [say]
    The agency cited Moor and two of her aides as telling them to wait. => Moor [say]
    The agency cited the cost. => The agency [cite]
    Asked if it would hold, Moor said yes. => Moor [say]
    Moor asked if it would hold. => Moor [ask]
    Moor, pressed on the date, only said that it was near. => Moor [say]
    The man known as Rook said no. => The man [say]
    Talks, expected to open on Monday, failed. =>
    He is known to say no. =>
    Moor was taken in and told that it was over. => Moor [tell]
    The mill closed, and told its men to go. => The mill [tell to its men]
    Moor had known that it was over. => Moor [know]
    Moor, known for her wit, said no. => Moor [say]
    She has shown that it works. => She [show]
    The man shown the door said no. => The man [say]
    Moor declined to say when. => Moor [decline]; Moor [say not]
    Moor never said so. => Moor [say not]
    Moor under no circumstances accepts that. => Moor [accept not]
    Moor will on no account accept that. => Moor [accept not]
    Moor did not deny that she had said it. => Moor [deny not]; she [say]
    Moor, who asked not to be named, said no. => Moor [say]
    People seeking work said no. => People [say]
    Moor, seeking a deal, said no. => Moor [say]
    Moor is seeking a deal. => Moor [seek]
    Talks go on, said Moor. => Moor [say]
    Talks go on, said the minister, who had slept. => the minister [say]
    What Moor said shows that talks go on. => Moor [say]; - [show]
    The minister he accused denied it. => he [accuse]; The minister [deny]
    Moor was heard saying that it was over. => Moor [say]
    Moor can be heard telling them to go. => Moor [tell]
    Data from the survey, though, show that prices fall. => Data [show]
    Moor pushed for a vote. => Moor [push]
    Moor pushed him. =>
    Moor pressed on. =>
    Moor ruled out a vote. =>
    Moor ruled that it was void. => Moor [rule]
    Moor pointed out that it was void. => Moor [point out]
    Moor called on Pell to go. => Moor [call]
    Moor called Pell a liar. => Moor [call]
    Moor called out to them. => Moor [call]
    Moor wants to say that it is over. => Moor [want]; Moor [say]
    Moor went on to say that it was over. => Moor [go on]; Moor [say]
    She hastened to add that it was over. => She [add]
    Take, say, the mill. =>
    Wait, report what you see. =>
    Moor presented a plan called Dawn. =>
    Moor called the plan Dawn. => Moor [call]
    The word means that it is over. => The word [mean]
    I mean that it is over. => I [mean]
    Police in Harrowgate say it is over. => Police in Harrowgate [say]
    Economists surveyed by the paper expect growth. => Economists [expect]
    Economists surveyed by the paper, expect growth. => Economists [expect]
    Moor said it was over, adding that she was tired. => Moor [say]; Moor [add]
    Moor said that it was over but warned that it might begin again. => Moor [say]; Moor [warn]
    They claimed she knew and claim she lied. => They [claim]; They [know]; They [claim]
    Moor said it sank but could not say why. => Moor [say]; Moor [say not]
    Moor said it was over but warned them. => Moor [say]; Moor [warn]
    Some note that it is over. => Some [note]
    Some believe the mill. => Some [believe]
    Some believe it. => Some [believe]
    Many fear for the mill. =>
    A majority of pledged delegates said no. => A majority [say]
    270 pledged money. => 270 [pledge]
    Its claim was false. =>
    In its report states are named. =>
    A report states that it is over. => A report [state]
    The new reports states that it is over. => The new reports [state]
    The survey finds that it is over. => The survey [find]
    Survey finds that it is over. => Survey [find]
    Residents fear the mill. => Residents [fear]
    Moor report is out. =>
    The mill offers were read. =>
    The hopes of many were small. =>
    Hopes of a deal fade. =>
    Demands grow. =>
    The king promise was kept. =>
    Moor has long said that it was over. => Moor [say]
    Moor has in no way said that. => Moor [say not]
    Officials have voiced concern that talks will fail. => Officials [concern]
    Moor rejected the claim that it was over. => Moor [claim not]
    Moor denied any suggestion that it was over. => Moor [suggestion not]
    Moor had expressed the hope that it was over. => Moor [hope]
    Moor is sure that it is over. => Moor [sure]
    Moor is not sure that it is over. => Moor [sure not]
    Moor is not very sure it is over. => Moor [sure not]
    I'm sure that it is over. => I'm [sure]
    I'm not so sure it is over. => I'm [sure not]
    Moor seems sure that talks will go on. => Moor [sure]
    Moor is afraid the talks will fail. => Moor [afraid]
    Moor is afraid Brika will go. => Moor [afraid]
    Moor is afraid Brika. =>
    Moor is afraid of the dark. =>
    Moor is sure she is right. => Moor [sure]
    Moor is sure they'll go. => Moor [sure]
    It is clear that it is over. =>
    You are sure that it is over. =>
    Glad that it is over, Moor slept. =>
    Moor's view is that it is over. => Moor [view]
    Moor's view is now that it is over. => Moor [view]
    My hope was that it was over. => My [hope]
    The view is that it is over. =>
    Her belief that it is over is firm. => Her [belief]
    Moor's firm belief that it is over is known. => Moor [belief]
    The belief that it is over is known. =>
    Moor's warning that it was over came late. => Moor [warning]
    Moor saw that it was over. => Moor [see]
    Moor saw that man. =>
    Moor saw that would not do. =>
    Moor did not see that it was over. => Moor [see not]
    Moor figured out that it was over. => Moor [figure]
    Moor figured that it was over. =>
    Moor found out that it was over. => Moor [find]
    The court heard that it was over. =>
    The mayor heard that it was over. => The mayor [hear]
    In view of that decided cases are few. =>
    According to Moor, it is over. => Moor [according to]
    According to the envoy, Ada Moor, it is over. => the envoy, Ada Moor [according to]
    According to the head of the union, it is over. => the head of the union [according to]
    It is over, according to Moor. => Moor [according to]
    In the view of Moor, it is over. => Moor [according to]
    In the words of Moor, it is over. => Moor [according to]
    The words of Moor were few. =>
    In Moor's view, it is over. => Moor [according to]
    It is over, in her view. => her [according to]
    It is over, in her view, and good so. => her [according to]
    In her view the road is long. =>
    The view, they say, is fine. => they [say]
    Moor made it clear that it was over. => Moor [make clear]
    Moor has made it very clear that it is over. => Moor [make clear]
    Moor let it be known that it was over. => Moor [make clear]
    Moor let it be very well known that it was over. => Moor [make clear]
    Moor made it happen. =>
    Moor said it was over and made it clear that she was tired. => Moor [say]; Moor [make clear]
    Pell left and made it clear that she was tired. => Pell [make clear]
    “No,” was Moor's reply. => Moor [reply]
    “No” was the reply from Moor. => Moor [reply]
    “No” was the answer of the envoy, Ada Moor. => the envoy, Ada Moor [answer]
    “No” was the only thing that he would give as reply. =>
    “No” was her. =>
    “We wait,” Moor began. => Moor [began]
    “We wait,” sniffed the mayor. => the mayor [sniffed]
    “We wait,” Moor went home. =>
    “We wait.” Moor began. =>
    “We wait!” Moor began again. =>
    “We wait,” began. =>
    “We wait,” Moor made clear. => Moor [make clear]
    “We wait,” made clear Moor. => Moor [make clear]
    Moor made clear that it was over. => Moor [make clear]
    “We wait,” pointed out Pell. => Pell [point out]
    Moor told Pell it was over. => Moor [tell to Pell]
    Moor told the union it was over. => Moor [tell to the union]
    Moor told members of the union that it was over. => Moor [tell to members]
    Moor told a news conference in Lerrick that it was over. => Moor [tell to a news conference]
    Moor asked Pell to wait. => Moor [ask to Pell]
    Moor asked reporters to wait. => Moor [ask to reporters]
    Moor told parliament that it was over. => Moor [tell to parliament]
    Moor warned Brika that it was over. => Moor [warn to Brika]
    Moor promised that it was over. => Moor [promise]
    Moor promised nurses that it was over. => Moor [promise to nurses]
"""
ROWS = [[part.strip() for part in row.split("=>")] for row in TABLE.strip().splitlines()]
# Lines without a full stop, as headings are: no word of them belongs to the next paragraph or the one before.
BEFORE = (
    "Offer of\n\n", "What the union says\n\n", "The plan is\n\n", "Not by Pell and\n\n", "They were never\n\n",
    "It was told to\n\n", "Talks, and how\n\n",
)  # fmt: skip
BEHIND = (
    "\n\nthat it began",
    "\n\nto Pell",
    "\n\nby Pell",
    "\n\nof Pell",
    "\n\nas saying no",
    "\n\nPell said so",
)


def cues_in(text, paragraph):
    parts = segment(text)
    found = [
        cue
        for sentence in parts.sentences
        if sentence.paragraph == paragraph
        for cue in find_cues(parts, sentence)
    ]
    return "; ".join(
        f"{'-' if cue.subject is None else parts.slice(*cue.subject)} [{cue.verb}{' not' * cue.negated}"
        f"{'' if cue.addressee is None else ' to ' + parts.slice(*cue.addressee)}]"
        for cue in found
    )


@pytest.mark.parametrize(("text", "told"), ROWS)
def test_cues(text, told):
    assert cues_in(text, 0) == told


@pytest.mark.parametrize(("text", "told"), ROWS)
def test_a_heading_before_and_a_line_behind_change_nothing(text, told):
    # Without its full stop nothing but the paragraph parts the sentence from what follows.
    bare = text.rstrip(".")
    assert cues_in(bare, 0) == told
    for before in BEFORE:
        assert cues_in(before + bare, bool(before)) == told, before
    if told != "Moor [reply]":  # of which somebody may follow after the end, too
        for behind in BEHIND:
            assert cues_in(bare + behind, 0) == told, behind
