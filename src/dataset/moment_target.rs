use super::TargetEncoder;
use crate::table::{Look, quoted};

/// What the answers for a target of dates or times of day are: numbers of seconds, or classes in one way of writing.
pub fn note(target: &TargetEncoder) -> Option<String> {
    let (what, since, written) = match target.form().look {
        Look::Dates | Look::CompactDates => ("dates", "the beginning of 1970", "2024-05-31"),
        Look::Times => ("times of day", "midnight", "12:30:00"),
        Look::Unknown | Look::Numbers | Look::Words => return None,
    };
    let name = quoted(target.name());
    Some(match target {
        TargetEncoder::Number { .. } => {
            format!("Column {name} has {what}: they are predicted as numbers, in seconds since {since}.")
        }
        TargetEncoder::Classes { .. } => {
            format!(
                "Column {name} has {what}: its classes are written like {written}, however its cells are."
            )
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Form;

    #[test]
    fn answers_say_what_they_are() {
        let number = |look| {
            let (name, form) = ("d".to_string(), Form::of(look));
            let (log, shift, scale, whole, min, max) = (false, 0.0, 1.0, true, 0.0, 1.0);
            note(&TargetEncoder::Number { name, log, shift, scale, whole, min, max, form })
        };
        assert_eq!(number(Look::Numbers), None);
        assert_eq!(
            number(Look::Dates).as_deref(),
            Some(
                "Column 'd' has dates: they are predicted as numbers, in seconds since the beginning of 1970."
            )
        );
        assert!(number(Look::Times).unwrap().ends_with("in seconds since midnight."));
        let levels = vec!["2024-05-31".to_string(), "2024-06-01".to_string()];
        let (name, written, form) = ("d".to_string(), Vec::new(), Form::of(Look::CompactDates));
        let classes = note(&TargetEncoder::Classes { name, levels, written, form });
        assert!(classes.unwrap().contains("its classes are written like 2024-05-31"));
    }
}
