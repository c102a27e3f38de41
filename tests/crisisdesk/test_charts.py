from crisisdesk.web.charts import Bar, Mark, PlacedMark, Point, Sparkline, Volume, bars, sparkline, volume


def test_a_rise_is_drawn_over_its_usual_band() -> None:
    points = [Point("10:00", 30, 20, 40), Point("11:00", 40, 20, 40), Point("12:00", 100, 20, 40)]

    chart = volume(points, title="100 an hour", marks=[Mark(2, "Spike 12:00", "spike"), Mark(9, "outside")])

    assert chart == Volume(
        title="100 an hour",
        line="M0,210 500,180 1000,0",
        band="M0,180 500,180 1000,180 L1000,240 500,240 0,240Z",
        over="M0,180 500,180 1000,0 L1000,180 500,180 0,180Z",
        marks=(PlacedMark("100%", "0%", "Spike 12:00", "spike", leans_left=True, label_y=12),),
        ticks=("100", "75", "50", "25", "0"),
        grid=(0, 75, 150, 225, 300),
        labels=("10:00", "11:00", "12:00"),
        last_y="0%",
        is_over=True,
        points=tuple(points),
    )


def test_without_a_usual_range_there_is_only_the_line() -> None:
    chart = volume([Point("10:00", 3), Point("11:00", 1)], title="quiet")

    assert (chart.line, chart.band, chart.over, chart.is_over) == ("M0,75 1000,225", "", "", False)


def test_labels_of_marks_that_would_run_into_each_other_stand_in_rows() -> None:
    points = [Point(str(minute), minute) for minute in range(101)]
    marks = [Mark(20, "declared 12:10"), Mark(10, "T-zero 12:00"), Mark(60, "said 12:40"), Mark(95, "resolved 13:20")]

    chart = volume(points, title="rise", marks=marks)

    assert [(mark.label, mark.leans_left, mark.label_y) for mark in chart.marks] == [
        ("T-zero 12:00", False, 12),
        ("declared 12:10", False, 28),
        ("said 12:40", False, 12),
        ("resolved 13:20", True, 44),
    ]


def test_labels_of_a_crowd_of_marks_stay_inside_of_the_chart() -> None:
    points = [Point(str(minute), minute) for minute in range(101)]

    chart = volume(points, title="rise", marks=[Mark(40 + number, "meaningful statement") for number in range(6)])

    assert [mark.label_y for mark in chart.marks] == [12, 28, 44, 60, 76, 12]


def test_nothing_yet_is_an_empty_chart() -> None:
    chart = volume([], title="no mentions")

    assert (chart.line, chart.labels, chart.last_y) == ("", (), "100%")


def test_a_week_of_buckets_is_thinned_without_losing_its_peak() -> None:
    points = [Point(str(minute), 7_000 if minute == 1_001 else 1) for minute in range(2_016)]

    chart = volume(points, title="week")

    assert len(chart.points) <= 120
    assert max(point.value for point in chart.points) == 7_000


def test_the_axis_ends_at_a_round_figure_near_the_peak() -> None:
    tops = [volume([Point("", value)], title="").ticks[0] for value in (0, 3, 9, 41, 412, 1_000_001)]

    assert tops == ["4", "4", "10", "48", "480", "1200000"]


def test_a_sparkline_knows_when_it_left_the_usual_range() -> None:
    assert sparkline([0, 50, 100], title="Nordwind: 100 an hour", usual=(10, 40)) == Sparkline(
        title="Nordwind: 100 an hour",
        line="M0,300 500,161 1000,22",
        band="M0,189 1000,189 L1000,272 0,272Z",
        last_y="7.4%",
        is_over=True,
    )
    assert sparkline([], title="").line == ""


def test_bars_are_sorted_and_the_small_ones_folded() -> None:
    rows = [("news", 1.0), ("forum", 6.0), ("video", 2.0), ("mail", 1.0)]

    assert bars(rows, most=2, rest="other") == (
        Bar("forum", 6, "60%", "100%"),
        Bar("video", 2, "20%", "33.3%"),
        Bar("other", 2, "20%", "33.3%"),
    )
    assert bars([]) == ()
