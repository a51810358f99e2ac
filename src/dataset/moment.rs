use serde::{Deserialize, Serialize};

use super::elementary::sine;
use super::{Encoding, Scale, number_scale};
use crate::pace::{Pace, ROWS};
use crate::table::civil;

/// What comes again and again: a moment's place in it is the sine and the cosine of an angle, so that its end is beside its
/// beginning. The day of the month is not among them: the time that went by and the month have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cycle {
    /// January is 0, of 12.
    Month,
    /// Monday is 0, of 7.
    Weekday,
    /// The time of day.
    Hour,
}

const DAY: f64 = 86_400.0;
/// Days from 1970-01-01 that are told apart, some millions of years: what lies beyond is taken for the last of them.
const MOST_DAYS: f64 = 1e9;

impl Encoding {
    /// Learns from moments in seconds that are there: of the cycles those that vary. `dated`: they have a date.
    pub(super) async fn fit_moments(dated: bool, present: &[f64], pace: &Pace) -> Encoding {
        let all: &[Cycle] = if dated { &[Cycle::Month, Cycle::Weekday, Cycle::Hour] } else { &[Cycle::Hour] };
        let mut cycles = Vec::new();
        for &cycle in all {
            let first = present.first().map(|&seconds| cycle.turn(seconds));
            for some in present.chunks(ROWS) {
                pace.after(some.len()).await;
                if some.iter().any(|&seconds| Some(cycle.turn(seconds)) != first) {
                    cycles.push(cycle);
                    break;
                }
            }
        }
        let (mean, standard_deviation) = match number_scale::fit(Scale::Standard, present, pace).await {
            Encoding::Standard { mean, standard_deviation } => (mean, standard_deviation),
            _ => (0.0, 1.0),
        };
        Encoding::Moments { dated, mean, standard_deviation, cycles }
    }
}

impl Cycle {
    /// What it is called in the names of inputs.
    pub fn name(self) -> &'static str {
        match self {
            Cycle::Month => "month",
            Cycle::Weekday => "weekday",
            Cycle::Hour => "hour",
        }
    }

    /// Sine and cosine of the place of a moment, in seconds since 1970-01-01 or midnight.
    pub fn place(self, seconds: f64) -> [f32; 2] {
        let turn = self.turn(seconds);
        [sine(turn) as f32, sine(turn + 0.25) as f32]
    }

    /// The place as a share of the cycle, from 0 to 1.
    pub(super) fn turn(self, seconds: f64) -> f64 {
        let day = (seconds / DAY).floor();
        match self {
            Cycle::Month => f64::from(civil(whole(day)).1 - 1) / 12.0,
            // 1970-01-01 was a Thursday.
            Cycle::Weekday => ((whole(day) + 3).rem_euclid(7)) as f64 / 7.0,
            // Beyond 2⁵³ a number of seconds has no time of day.
            Cycle::Hour => (seconds / DAY - day).clamp(0.0, 1.0),
        }
    }
}

fn whole(day: f64) -> i64 {
    day.clamp(-MOST_DAYS, MOST_DAYS) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_has_a_place_in_every_cycle() {
        for seconds in [0.0, -1.0, 1e30, -1e30, 86_399.999, f64::MIN_POSITIVE] {
            for cycle in [Cycle::Month, Cycle::Weekday, Cycle::Hour] {
                let [sine, cosine] = cycle.place(seconds);
                assert!((sine * sine + cosine * cosine - 1.0).abs() < 1e-6, "{cycle:?} {seconds}");
            }
        }
    }
}
