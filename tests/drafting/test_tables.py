import csv
import io
import json
import zipfile

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.program import run

from lastyard.case.load import load_text
from lastyard.drafting.drafts import draft
from lastyard.drafting.opening import document_from
from lastyard.drafting.tables import csv_tables, positions_in
from lastyard.errors import RequestError

CASE = {
    "title": "Pay talks",
    "parties": {
        "nurses": {"name": "Nurses' Union", "words": ["nurses", "the union"]},
        "board": {"name": "Hospital Board", "words": ["board, the", "the union"]},
        "city": {},
    },
    "issues": {
        "pay": {"name": "Pay rise", "range": [2, 6], "step": 0.5, "unit": "percent"},
        "shifts": {"name": "Night shifts", "options": ["fewer", 'the "same"', "more; paid"]},
        "sick_days": {"options": ["10", "15"]},
    },
}
PARTIES = {"nurses": "Nurses' Union", "board": "board, the", "city": "CITY"}
ISSUES = {"pay": "Pay rise:", "shifts": "night  shifts", "sick_days": "sick days"}
OPTIONS = {
    "pay": ["2", "3.5", "6"],
    "shifts": CASE["issues"]["shifts"]["options"],
    "sick_days": ["10", "15"],
}


@pytest.fixture(scope="module")
def case():
    return load_text(yaml.safe_dump(CASE))


def _csv(rows, delimiter, ends):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ends).writerows(rows)
    return out.getvalue()


@given(st.data())
def test_what_a_table_says_is_read_back_in_each_of_its_three_forms(case, data):
    parties = data.draw(st.permutations(list(PARTIES)))
    issues = data.draw(st.permutations(list(ISSUES)))
    said = {
        (party, issue): data.draw(st.sampled_from(["", *OPTIONS[issue]]))
        for party in parties
        for issue in issues
    }
    form = data.draw(st.sampled_from(["issues down", "parties down", "a row each"]))
    if form == "issues down":
        rows = [["", *(PARTIES[p] for p in parties)]]
        rows += [[ISSUES[i], *(said[p, i] for p in parties)] for i in issues]
    elif form == "parties down":
        rows = [["Who", *(ISSUES[i] for i in issues)]]
        rows += [[PARTIES[p], *(said[p, i] for i in issues)] for p in parties]
    else:
        rows = [["Position", "Issue", "Party"]]
        rows += [[said[p, i], ISSUES[i], PARTIES[p]] for p, i in said]
    text = _csv(
        rows, data.draw(st.sampled_from(",;\t")), data.draw(st.sampled_from(["\n", "\r\n"]))
    )
    opened = document_from(text.encode(), "t.csv")
    drafts = draft(opened, case).drafts
    found = {(d.party, d.proposals[0].issue): d.proposals[0].option for d in drafts}
    assert found == {key: option for key, option in said.items() if option}
    for one in drafts:
        quote = one.statement.quote
        assert (
            text[quote.start : quote.end].replace('""', '"')
            == found[one.party, one.proposals[0].issue]
        )
        assert quote.exact == text[quote.start : quote.end]


@given(st.text('ab"=,;\n\r \u00e9', max_size=60))
def test_each_cell_of_any_csv_is_told_with_its_place_or_the_file_is_refused(text):
    try:
        [table] = csv_tables(text, "t.csv", ",")
    except RequestError as problem:
        assert "row" in str(problem)
        return
    assert [[cell.text for cell in row] for row in table.rows] == [
        [value.strip() for value in row] for row in csv.reader(io.StringIO(text, newline=""))
    ]
    for row in table.rows:
        for cell in row:
            assert cell.text in (
                text[cell.start : cell.end],
                text[cell.start : cell.end].replace('""', '"'),
            )


@given(st.lists(st.lists(st.sampled_from(
    ["nurses", "pay", "party", "issue", "position", "5", "fewer", "=1+1", "", "?", "x", "date", "3 May 2024"]
), max_size=5), max_size=7))  # fmt: skip
def test_any_table_gives_positions_of_the_case_and_says_what_it_does_not_know(case, rows):
    text = _csv(rows, ",", "\n")
    found = positions_in(csv_tables(text, "t.csv", ","), text, None, case)
    for said, coding in found.positions:
        assert said.party in PARTIES
        assert coding.issue in ISSUES
        if coding.option is None:
            assert said.confidence is None
            assert any("is no option" in note and coding.rule[6:] in note for note in found.notes)
        else:
            case.issue(coding.issue).find(coding.option)
    if not found.positions and any(any(row) for row in rows):
        assert found.notes or found.read


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Issue,Nurses,Patients\nPay rise,5,2\n", "row 1, column C: 'Patients' is no party of the case"),
        ("Issue,Nurses\nHolidays,5\nPay rise,3\n", "row 2, column A: 'Holidays' is no issue of the case"),
        ("Issue,Nurse\nPay rise,3\n", "the table: no row names parties or issues"),
        ("Issue,Nurses,Citty,City\nPay rise,3,4,5\n", "'Citty' is no party of the case (did you mean 'city'?)"),
        ("Issue,The union,City\nPay rise,3,3\n", "'The union' is no party of the case"),
        ("Issue,Nurses\nPay rise,2.7\n", "row 2, column B: '2.7' is no option of 'pay'"),
        ("Issue,Nurses\nPay rise,5 euros\n", "'5 euros' is no option of 'pay'"),
        ("Issue,Nurses\nPay rise,=5\n", "row 2, column B: holds a formula"),
        ("Issue,Nurses\nPay rise,5,oddly\n", "row 2, column C: 'oddly' stands in no column of the table"),
        ("Offers\nIssue,Nurses\nPay rise,5\n", "row 1, column A: what stands above the head"),
        ("party,issue,position,date\nnurses,pay,5,04/05/24\n", "'04/05/24' is no day"),
        ("party,issue,position\nnurses,pay\n", "row 2, column B: the row ends before"),
        ("party,issue,position\nnurses,pay,\n", "row 2, column C: no position stands there"),
        ("party,issue,position,mood\nnurses,pay,3,good\n", "row 1, column D: 'mood' is no column"),
    ],
)  # fmt: skip
def test_what_is_not_recognised_is_told_by_its_place(case, text, note):
    assert any(note in each for each in draft(document_from(text.encode(), "t.csv"), case).notes)


@pytest.mark.parametrize("words", ["5", "5 %", "5%", "5 percent", "5.0", "+5", "5 per cent"])
def test_numbers_are_read_with_their_unit(case, words):
    drafting = draft(document_from(f"Issue,Nurses\nPay rise,{words}\n".encode(), "t.csv"), case)
    assert drafting.drafts[0].proposals[0].says == {"position": {"pay": "5"}}


def test_whose_a_table_is_cannot_be_given(case):
    with pytest.raises(RequestError, match="names its parties itself"):
        draft(document_from(b"Issue,Nurses\nPay rise,5\n", "t.csv"), case, by="nurses")


@pytest.mark.thorough
def test_a_table_drafted_coded_and_checked_through_the_program(tmp_path):
    (tmp_path / "case.yaml").write_text(yaml.safe_dump(CASE, sort_keys=False))
    (tmp_path / "t.csv").write_text(
        'party,issue,position,date,by,source\nnurses,shifts,"the ""same""",3 May 2024,Ada Moor,Gazette\n'
    )
    run("read", "t.csv", "--case", "case.yaml", "-o", "d.yaml", cwd=tmp_path)
    drafted = yaml.safe_load((tmp_path / "d.yaml").read_text())["drafts"][0]
    assert drafted["position"] == {"shifts": 'the "same"'}
    assert drafted["by"] == "Ada Moor"
    assert str(drafted[True]) == "2024-05-03"  # `on`, as YAML 1.1 has it
    assert drafted["note"] == "row 2, column C; the source named there: Gazette"
    answer = json.loads(run("read", "t.csv", "--case", "case.yaml", "--json", cwd=tmp_path).stdout)
    jsonschema.validate(answer, json.loads(run("schema", "read").stdout))
    assert answer["statements"][0]["kind"] == "cell"
    file = tmp_path / "d.yaml"
    file.write_text(file.read_text().replace("accept: false", "accept: true"))
    run("code", "case.yaml", "d.yaml", "--batch", cwd=tmp_path)
    assert "1 quote found" in run("check", "case.yaml", cwd=tmp_path).stdout
    without = run("read", "t.csv", cwd=tmp_path)
    assert without.returncode == 2
    assert "give --case CASE" in without.stderr


def _book(fill):
    book = pytest.importorskip("openpyxl").Workbook()
    fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_sheets_give_drafts_by_cell_and_leave_out_formulas_merged_and_hidden_cells(case):
    def fill(sheet):
        sheet.title = "Offers"
        for row in (
            ["As of May"],
            ["", "Nurses", "City"],
            ["Pay rise", 0.05, "=1+2"],
            ["Sick days", 10, 15],
        ):
            sheet.append(row)
        sheet["B3"].number_format = "0%"
        sheet.append(["Night shifts", "fewer", "fewer"])
        sheet.merge_cells("B5:C5")
        hidden = sheet.parent.create_sheet("Secret")
        hidden.append(["Pay rise"])
        hidden.sheet_state = "hidden"

    opened = document_from(_book(fill), "t.xlsx")
    drafting = draft(opened, case)
    assert [(d.party, d.proposals[0].says, d.proposals[0].rule) for d in drafting.drafts] == [
        ("nurses", {"position": {"pay": "5"}}, "cell: sheet 'Offers', cell B3"),
        ("nurses", {"position": {"sick_days": "10"}}, "cell: sheet 'Offers', cell B4"),
        ("city", {"position": {"sick_days": "15"}}, "cell: sheet 'Offers', cell C4"),
    ]
    for one in drafting.drafts:
        quote = one.statement.quote
        assert opened.document.text[quote.start : quote.end] == quote.exact
    told = "\n".join(drafting.notes)
    assert "sheet 'Offers', cell C3: holds a formula" in told
    assert "cell B5: is merged with others" in told
    assert "sheet 'Secret' is hidden" in told


def _document(fill):
    made = pytest.importorskip("docx").Document()
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _table(made, rows):
    table = made.add_table(len(rows), len(rows[0]))
    for k, row in enumerate(rows):
        for n, text in enumerate(row):
            table.cell(k, n).text = text
    return table


def test_a_text_document_gives_what_its_sentences_and_its_tables_say(case):
    def fill(made):
        made.add_paragraph("The Hospital Board rejected fewer night shifts.")
        _table(made, [["", "City"], ["Pay rise", "3 percent"], ["Sick days", "some"]])
        _table(made, [["Name", "Room"], ["Ada", "4"]])

    drafting = draft(document_from(_document(fill), "t.docx"), case)
    assert [(d.party, d.statement.kind, d.proposals[0].option) for d in drafting.drafts] == [
        ("board", "act", "fewer"), ("city", "cell", "3"), ("city", "cell", None),
    ]  # fmt: skip
    told = "\n".join(drafting.notes)
    assert "table 1, row 3, column B: 'some' is no option of 'sick_days'" in told
    assert "table 2: no row names parties" in told
    assert (
        "tables are read only with --case"
        in draft(document_from(_document(fill), "t.docx")).notes[0]
    )


def test_a_text_document_that_is_nothing_but_a_table_is_read(case):
    data = _document(lambda made: _table(made, [["", "City"], ["Pay rise", "3"]]))
    assert [d.party for d in draft(document_from(data, "t.docx"), case).drafts] == ["city"]


def test_merged_cells_of_a_text_document_are_told(case):
    def fill(made):
        table = _table(made, [["", "City", "Nurses"], ["Pay rise", "3", "3"]])
        table.cell(1, 1).merge(table.cell(1, 2))

    notes = draft(document_from(_document(fill), "t.docx"), case).notes
    assert any("row 2, column B: is merged with others" in note for note in notes)


def _packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


BOMB = b"<x>" + b" " * 21_000_000


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (_packed({"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": BOMB}), "t.xlsx", "unpacked it has 21 MB"),
        (_packed({"word/document.xml": BOMB}), "t.docx", "unpacked it has 21 MB"),
        (_packed({"word/document.xml": "", **{f"{k}.xml": "" for k in range(2_001)}}), "t.docx", "2,002 parts"),
        (_packed({"xl/workbook.xml": "<x/>", "xl/vbaProject.bin": "x"}), "t.xlsm", "holds macros"),
        (_packed({"word/document.xml": "<x/>", "word/vbaProject.bin": "x"}), "t.docm", "holds macros"),
        (_packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'}), "t.docx", "defines entities"),
        (_packed({"xl/workbook.xml": "<!DOCTYPE a>".encode("utf-16")}), "t.xlsx", "defines entities"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "t.xls", "locked by a password"),
        (_packed({"xl/workbook.xml": "<x/>"})[:-30], "t.xlsx", "is damaged"),
        (_packed({"xl/workbook.xml": "<x/>"}), "t.xlsx", "cannot be read"),
        (_packed({"word/document.xml": "<x/>"}), "t.docx", "cannot be read"),
        (b"junk", "t.xlsx", "it is no .xlsx file"),
        (_packed({"a.txt": "x"}), "t.docx", "it is no .docx file"),
        (b'party,issue\n"nurses,pay\n', "t.csv", "row 2 is no row of CSV"),
        (b"a," * 300, "t.csv", "more than a table of positions may have"),
        (b"a\n" * 20_001, "t.csv", "20,001 rows"),
        (b"a" * 140_000, "t.csv", "is no row of CSV"),
    ],
)  # fmt: skip
def test_hostile_files_are_refused_in_words(data, name, reason):
    if name.endswith(".xlsx"):
        pytest.importorskip("openpyxl")
    with pytest.raises(RequestError, match=reason):
        document_from(data, name)


def test_a_sheet_with_one_cell_far_away_is_refused(case):
    def fill(sheet):
        sheet["XFD1048576"] = "x"

    with pytest.raises(RequestError, match="1,048,576 rows by 16,384 columns"):
        document_from(_book(fill), "t.xlsx")


@pytest.mark.parametrize("change", ["w:ins", "w:del", "w:moveFrom"])
def test_tracked_changes_and_tables_in_tables_are_refused(change):
    def tracked(made):
        made.add_paragraph("a")._p.append(made.element.makeelement(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + change[2:]))  # fmt: skip

    def nested(made):
        made.add_table(1, 1).cell(0, 0).add_table(1, 1)

    with pytest.raises(RequestError, match="tracked changes"):
        document_from(_document(tracked), "t.docx")
    with pytest.raises(RequestError, match="holds another table"):
        document_from(_document(nested), "t.docx")


def test_hidden_rows_and_columns_of_a_sheet_are_left_out_and_told(case):
    def fill(sheet):
        sheet.title = "Offers"
        for row in (
            ["", "Nurses", "City", "City", "Board, the"],
            ["Pay rise", 5, 2, 3, 6],
            ["Sick days", 10, 15, 10, 15],
            ["Night shifts", "fewer", "fewer", "fewer", "fewer"],
        ):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[9].hidden = True  # holds nothing
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions.group("C", "D", hidden=True)

    opened = document_from(_book(fill), "t.xlsx")
    drafting = draft(opened, case)
    assert [(d.party, d.proposals[0].says) for d in drafting.drafts] == [
        ("nurses", {"position": {"pay": "5"}}), ("board", {"position": {"pay": "6"}}),
    ]  # fmt: skip
    assert "fewer" not in opened.document.text
    told = "\n".join(drafting.notes)
    assert "sheet 'Offers': hidden and not read: row 3, row 4, column C, column D; show" in told


@pytest.mark.parametrize("how", ["row", "words", "style"])
def test_hidden_text_of_a_text_document_is_left_out_and_told(case, how):
    def fill(made):
        paragraph = made.add_paragraph("The Hospital Board rejected fewer night shifts.")
        secret = paragraph.add_run(" The city accepted a pay rise of 3 percent.")
        table = _table(made, [["", "City"], ["Pay rise", "3 percent"], ["Sick days", "10"]])
        run = table.cell(1, 1).paragraphs[0].runs[0]
        secret.font.hidden = True
        if how == "words":
            run.font.hidden = True
        elif how == "style":
            style = made.styles.add_style("Base", 1)
            style.font.hidden = True
            other = made.styles.add_style("Secret", 1)
            other.base_style = style
            table.cell(1, 1).paragraphs[0].style = other
        else:
            row = table.rows[1]._tr.get_or_add_trPr()
            row.append(row.makeelement(
                "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}hidden"))  # fmt: skip

    opened = document_from(_document(fill), "t.docx")
    drafting = draft(opened, case)
    assert [(d.party, d.statement.kind) for d in drafting.drafts] == [
        ("board", "act"),
        ("city", "cell"),
    ]
    assert "3 percent" not in opened.document.text
    told = "\n".join(drafting.notes)
    assert "hidden text was not read, in the paragraph 'The Hospital Board" in told
    assert "table 1, row 2, column" in told
    assert "is hidden" in told


def test_bounds_in_cells_are_demands_and_other_words_are_left_open(case):
    text = "Issue,Nurses,City\nPay rise,at least \u0664\u066b\u0665\u066a,about 3\n"
    found = positions_in(csv_tables(text, "t.csv"), text, None, case)
    assert [(said.confidence, coding.says, coding.confidence) for said, coding in found.positions] == [
        (1.0, {"requires": "pay >= 4.5"}, 0.98), (None, None, None),
    ]  # fmt: skip
    assert found.notes == ("row 2, column C: 'about 3' is no option of 'pay'; say what it means",)
    for words in ("", "nurses,pay,offers,at least 3\n"):
        rows = f"party,issue,verb,position\nnurses,pay,asks for,at least 3\n{words}"
        codings = [
            c.says for _, c in positions_in(csv_tables(rows, "t"), rows, None, case).positions
        ]
        assert codings == [{"requires": "pay >= 3"}, *([None] if words else [])]


@given(
    st.sampled_from([(">=", "at least {}"), (">=", "{} or more"), ("<=", "max. {}"), ("<=", "no more than {}"),
                     (">", "> {}"), ("<", "less than {}"), (None, "not {}"), (None, "{} if paid"), (None, "{}-6")]),
    st.sampled_from(["2", "3.5", "6", "7", "3.7"]), st.sampled_from(["", "%", " percent", " days"]),
)  # fmt: skip
def test_a_bound_in_a_cell_allows_what_it_says_or_is_left_open(case, bound, number, unit):
    relation, words = bound
    text = f"Issue,Nurses\nPay rise,{words.format(number + unit)}\n"
    [(_, coding)] = positions_in(csv_tables(text, "t.csv"), text, None, case).positions
    issue = case.issue("pay")
    right = relation is not None and unit != " days" and issue.find(number) is not None
    empty = (relation, number) in ((">", "6"), ("<", "2"))
    assert coding.says == (
        {"requires": f"pay {relation} {number}"} if right and not empty else None
    )


def test_a_second_head_in_a_table_names_its_own_columns():
    case = load_text(
        "{title: T, parties: {guild: , port: , city: }, issues: {pay: {range: [0, 9], step: 1},"
        " subsidy: {options: [none, full]}}}"
    )
    text = "Issue,Guild,Port\nPay,7,4\n\nIssue,City,Guild\nSubsidy,none,full\n"
    found = positions_in(csv_tables(text, "t.csv"), text, None, case)
    assert [(said.party, coding.says) for said, coding in found.positions] == [
        ("guild", {"position": {"pay": "7"}}),
        ("port", {"position": {"pay": "4"}}),
        ("city", {"position": {"subsidy": "none"}}),
        ("guild", {"position": {"subsidy": "full"}}),
    ]
    assert found.notes == ()


def test_an_option_called_like_a_party_is_no_head():
    case = load_text(
        "{title: T, parties: {west: , east: }, issues: {chair: {options: [west, east]}, pay: {options: [low, high]}}}"
    )
    text = "Issue,West,East\nChair,west,east\nPay,high,low\n"
    found = positions_in(csv_tables(text, "t.csv"), text, None, case)
    assert [coding.says for _, coding in found.positions] == [
        {"position": {"chair": "west"}},
        {"position": {"chair": "east"}},
        {"position": {"pay": "high"}},
        {"position": {"pay": "low"}},
    ]


def test_how_a_position_is_put_is_never_passed_over():
    case = load_text("{title: T, parties: {west: }, issues: {pay: {options: [low, high]}}}")
    text = "party,issue,verb,position\nwest,pay,rejects,low\nwest,pay,asks for,high\n"
    found = positions_in(csv_tables(text, "t.csv"), text, None, case)
    assert [coding.says for _, coding in found.positions] == [None, {"position": {"pay": "high"}}]
    assert found.notes == (
        "row 2, column C: 'rejects' is not how a position is put; say what it means",
    )


def test_a_party_that_stands_over_two_columns_is_read_in_the_first():
    case = load_text("{title: T, parties: {west: }, issues: {pay: {options: [low, high]}}}")
    text = "Issue,West,West\nPay,low,high\n"
    found = positions_in(csv_tables(text, "t.csv"), text, None, case)
    assert [coding.says for _, coding in found.positions] == [{"position": {"pay": "low"}}]
    assert "'west' has a column already" in found.notes[0]


def test_a_table_whose_day_is_given_is_not_told_to_have_none(tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text("{title: T, parties: {west: }, issues: {pay: {options: [low, high]}}}\n")
    table = tmp_path / "t.csv"
    table.write_text("party,issue,position,date\nwest,pay,low,2025-04-31\nwest,pay,high,\n")
    told = run("read", table, "--case", case, "--date", "2025-04-01", "-o", tmp_path / "d.yaml")
    assert "is no day" in told.stdout + told.stderr
    assert "the document's day is not known" not in told.stdout + told.stderr
    undated = run("read", table, "--case", case, "-o", tmp_path / "e.yaml")
    assert "the document's day is not known" in undated.stdout + undated.stderr


@pytest.mark.parametrize(
    ("issue", "cell", "says"),
    [
        ("level", "as now", {"position": {"level": "4.5"}}),
        ("night", "by choice or none", {"requires": "night in ['by choice', 'none']"}),
        ("water", "30 million m3", {"position": {"water": "30"}}),
        # A range does not say what lies beyond it; no option; all of them; without a status quo.
        ("season", "4 to 8 weeks", None),
        ("night", "by choice or never", None),
        ("night", "none or by choice or every night", None),
        ("night", "as it is", None),
    ],
)
def test_cells_of_several_options(issue, cell, says):
    lake = load_text(
        "title: Lake\nparties: {upper: {name: Upper Basin}}\nissues:\n"
        "  water: {name: Water, range: [20, 80], step: 5, unit: million m3}\n"
        "  level: {name: Lake level, range: [3, 8], step: 0.5, unit: metres}\n"
        "  season: {name: Closed season, range: [0, 20], step: 1, unit: weeks}\n"
        "  night: {name: Night fishing, options: [none, by choice, every night]}\n"
        "status_quo: {level: 4.5}\n"
    )
    text = f"Issue,Upper Basin\n{issue},{cell}\n"
    [(_, coding)] = positions_in(csv_tables(text, "t.csv"), text, None, lake).positions
    assert coding.says == says
