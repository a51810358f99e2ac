/// Why a cell is not in the table as it stood in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The cell is empty, or its row is too short.
    Missing,
    /// The cell holds a word that stands for a missing value.
    MissingMarker,
    /// A word among numbers: taken as missing.
    NotANumber,
    /// Infinite or too large: taken as missing.
    OutOfRange,
    /// No date in a column of dates, no time in one of times: taken as missing.
    NotADate,
    /// `1,234` is 1234.
    Thousands,
    /// `1,5` is 1.5 although the file's decimal mark is the point; or the other way round.
    DecimalMark,
    /// `00501` is 501.
    LeadingZeros,
    /// `(12)` is −12.
    NegativeInBrackets,
    /// `$12` is 12.
    Currency,
    /// `45 %` is 45.
    Percent,
    /// `3 km` is 3.
    Unit,
    /// Bytes that are no letters are shown as the replacement character.
    BadEncoding,
}

impl Rule {
    /// All of them.
    pub const ALL: [Rule; 13] = [
        Rule::Missing,
        Rule::MissingMarker,
        Rule::NotANumber,
        Rule::OutOfRange,
        Rule::NotADate,
        Rule::Thousands,
        Rule::DecimalMark,
        Rule::LeadingZeros,
        Rule::NegativeInBrackets,
        Rule::Currency,
        Rule::Percent,
        Rule::Unit,
        Rule::BadEncoding,
    ];

    /// A short fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Missing => "missing",
            Rule::MissingMarker => "missing-marker",
            Rule::NotANumber => "not-a-number",
            Rule::OutOfRange => "out-of-range",
            Rule::NotADate => "not-a-date",
            Rule::Thousands => "thousands",
            Rule::DecimalMark => "decimal-mark",
            Rule::LeadingZeros => "leading-zeros",
            Rule::NegativeInBrackets => "negative-in-brackets",
            Rule::Currency => "currency",
            Rule::Percent => "percent",
            Rule::Unit => "unit",
            Rule::BadEncoding => "bad-encoding",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_stands_at_its_own_place_and_has_its_own_name() {
        for (place, rule) in Rule::ALL.into_iter().enumerate() {
            assert_eq!(rule as usize, place);
            assert_eq!(Rule::ALL.iter().filter(|other| other.name() == rule.name()).count(), 1);
        }
    }
}
