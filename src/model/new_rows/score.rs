use crate::dataset::{TargetCell, TargetEncoder, Targets};

/// How good the predictions are, where the file has the target too.
#[derive(Debug, Default)]
pub struct Score {
    /// Rows, and those of them that have a value to compare with.
    rows: usize,
    known: usize,
    exact: usize,
    errors: f64,
}

impl Score {
    /// `answers`: those of a chunk, of which `place` is the row's.
    pub fn add(&mut self, target: &TargetEncoder, answers: &Targets, place: usize, actual: TargetCell) {
        self.rows += 1;
        match (answers, actual) {
            (Targets::Numbers(numbers), TargetCell::Number(actual)) => {
                self.errors += (numbers[place] - actual).abs();
                self.exact += usize::from(target.rounded(numbers[place]) == actual);
            }
            (Targets::Classes(classes), TargetCell::Class(actual)) => {
                self.exact += usize::from(classes[place] == actual);
            }
            // A class that the training did not have is predicted by no network.
            (Targets::Classes(_), TargetCell::Unseen) => {}
            _ => return,
        }
        self.known += 1;
    }

    /// `None`: no row has a value to compare with.
    pub fn sentence(&self, target: &TargetEncoder) -> Option<String> {
        let name = target.name();
        let n = self.known.max(1) as f64;
        let share = format!("{:.1} %", 100.0 * self.exact as f64 / n);
        let of = match self.known {
            0 => return None,
            known if known == self.rows => String::new(),
            known => format!(" in {known} of its {} rows", self.rows),
        };
        Some(match target {
            TargetEncoder::Number { whole, .. } => {
                let exact =
                    if *whole { format!("; {share} are exact after rounding") } else { String::new() };
                let error = self.errors / n;
                if !error.is_finite() {
                    return Some(format!(
                        "The file has '{name}' too{of}: the predictions are so far off that their error is beyond every \
                         number. They are of no use: train the model again."
                    ));
                }
                let error = significant(error);
                format!(
                    "The file has '{name}' too{of}: the predictions are off by {error} on average{exact}."
                )
            }
            TargetEncoder::Classes { .. } => {
                format!("The file has '{name}' too{of}: {share} of the predictions are exact.")
            }
        })
    }
}

/// An error with four significant digits, whatever its unit.
fn significant(value: f64) -> String {
    const DIGITS: i32 = 4;
    // Rounded first: 9.9999 has one digit more than it seems.
    let rounded = format!("{value:.3e}");
    let power = rounded.split_once('e').and_then(|(_, power)| power.parse::<i32>().ok()).unwrap_or(0);
    match power {
        _ if value == 0.0 => "0".to_string(),
        -4..12 => format!("{value:.*}", (DIGITS - 1 - power).max(0) as usize),
        _ => rounded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Form;

    fn number() -> TargetEncoder {
        let (name, form) = ("y".to_string(), Form::default());
        TargetEncoder::Number {
            name,
            log: false,
            shift: 0.0,
            scale: 1.0,
            whole: false,
            min: 0.0,
            max: 1.0,
            form,
        }
    }

    fn sentence(target: &TargetEncoder, answers: &Targets, actual: TargetCell) -> String {
        let mut score = Score::default();
        score.add(target, answers, 0, actual);
        score.sentence(target).unwrap_or_default()
    }

    #[test]
    fn an_error_has_digits_that_say_something() {
        let said = |error: f64| sentence(&number(), &Targets::Numbers(vec![error]), TargetCell::Number(0.0));
        for (error, text) in [
            (3.69e-10, "3.690e-10"),
            (0.000_123_46, "0.0001235"),
            (0.5, "0.5000"),
            (9.999_99, "10.00"),
            (123_456.0, "123456"),
            (1e20, "1.000e20"),
            (0.0, "0"),
        ] {
            let sentence = said(error);
            assert!(sentence.ends_with(&format!("are off by {text} on average.")), "{sentence}");
        }
        assert!(said(f64::INFINITY).contains("of no use"));
    }

    #[test]
    fn a_share_is_of_the_predictions() {
        let levels = vec!["a".to_string(), "b".to_string()];
        let classes =
            TargetEncoder::Classes { name: "y".into(), levels, form: Form::default(), written: Vec::new() };
        let sentence = sentence(&classes, &Targets::Classes(vec![1]), TargetCell::Class(1));
        assert_eq!(sentence, "The file has 'y' too: 100.0 % of the predictions are exact.");
    }
}
