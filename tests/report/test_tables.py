from pipeline.report.tables import lean_of, target_tables


def test_most_critical_comes_first_and_unscored_last(batch, said):
    made = batch(
        [
            *[said(outlet="Warm", stance="supportive")] * 3,
            *[said(outlet="Cold")] * 3,
            said(outlet="Thin"),
        ]
    )
    (table,) = target_tables(made.scores, ["Silent"], "russia")
    assert [row.outlet for row in table.rows] == ["Cold", "Warm", "Silent", "Thin"]
    assert [row.outlet for row in table.unscored] == ["Silent", "Thin"]
    assert [table.leaning(lean) for lean in ("critical", "none", "supportive")] == [1, 0, 1]


def test_main_target_comes_first_then_the_most_covered(batch, said):
    made = batch(
        [
            said(outlet="A", text="Iran", surface="Iran", target="iran"),
            *[said(outlet="A", text="Serbia", surface="Serbia", target="serbia")] * 2,
            said(outlet="A"),
        ]
    )
    tables = target_tables(made.scores, [], "russia")
    assert [table.target for table in tables] == ["russia", "serbia", "iran"]


def test_main_target_has_a_table_where_nothing_speaks_of_it():
    (table,) = target_tables([], ["A"], "north-korea")
    assert (table.label, table.n_articles, len(table.rows)) == ("North Korea", 0, 1)


def test_outlet_that_only_quotes_has_no_score_of_its_own(batch, said):
    made = batch([said(outlet="A", voice="quoted")] * 3)
    (table,) = target_tables(made.scores, [], "russia")
    (row,) = table.rows
    assert (row.own, row.is_scored, row.n_articles) == (None, False, 0)
    assert row.verdict == "insufficient evidence"
    assert lean_of(row.quoted) == "critical"
