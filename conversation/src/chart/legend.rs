use super::{Role, Series, Text, text};

/// Length of the line's sample before its name.
const SAMPLE: f64 = 22.0;
const SAMPLE_GAP: f64 = 6.0;
const BETWEEN: f64 = 16.0;

/// A sample of a line and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendEntry {
    pub role: Role,
    /// Left and right end of the sample, which stands at the height of its name.
    pub sample: (f64, f64),
    pub name: Text,
}

/// The legend and how many lines of text the header takes with it.
///
/// It stands on the right of the first line, beside the y axis's title that takes `taken` pixels of it, or, where that
/// is too narrow, on lines of its own below. With no room for it within `max_rows` there is none.
pub(super) fn placed(
    series: &[Series],
    top: f64,
    width: f64,
    taken: f64,
    max_rows: usize,
) -> (Vec<LegendEntry>, usize) {
    let names: Vec<(Role, String)> = series
        .iter()
        .filter(|series| !series.name.is_empty())
        .map(|series| {
            (
                series.role,
                text::fitted(&series.name, text::SIZE, (width - SAMPLE - SAMPLE_GAP - 4.0).max(0.0)),
            )
        })
        .collect();
    let widths: Vec<f64> =
        names.iter().map(|(_, name)| SAMPLE + SAMPLE_GAP + text::width(name, text::SIZE)).collect();
    let total = widths.iter().sum::<f64>() + BETWEEN * widths.len().saturating_sub(1) as f64;
    let beside = taken + BETWEEN + total + 4.0 <= width;
    let first_row = if beside || taken == 0.0 { 0 } else { 1 };
    let (mut x, mut row) = (if beside { width - total - 4.0 } else { 4.0 }, first_row);
    let mut entries = Vec::new();
    for ((role, name), entry_width) in names.into_iter().zip(widths) {
        if x > 4.0 && x + entry_width > width {
            (x, row) = (4.0, row + 1);
        }
        let y = top + (row as f64 + 0.5) * text::LINE;
        let name = Text {
            at: (x + SAMPLE + SAMPLE_GAP, y),
            width: text::width(&name, text::SIZE),
            text: name,
            role: Some(role),
        };
        entries.push(LegendEntry { role, sample: (x, x + SAMPLE), name });
        x += entry_width + BETWEEN;
    }
    let rows_without = usize::from(taken > 0.0);
    if entries.is_empty() || row + 1 > max_rows { (Vec::new(), rows_without) } else { (entries, row + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series() -> Vec<Series> {
        [("train", Role::Train), ("test", Role::Test), ("baseline", Role::Baseline)]
            .map(|(name, role)| Series { name: name.to_string(), role, points: Vec::new() })
            .to_vec()
    }

    #[test]
    fn beside_the_title_where_it_fits() {
        let (entries, rows) = placed(&series(), 0.0, 600.0, 100.0, 4);
        assert_eq!((entries.len(), rows), (3, 1));
        let last = &entries[2].name;
        assert_eq!(last.at.1, 8.0);
        assert!((last.at.0 + last.width - 596.0).abs() < 1e-9, "ends four pixels before the right edge");
    }

    #[test]
    fn below_it_on_a_narrow_canvas() {
        let (entries, rows) = placed(&series(), 0.0, 200.0, 100.0, 4);
        // 28 pixels of sample and gap each: "train" and "test" share a line, "baseline" has its own.
        assert_eq!(rows, 3);
        assert_eq!(entries.iter().map(|entry| entry.name.at.1).collect::<Vec<_>>(), [24.0, 24.0, 40.0]);
        assert!(entries.iter().all(|entry| entry.name.at.0 + entry.name.width <= 200.0));
    }

    #[test]
    fn not_at_all_where_it_would_take_the_figures_place() {
        assert_eq!(placed(&series(), 0.0, 200.0, 100.0, 2), (Vec::new(), 1));
    }
}
