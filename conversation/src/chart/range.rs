use super::{Figure, NumberFormat, Role, order};

/// Values larger than this in size are drawn as if they were this: the arithmetic of pixels stays finite.
pub(super) const LARGEST: f64 = 1e100;
/// A loss is off the scale from this many times the median of its series on …
const OUTLYING: f64 = 20.0;
/// … and the axis then ends near this many times the median.
const READABLE: f64 = 3.0;
/// The axis starts at zero where that leaves at most this share of it empty.
const EMPTY_BELOW: f64 = 0.4;

/// The values that the y axis must show, lowest and highest, before it is widened to round numbers.
///
/// - The baseline counts as a value: it is what the lines are compared with.
/// - A plain number (a loss) that explodes is cut off: where one is more than 20 times the median size of its series
///   (the largest such median, the baseline's value included), the axis shows three times that median. Percentages are
///   bounded by nature and never cut.
/// - From zero, where that leaves at most 40 % of the axis empty. Otherwise from the lowest value: a 2 % accuracy is
///   not drawn on an axis to 100 %, nor a loss of 3.95 to 4.05 on one from 0.
/// - A constant gets a tenth of its size of room on both sides; nothing but zeros gets the range up to 1 (or 1 %).
pub(super) fn shown(figure: &Figure) -> (f64, f64) {
    let cap = cap(figure);
    let values = || values(figure).filter(|value| value.abs() <= cap);
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return (0.0, 1.0);
    }
    let cut_above = self::values(figure).any(|value| value > cap);
    let cut_below = self::values(figure).any(|value| value < -cap);
    let (low, high) = (if cut_below { -cap } else { low }, if cut_above { cap } else { high });
    widened(low, high, figure.y_format)
}

fn widened(low: f64, high: f64, format: NumberFormat) -> (f64, f64) {
    let size = low.abs().max(high.abs());
    let smallest = match format {
        NumberFormat::Plain => 1.0,
        NumberFormat::Percent => 0.01,
    };
    // Below this size a number is as good as zero, and its tenth may not even be one.
    if size < 1e-100 {
        return (0.0, smallest);
    }
    // Nearly constant: labels would need more than six digits to tell ticks apart.
    let (low, high) =
        if high - low < 1e-6 * size { (low - 0.1 * size, high + 0.1 * size) } else { (low, high) };
    let (low, high) = match format {
        NumberFormat::Percent if low >= 0.0 && size <= 1.0 => (low, high.min(1.0)),
        _ => (low, high),
    };
    if low > 0.0 && low <= EMPTY_BELOW * high {
        (0.0, high)
    } else if high < 0.0 && high >= EMPTY_BELOW * low {
        (low, 0.0)
    } else {
        (low, high)
    }
}

/// The largest size of a value that is shown.
fn cap(figure: &Figure) -> f64 {
    if figure.y_format == NumberFormat::Percent {
        return LARGEST;
    }
    let typical = figure.series.iter().filter_map(|series| match series.role {
        Role::Baseline => series.constant().map(f64::abs),
        _ => median_size(series.points.iter().map(|point| point.1)),
    });
    let typical = typical.fold(0.0, f64::max);
    let largest = values(figure).map(f64::abs).fold(0.0, f64::max);
    if typical > 0.0 && largest > OUTLYING * typical { READABLE * typical } else { LARGEST }
}

/// The lower median of the sizes that are not zero.
fn median_size(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut sizes: Vec<f64> =
        values.filter(|value| value.is_finite() && *value != 0.0).map(f64::abs).collect();
    order::sort(&mut sizes);
    sizes.get(sizes.len().saturating_sub(1) / 2).copied()
}

fn values(figure: &Figure) -> impl Iterator<Item = f64> + '_ {
    figure
        .series
        .iter()
        .flat_map(|series| {
            let points = if series.role == Role::Baseline { &[] } else { series.points.as_slice() };
            let constant = if series.role == Role::Baseline { series.constant() } else { None };
            points.iter().filter(|point| point.0.is_finite()).map(|point| point.1).chain(constant)
        })
        .filter(|value| value.is_finite())
        .map(|value| value.clamp(-LARGEST, LARGEST))
}

/// First and last epoch of the x axis: from zero (or the first epoch, should one be negative) to the last epoch
/// measured or to come, at least to 1.
pub(super) fn epochs(figure: &Figure) -> (f64, f64) {
    let measured = || {
        figure
            .series
            .iter()
            .filter(|series| series.role != Role::Baseline)
            .flat_map(|series| series.points.iter().map(|point| point.0))
            .filter(|epoch| is_epoch(*epoch))
    };
    let to_come = if is_epoch(figure.x_max) { figure.x_max } else { 0.0 };
    (measured().fold(0.0, f64::min), measured().fold(to_come.max(1.0), f64::max))
}

/// Whether an epoch can be drawn.
pub(super) fn is_epoch(epoch: f64) -> bool {
    epoch.abs() <= 1e12
}

#[cfg(test)]
mod tests {
    use super::super::Series;
    use super::*;

    fn figure(format: NumberFormat, lines: &[(Role, &[f64])]) -> Figure {
        let series = lines
            .iter()
            .map(|(role, values)| Series {
                name: String::new(),
                role: *role,
                points: values.iter().enumerate().map(|(at, value)| (at as f64 * 10.0, *value)).collect(),
            })
            .collect();
        Figure { y_format: format, series, ..Figure::default() }
    }

    #[test]
    fn a_small_accuracy_is_not_drawn_to_the_hundred() {
        // 1.9 to 2.4 %: starting at zero would leave 79 % of the axis empty.
        let figure = figure(NumberFormat::Percent, &[(Role::Train, &[0.019, 0.024]), (Role::Test, &[0.02])]);
        assert_eq!(shown(&figure), (0.019, 0.024));
    }

    #[test]
    fn the_baseline_is_shown() {
        let figure = figure(NumberFormat::Percent, &[(Role::Train, &[0.9, 0.95]), (Role::Baseline, &[0.43])]);
        assert_eq!(shown(&figure), (0.43, 0.95));
    }

    #[test]
    fn starts_at_zero_where_little_is_wasted() {
        assert_eq!(shown(&figure(NumberFormat::Plain, &[(Role::Train, &[1.0, 0.4])])), (0.0, 1.0));
        assert_eq!(shown(&figure(NumberFormat::Plain, &[(Role::Train, &[1.0, 0.5])])), (0.5, 1.0));
    }

    #[test]
    fn an_exploding_loss_is_cut() {
        // The sizes in order are 0.8, 0.9, 1, 400 and 1e30: the median is 1, and the axis shows three times that.
        let exploding = figure(NumberFormat::Plain, &[(Role::Train, &[1.0, 0.9, 0.8, 400.0, 1e30])]);
        assert_eq!(shown(&exploding), (0.0, 3.0));
        // A usual fall from 4.6 to 0.4 is not an explosion.
        let falling = figure(NumberFormat::Plain, &[(Role::Train, &[4.6, 1.0, 0.5, 0.4, 0.4, 0.4])]);
        assert_eq!(shown(&falling), (0.0, 4.6));
        // From the second measurement on, with train and test.
        let early = figure(NumberFormat::Plain, &[(Role::Train, &[1.0, 1e9]), (Role::Test, &[1.5, 2e9])]);
        assert_eq!(shown(&early), (0.0, 4.5));
    }

    #[test]
    fn constants_get_room() {
        assert_eq!(shown(&figure(NumberFormat::Plain, &[(Role::Train, &[2.0, 2.0])])), (1.8, 2.2));
        assert_eq!(shown(&figure(NumberFormat::Plain, &[(Role::Train, &[0.0])])), (0.0, 1.0));
        assert_eq!(shown(&figure(NumberFormat::Percent, &[(Role::Train, &[0.0])])), (0.0, 0.01));
        assert_eq!(shown(&figure(NumberFormat::Percent, &[(Role::Train, &[1.0])])), (0.9, 1.0));
        assert_eq!(shown(&figure(NumberFormat::Plain, &[])), (0.0, 1.0));
        assert_eq!(shown(&figure(NumberFormat::Plain, &[(Role::Train, &[f64::NAN])])), (0.0, 1.0));
    }

    #[test]
    fn the_epochs_to_come_are_on_the_axis() {
        let mut figure = figure(NumberFormat::Plain, &[(Role::Train, &[1.0, 0.9])]);
        assert_eq!(epochs(&figure), (0.0, 10.0));
        figure.x_max = 200.0;
        assert_eq!(epochs(&figure), (0.0, 200.0));
        figure.x_max = f64::NAN;
        figure.series.clear();
        assert_eq!(epochs(&figure), (0.0, 1.0));
    }
}
