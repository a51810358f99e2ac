use super::range::{self, LARGEST};
use super::{Rect, Role, Scale, Series};

/// A series as strokes.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub role: Role,
    /// Unbroken pieces in pixels, inside the frame; a piece of one point is a dot. The line is broken where a value is
    /// not finite, and ends at the frame's edge where it leaves the axis.
    pub pieces: Vec<Vec<(f64, f64)>>,
}

impl Line {
    pub(super) fn of(series: &Series, x: &Scale, y: &Scale, frame: &Rect) -> Line {
        let pieces = match series.role {
            Role::Baseline => baseline(series, y, frame),
            _ => unbroken(series, x, y)
                .into_iter()
                .map(|piece| thinned(piece, frame.width()))
                .flat_map(|piece| clipped(&piece, frame))
                .collect(),
        };
        Line { role: series.role, pieces }
    }

    /// Where the line ends.
    pub fn end(&self) -> Option<(f64, f64)> {
        self.pieces.last()?.last().copied()
    }
}

fn baseline(series: &Series, y: &Scale, frame: &Rect) -> Vec<Vec<(f64, f64)>> {
    series
        .constant()
        .filter(|value| (y.data.0..=y.data.1).contains(value))
        .map(|value| y.to_pixels_within(value))
        .map(|at| vec![(frame.left, at), (frame.right, at)])
        .into_iter()
        .collect()
}

/// Pixels, split where a point cannot be drawn. Values beyond the axis are still beyond the frame.
fn unbroken(series: &Series, x: &Scale, y: &Scale) -> Vec<Vec<(f64, f64)>> {
    series
        .points
        .split(|(epoch, value)| !range::is_epoch(*epoch) || !value.is_finite())
        .filter(|points| !points.is_empty())
        .map(|points| {
            points
                .iter()
                .map(|(epoch, value)| {
                    (x.to_pixels_within(*epoch), y.to_pixels(value.clamp(-LARGEST, LARGEST)))
                })
                .collect()
        })
        .collect()
}

/// Where there are more than two points a pixel: of each pixel column the first, lowest, highest and last point, in
/// their order. Strokes through them cover the same pixels.
fn thinned(points: Vec<(f64, f64)>, width: f64) -> Vec<(f64, f64)> {
    if points.len() as f64 <= 2.0 * width.max(1.0) {
        return points;
    }
    let mut kept = Vec::new();
    for column in points.chunk_by(|a, b| a.0.floor() == b.0.floor()) {
        let extreme = |better: fn(f64, f64) -> bool| {
            (1..column.len()).fold(0, |best, at| if better(column[at].1, column[best].1) { at } else { best })
        };
        let (lowest, highest) = (extreme(|a, b| a < b), extreme(|a, b| a > b));
        let places = [0, lowest.min(highest), lowest.max(highest), column.len() - 1];
        for (at, place) in places.iter().enumerate() {
            if at == 0 || places[at - 1] != *place {
                kept.push(column[*place]);
            }
        }
    }
    kept
}

/// The parts of a piece between the frame's top and bottom.
fn clipped(points: &[(f64, f64)], frame: &Rect) -> Vec<Vec<(f64, f64)>> {
    let inside = |point: &(f64, f64)| (frame.top..=frame.bottom).contains(&point.1);
    let mut pieces: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut open = false;
    for (at, point) in points.iter().enumerate() {
        if at > 0 && !(inside(&points[at - 1]) && inside(point)) {
            let ends = crossing(points[at - 1], *point, frame);
            if let Some((from, to)) = ends {
                if !open {
                    pieces.push(vec![from]);
                }
                if let Some(piece) = pieces.last_mut() {
                    piece.push(to);
                }
            }
            open = ends.is_some() && inside(point);
        } else if inside(point) {
            if !open {
                pieces.push(Vec::new());
                open = true;
            }
            if let Some(piece) = pieces.last_mut() {
                piece.push(*point);
            }
        }
    }
    pieces
}

/// The part of a stroke between the frame's top and bottom.
fn crossing(from: (f64, f64), to: (f64, f64), frame: &Rect) -> Option<((f64, f64), (f64, f64))> {
    let rise = to.1 - from.1;
    if rise == 0.0 {
        return None;
    }
    let share = |edge: f64| (edge - from.1) / rise;
    let (first, last) =
        (share(frame.top).min(share(frame.bottom)), share(frame.top).max(share(frame.bottom)));
    let (first, last) = (first.max(0.0), last.min(1.0));
    if first >= last {
        return None;
    }
    let along = |share: f64| (from.0 + share * (to.0 - from.0), from.1 + share * rise);
    // A point just beyond an edge may have a share that rounds to 0 or 1: it is held to the frame like any other.
    let held =
        |point: (f64, f64)| (point.0.clamp(frame.left, frame.right), point.1.clamp(frame.top, frame.bottom));
    let start = if first == 0.0 { from } else { along(first) };
    let end = if last == 1.0 { to } else { along(last) };
    Some((held(start), held(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Rect = Rect { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 };
    const X: Scale = Scale { data: (0.0, 10.0), pixels: (0.0, 100.0) };
    const Y: Scale = Scale { data: (0.0, 1.0), pixels: (100.0, 0.0) };

    fn line(points: &[(f64, f64)]) -> Line {
        let series = Series { name: String::new(), role: Role::Train, points: points.to_vec() };
        Line::of(&series, &X, &Y, &FRAME)
    }

    #[test]
    fn follows_the_points() {
        assert_eq!(line(&[(0.0, 0.0), (5.0, 0.75)]).pieces, [[(0.0, 100.0), (50.0, 25.0)]]);
        assert_eq!(line(&[(5.0, 0.75)]).pieces, [[(50.0, 25.0)]]);
        assert!(line(&[]).pieces.is_empty());
    }

    #[test]
    fn breaks_where_a_value_is_not_finite() {
        let broken = line(&[(0.0, 0.0), (1.0, 0.5), (2.0, f64::NAN), (3.0, 0.5), (4.0, f64::INFINITY)]);
        assert_eq!(broken.pieces, [vec![(0.0, 100.0), (10.0, 50.0)], vec![(30.0, 50.0)]]);
        assert_eq!(broken.end(), Some((30.0, 50.0)));
    }

    #[test]
    fn ends_at_the_frame_where_it_leaves_the_axis() {
        // From 0.5 at pixel 0 to 1.5 at pixel 10 it passes 1 halfway; it comes back the same way.
        let leaving = line(&[(0.0, 0.5), (1.0, 1.5), (2.0, 0.5)]);
        assert_eq!(leaving.pieces, [[(0.0, 50.0), (5.0, 0.0)], [(15.0, 0.0), (20.0, 50.0)]]);
        // From far below to far above, through the whole frame, and never inside at a point.
        let through = line(&[(0.0, -1.0), (3.0, 2.0)]);
        assert_eq!(through.pieces, [[(10.0, 100.0), (20.0, 0.0)]]);
        assert!(line(&[(0.0, 2.0), (1.0, 3.0)]).pieces.is_empty());
        assert_eq!(line(&[(0.0, 1.0), (1.0, 1e300)]).pieces[0][0], (0.0, 0.0));
    }

    #[test]
    fn a_thinned_line_keeps_every_columns_extremes() {
        // 10,000 points over 100 columns, one spike among them.
        let mut points: Vec<(f64, f64)> =
            (0..10_000).map(|at| (at as f64 / 1_000.0, 0.4 + 0.2 * (at % 2) as f64)).collect();
        points[4_321].1 = 0.95;
        let thin = line(&points);
        assert_eq!(thin.pieces.len(), 1);
        let piece = &thin.pieces[0];
        assert!(piece.len() <= 400, "{}", piece.len());
        assert!(piece.iter().any(|point| (point.1 - 5.0).abs() < 1e-9), "the spike is gone");
        assert!(piece.windows(2).all(|pair| pair[0].0 <= pair[1].0));
        assert_eq!((piece[0].0, piece[piece.len() - 1].0), (0.0, 99.99));
    }

    #[test]
    fn a_baseline_spans_the_frame() {
        let series =
            Series { name: String::new(), role: Role::Baseline, points: vec![(0.0, f64::NAN), (0.0, 0.25)] };
        assert_eq!(Line::of(&series, &X, &Y, &FRAME).pieces, [[(0.0, 75.0), (100.0, 75.0)]]);
    }
}
