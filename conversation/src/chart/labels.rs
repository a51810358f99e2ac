use super::{Line, Plot, Rect, Role, Series, Text, text};

/// Between a line's end and its name.
const GAP: f64 = 6.0;

/// Whether a series is named at its end. Previous runs are named in the legend alone.
fn is_named(series: &Series) -> bool {
    !series.role.is_previous() && !series.name.is_empty()
}

/// The room right of the frame for the names of lines that reach its edge; at most a quarter of the canvas.
pub(super) fn margin(series: &[Series], width: f64) -> f64 {
    let widest = series
        .iter()
        .filter(|series| is_named(series))
        .map(|series| text::width(&series.name, text::SIZE))
        .fold(0.0, f64::max);
    (widest + GAP + 4.0).min(width / 4.0).max(24.0)
}

/// The names at the lines' ends, moved up or down so that none overlaps another and all stand between the frame's top
/// and bottom. `lines[i]` is of `series[i]`.
pub(super) fn placed(series: &[Series], lines: &[Line], frame: &Rect, width: f64) -> Vec<Text> {
    let mut labels: Vec<Text> = Vec::new();
    for (series, line) in series.iter().zip(lines) {
        let Some((x, y)) = line.end().filter(|_| is_named(series)) else { continue };
        let left = x + GAP;
        let text = text::fitted(&series.name, text::SIZE, width - left);
        if !text.is_empty() {
            let width = text::width(&text, text::SIZE);
            labels.push(Text { at: (left, y), width, text, role: Some(series.role) });
        }
    }
    // Where the frame has not the height for all, the baseline's goes first, then the last.
    let room = (frame.height() / text::LINE).floor() as usize;
    while labels.len() > room {
        let at =
            labels.iter().position(|label| label.role == Some(Role::Baseline)).unwrap_or(labels.len() - 1);
        labels.remove(at);
    }
    spread(&mut labels, frame);
    labels
}

/// Sweeps down, then up, pushing each label clear of those before it that share a part of its width.
fn spread(labels: &mut [Text], frame: &Rect) {
    let half = text::LINE / 2.0;
    let (top, bottom) = (frame.top + half, frame.bottom - half);
    // They are few: each sinks to its place.
    for from in 1..labels.len() {
        let mut at = from;
        while at > 0 && labels[at - 1].at.1 > labels[at].at.1 {
            labels.swap(at - 1, at);
            at -= 1;
        }
    }
    for at in 0..labels.len() {
        let pushed = |y: f64, other: &Text| y.max(other.at.1 + text::LINE);
        let (before, rest) = labels.split_at_mut(at);
        let here = &mut rest[0];
        let y = here.at.1.max(top);
        here.at.1 = before.iter().filter(|other| side_by_side(here, other)).fold(y, pushed);
    }
    for at in (0..labels.len()).rev() {
        let pushed = |y: f64, other: &Text| y.min(other.at.1 - text::LINE);
        let (before, after) = labels.split_at_mut(at + 1);
        let here = &mut before[at];
        let y = here.at.1.min(bottom);
        here.at.1 = after.iter().filter(|other| side_by_side(here, other)).fold(y, pushed);
    }
}

fn side_by_side(a: &Text, b: &Text) -> bool {
    a.at.0 < b.at.0 + b.width && b.at.0 < a.at.0 + a.width
}

impl Plot {
    /// The label's rectangle.
    #[cfg(test)]
    pub(super) fn area(text: &Text) -> Rect {
        let half = super::text::LINE / 2.0;
        Rect {
            left: text.at.0,
            top: text.at.1 - half,
            right: text.at.0 + text.width,
            bottom: text.at.1 + half,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Rect = Rect { left: 0.0, top: 0.0, right: 300.0, bottom: 100.0 };

    fn ends(ends: &[(&str, f64, f64)], frame: &Rect) -> Vec<(String, f64)> {
        let series: Vec<Series> = ends
            .iter()
            .map(|end| Series { name: end.0.to_string(), role: Role::Train, points: Vec::new() })
            .collect();
        let lines: Vec<Line> =
            ends.iter().map(|end| Line { role: Role::Train, pieces: vec![vec![(end.1, end.2)]] }).collect();
        let labels = placed(&series, &lines, frame, 400.0);
        labels.into_iter().map(|label| (label.text, label.at.1)).collect()
    }

    #[test]
    fn apart_they_stand_at_their_ends() {
        let labels = ends(&[("train", 300.0, 50.0), ("test", 300.0, 70.0)], &FRAME);
        assert_eq!(labels, [("train".to_string(), 50.0), ("test".to_string(), 70.0)]);
    }

    #[test]
    fn close_together_the_lower_gives_way() {
        let labels = ends(&[("train", 300.0, 50.0), ("test", 300.0, 55.0)], &FRAME);
        assert_eq!(labels, [("train".to_string(), 50.0), ("test".to_string(), 66.0)]);
    }

    #[test]
    fn at_the_bottom_the_upper_gives_way() {
        // The lowest may stand at 100 − 8 = 92, the one above it at 76.
        let labels = ends(&[("train", 300.0, 99.0), ("test", 300.0, 100.0)], &FRAME);
        assert_eq!(labels, [("train".to_string(), 76.0), ("test".to_string(), 92.0)]);
    }

    #[test]
    fn at_different_epochs_none_gives_way() {
        let labels = ends(&[("train", 20.0, 50.0), ("baseline", 300.0, 51.0)], &FRAME);
        assert_eq!(labels, [("train".to_string(), 50.0), ("baseline".to_string(), 51.0)]);
    }

    #[test]
    fn without_room_the_last_goes() {
        let low = Rect { bottom: 20.0, ..FRAME };
        assert_eq!(ends(&[("a", 300.0, 5.0), ("b", 300.0, 6.0)], &low), [("a".to_string(), 8.0)]);
    }
}
