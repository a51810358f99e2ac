use super::{Figure, Plot, Role, order, range};

/// The values at one epoch.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadOut {
    pub epoch: f64,
    /// The epoch as text, with the thousands set off: "10,000".
    pub epoch_text: String,
    /// Its pixel.
    pub x: f64,
    /// In the figure's order; series that were not measured at this epoch are left out. The baseline is always there.
    pub values: Vec<Reading>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub name: String,
    pub role: Role,
    pub value: f64,
    /// The value's pixel; `None` where it is not on the axis.
    pub y: Option<f64>,
    pub text: String,
}

impl Plot {
    /// What is read at the measured epoch nearest to a pixel; the earlier of two equally near. `None` while nothing is
    /// measured.
    pub fn read_out_at(&self, x_px: f64) -> Option<ReadOut> {
        self.read_out(self.x.to_data(x_px))
    }

    /// What is read at the measured epoch nearest to `epoch`.
    pub fn read_out(&self, epoch: f64) -> Option<ReadOut> {
        if epoch.is_nan() {
            return None;
        }
        let after = self.epochs.partition_point(|measured| *measured < epoch);
        let candidates = [after.checked_sub(1), Some(after)].into_iter().flatten();
        let distance = |measured: &f64| (measured - epoch).abs();
        candidates
            .filter_map(|at| self.epochs.get(at).copied())
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
            .map(|epoch| self.reading_at(epoch))
    }

    /// The measured epoch after (`direction` > 0) or before `from`, for the arrow keys: the first or last one again at
    /// the ends, and from nowhere the first one forwards and the last one backwards.
    pub fn next_epoch(&self, from: Option<f64>, direction: i32) -> Option<f64> {
        let (first, last) = (*self.epochs.first()?, *self.epochs.last()?);
        let Some(from) = from.filter(|from| !from.is_nan()) else {
            return Some(if direction < 0 { last } else { first });
        };
        if direction >= 0 {
            Some(self.epochs.iter().copied().find(|epoch| *epoch > from).unwrap_or(last))
        } else {
            Some(self.epochs.iter().rev().copied().find(|epoch| *epoch < from).unwrap_or(first))
        }
    }

    fn reading_at(&self, epoch: f64) -> ReadOut {
        let values = self.series.iter().filter_map(|series| {
            let value = match series.role {
                Role::Baseline => series.constant(),
                _ => {
                    let at = series.points.partition_point(|point| point.0 < epoch);
                    series.points.get(at).filter(|point| point.0 == epoch).map(|point| point.1)
                }
            }?;
            let is_on_axis = (self.y.data.0..=self.y.data.1).contains(&value);
            Some(Reading {
                name: series.name.clone(),
                role: series.role,
                value,
                y: is_on_axis.then(|| self.y.to_pixels_within(value)),
                text: self.numbers.value(value),
            })
        });
        let x = self.x.to_pixels_within(epoch);
        ReadOut { epoch, epoch_text: super::number::whole(epoch), x, values: values.collect() }
    }
}

impl Figure {
    /// Every measured epoch once, ascending.
    pub(super) fn measured_epochs(&self) -> Vec<f64> {
        let measured = self.series.iter().filter(|series| series.role != Role::Baseline);
        let epochs = measured.flat_map(|series| series.points.iter().map(|point| point.0));
        let mut epochs: Vec<f64> = epochs.filter(|epoch| range::is_epoch(*epoch)).collect();
        order::sort(&mut epochs);
        epochs.dedup();
        epochs
    }
}

#[cfg(test)]
mod tests {
    use super::super::{NumberFormat, Series};
    use super::*;

    fn plot() -> Plot {
        let series = |name: &str, role, points: &[(f64, f64)]| Series {
            name: name.to_string(),
            role,
            points: points.to_vec(),
        };
        Figure {
            y_format: NumberFormat::Percent,
            series: vec![
                series("train", Role::Train, &[(0.0, 0.01), (10.0, 0.02), (20.0, f64::NAN)]),
                series("test", Role::Test, &[(0.0, 0.012), (10.0, 0.018)]),
                series("baseline", Role::Baseline, &[(0.0, 0.022)]),
            ],
            x_max: 100.0,
            ..Figure::default()
        }
        .layout(600.0, 300.0)
    }

    fn texts(read: &ReadOut) -> Vec<(&str, &str)> {
        read.values.iter().map(|value| (value.name.as_str(), value.text.as_str())).collect()
    }

    #[test]
    fn reads_the_nearest_measured_epoch() {
        let plot = plot();
        let at = |epoch: f64| plot.read_out_at(plot.x.to_pixels(epoch)).unwrap();
        assert_eq!(at(3.0).epoch, 0.0);
        assert_eq!(at(6.0).epoch, 10.0);
        assert_eq!(at(90.0).epoch, 20.0);
        assert_eq!(plot.read_out_at(-50.0).unwrap().epoch, 0.0);
        // Ticks of 0.2 % steps have one decimal, so values have two.
        assert_eq!(texts(&at(10.0)), [("train", "2.00 %"), ("test", "1.80 %"), ("baseline", "2.20 %")]);
        assert_eq!(at(10.0).x, plot.x.to_pixels(10.0));
        assert_eq!(at(10.0).values[0].y, Some(plot.y.to_pixels(0.02)));
    }

    #[test]
    fn reads_what_was_measured_and_no_more() {
        let read = plot().read_out(20.0).unwrap();
        assert_eq!(texts(&read), [("train", "not a number"), ("baseline", "2.20 %")]);
        assert_eq!(read.values[0].y, None);
        assert_eq!(Figure::default().layout(600.0, 300.0).read_out_at(100.0), None);
    }

    #[test]
    fn arrow_keys_go_from_epoch_to_epoch() {
        let plot = plot();
        assert_eq!(plot.next_epoch(None, 1), Some(0.0));
        assert_eq!(plot.next_epoch(None, -1), Some(20.0));
        assert_eq!(plot.next_epoch(Some(0.0), 1), Some(10.0));
        assert_eq!(plot.next_epoch(Some(14.0), -1), Some(10.0));
        assert_eq!(plot.next_epoch(Some(20.0), 1), Some(20.0));
        assert_eq!(plot.next_epoch(Some(0.0), -1), Some(0.0));
        assert_eq!(Figure::default().layout(600.0, 300.0).next_epoch(None, 1), None);
    }
}
