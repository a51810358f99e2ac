use super::super::{Anchor, Mark, Series};
use super::*;

fn series(name: &str, role: Role, points: &[(f64, f64)]) -> Series {
    Series { name: name.to_string(), role, points: points.to_vec() }
}

fn labels(ticks: &[Tick]) -> Vec<&str> {
    ticks.iter().map(|tick| tick.label.as_str()).collect()
}

fn accuracy() -> Figure {
    Figure {
        title: "Accuracy against the epoch".to_string(),
        x_title: "epoch".to_string(),
        y_title: "accuracy".to_string(),
        y_format: NumberFormat::Percent,
        series: vec![
            series("train", Role::Train, &[(0.0, 0.0171), (10.0, 0.0212), (20.0, 0.0233)]),
            series("test", Role::Test, &[(0.0, 0.0165), (10.0, 0.0204), (20.0, 0.0211)]),
            series("always 52", Role::Baseline, &[(0.0, 0.0221)]),
        ],
        x_max: 200.0,
    }
}

#[test]
fn a_two_per_cent_accuracy_fills_its_axis() {
    let plot = accuracy().layout(600.0, 300.0);
    // 1.65 to 2.33 %: at most six steps make 0.2 points, from 1.6 to 2.4 %.
    assert_eq!(labels(&plot.y_ticks), ["1.6 %", "1.8 %", "2.0 %", "2.2 %", "2.4 %"]);
    assert_eq!(plot.y.data, (0.016, 0.024));
    assert_eq!(plot.y_ticks[0].at, plot.frame.bottom);
    assert_eq!(plot.y_ticks[4].at, plot.frame.top);
    assert_eq!(plot.x.data, (0.0, 200.0));
    assert_eq!(plot.x_ticks.last().map(|tick| tick.label.as_str()), Some("200"));
    // The baseline's 2.21 % stands 0.61 / 0.8 of the way up, over the whole width.
    let baseline = plot.lines.iter().find(|line| line.role == Role::Baseline).unwrap();
    let y = plot.frame.bottom - 0.61 / 0.8 * plot.frame.height();
    assert!((baseline.pieces[0][0].1 - y).abs() < 1e-9);
    assert_eq!((baseline.pieces[0][0].0, baseline.pieces[0][1].0), (plot.frame.left, plot.frame.right));
    assert_eq!(plot.labels.len(), 3);
    assert_eq!(plot.beyond, 0);
}

#[test]
fn the_left_margin_follows_the_widest_label() {
    let mut figure = accuracy();
    let narrow = figure.layout(600.0, 300.0).frame.left;
    figure.y_format = NumberFormat::Plain;
    figure.series[0].points = vec![(0.0, 123_456.0), (10.0, 0.0)];
    let plot = figure.layout(600.0, 300.0);
    assert!(plot.y_ticks.iter().any(|tick| tick.label == "100,000"), "{:?}", plot.y_ticks);
    assert!(plot.frame.left > narrow);
}

#[test]
fn ticks_of_epochs_are_whole_and_have_room() {
    let mut figure = accuracy();
    figure.series.clear();
    for (epochs, width, expected) in [
        (1.0, 600.0, vec!["0", "1"]),
        (3.0, 600.0, vec!["0", "1", "2", "3"]),
        (200.0, 600.0, vec!["0", "20", "40", "60", "80", "100", "120", "140", "160", "180", "200"]),
        (200.0, 320.0, vec!["0", "50", "100", "150", "200"]),
        (10_000.0, 320.0, vec!["0", "5000", "10,000"]),
        (7.0, 600.0, vec!["0", "1", "2", "3", "4", "5", "6", "7"]),
    ] {
        figure.x_max = epochs;
        assert_eq!(labels(&figure.layout(width, 300.0).x_ticks), expected, "{epochs} epochs, {width} pixels");
    }
}

#[test]
fn nothing_measured_is_an_empty_frame_with_axes() {
    let plot = Figure { x_max: 200.0, ..Figure::default() }.layout(400.0, 300.0);
    assert!(plot.lines.is_empty() && plot.labels.is_empty() && plot.legend.is_empty());
    assert_eq!(plot.y.data, (0.0, 1.0));
    assert!(plot.x_ticks.len() > 1 && plot.y_ticks.len() > 1);
}

#[test]
fn an_exploding_loss_stays_readable() {
    let mut figure = accuracy();
    figure.y_format = NumberFormat::Plain;
    figure.series =
        vec![series("train", Role::Train, &[(0.0, 1.0), (1.0, 0.8), (2.0, 0.9), (3.0, 70.0), (4.0, 1e200)])];
    let plot = figure.layout(600.0, 300.0);
    assert_eq!((plot.y.data, plot.beyond), ((0.0, 3.0), 2));
    assert_eq!(plot.note.map(|note| note.text).as_deref(), Some("2 values are off the axis"));
    let line = &plot.lines[0];
    assert_eq!(line.end().map(|end| end.1), Some(plot.frame.top), "leaves through the top");
}

#[test]
fn a_tiny_canvas_has_lines_only() {
    let plot = accuracy().layout(60.0, 30.0);
    assert!(plot.x_ticks.is_empty() && plot.labels.is_empty() && plot.legend.is_empty());
    assert_eq!(plot.lines.len(), 3);
    for (width, height) in [(0.0, 0.0), (f64::NAN, 50.0), (-3.0, 5.0)] {
        within(&accuracy().layout(width, height));
    }
}

#[test]
fn a_value_a_hair_beyond_the_axis_is_held_to_the_frame() {
    let mut figure = Figure::default();
    let points = [(0.0, 207.77221147446116), (1.0, -6.671343347584202e-15), (2.0, 0.4040800055775574)];
    figure.series = vec![series("", Role::Train, &points)];
    within(&figure.layout(0.0, 376.66202650656413));
}

/// Everything drawn stands on the canvas, no name on another, and ticks ascend with labels of their own.
fn within(plot: &Plot) {
    let (width, height) = (plot.width + 1e-6, plot.height + 1e-6);
    let on_canvas = |at: (f64, f64)| (-1e-6..=width).contains(&at.0) && (-1e-6..=height).contains(&at.1);
    for mark in plot.marks(plot.epochs.first().copied()) {
        match &mark {
            Mark::Path { points, .. } => assert!(points.iter().all(|at| on_canvas(*at)), "{mark:?}"),
            Mark::Dot { at, .. } => assert!(on_canvas(*at), "{mark:?}"),
            Mark::Words { at, text, size, anchor, .. } => {
                let words = text::width(text, *size);
                let left = match anchor {
                    Anchor::Start => at.0,
                    Anchor::Middle => at.0 - words / 2.0,
                    Anchor::End => at.0 - words,
                };
                assert!(on_canvas((left, at.1 - size / 2.0)), "{mark:?} on {width} × {height}");
                assert!(on_canvas((left + words, at.1 + size / 2.0)), "{mark:?} on {width} × {height}");
            }
        }
    }
    let frame = plot.frame;
    assert!(frame.left <= frame.right && frame.top <= frame.bottom, "{frame:?}");
    for (ticks, scale) in [(&plot.x_ticks, &plot.x), (&plot.y_ticks, &plot.y)] {
        assert!(ticks.windows(2).all(|pair| pair[0].value < pair[1].value && pair[0].label != pair[1].label));
        assert!(ticks.iter().all(|tick| (scale.data.0..=scale.data.1).contains(&tick.value)), "{ticks:?}");
        let mut labels = labels(ticks);
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), ticks.len(), "{ticks:?}");
    }
    for point in plot.lines.iter().flat_map(|line| line.pieces.iter().flatten()) {
        assert!(
            (frame.left..=frame.right).contains(&point.0) && (frame.top..=frame.bottom).contains(&point.1)
        );
    }
    for (at, label) in plot.labels.iter().enumerate() {
        let here = Plot::area(label);
        assert!(here.top >= frame.top - 1e-6 && here.bottom <= frame.bottom + 1e-6, "{label:?} {frame:?}");
        for other in &plot.labels[at + 1..] {
            let there = Plot::area(other);
            let apart = here.right <= there.left + 1e-6
                || there.right <= here.left + 1e-6
                || here.bottom <= there.top + 1e-6
                || there.bottom <= here.top + 1e-6;
            assert!(apart, "{label:?} on {other:?}");
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = f64> {
        prop_oneof![
            6 => 0.0..1.0,
            2 => -5.0..500.0,
            1 => (-300.0..300.0).prop_map(|power: f64| 10f64.powf(power)),
            1 => any::<f64>(),
            1 => (0.0..1e-7).prop_map(|small: f64| 0.5 + small),
        ]
    }

    fn line() -> impl Strategy<Value = Series> {
        let role = prop::sample::select(vec![
            Role::Train,
            Role::Test,
            Role::Baseline,
            Role::PreviousTrain,
            Role::PreviousTest,
        ]);
        let values = prop_oneof![8 => prop::collection::vec(value(), 0..30), 1 => prop::collection::vec(value(), 3_000)];
        (role, values, 1usize..20, "[a-zA-Z0-9 %äß漢]{0,24}").prop_map(|(role, values, every, name)| Series {
            name,
            role,
            points: values.into_iter().enumerate().map(|(at, value)| ((at * every) as f64, value)).collect(),
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]
        #[test]
        fn everything_stands_on_the_canvas(
            series in prop::collection::vec(line(), 0..6),
            percent in any::<bool>(),
            with_title in any::<bool>(),
            x_max in prop_oneof![0.0..300.0, 0.0..1e7],
            width in 0.0..1500.0,
            height in 0.0..900.0,
        ) {
            let figure = Figure {
                title: "Loss against the epoch".to_string(),
                x_title: "epoch".to_string(),
                y_title: "cross-entropy, mean over the rows".to_string(),
                y_format: if percent { NumberFormat::Percent } else { NumberFormat::Plain },
                series,
                x_max: f64::round(x_max),
            };
            within(&if with_title { figure.layout_with_title(width, height) } else { figure.layout(width, height) });
        }
    }
}
