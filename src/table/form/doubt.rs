//! What a new file's cells leave open of how a column is to be read: the two readings, the one taken and why.

use serde::{Deserialize, Serialize};

use super::signs::Signs;
use super::{Form, Look, allowed_words};
use crate::table::ledger::quote;
use crate::table::value::evidence::Evidence;

/// How one column of a new file is read, beside what its [`Form`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// The decimal mark, `.` or `,`.
    pub decimal: char,
    /// Whether of dates such as `5/4/2024` the day is read first.
    pub day_first: bool,
    /// Where the training had percent, numbers without a sign are fractions of one; where it had none, percentages become
    /// fractions.
    pub fraction: bool,
    /// Numbers with a unit that is not the training's are taken as they stand.
    pub as_it_stands: bool,
}

/// One of two readings, as a person may set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// The decimal mark is a point.
    DecimalPoint,
    /// The decimal mark is a comma.
    DecimalComma,
    /// `5/4/2024` is in April.
    DayFirst,
    /// `5/4/2024` is in May.
    MonthFirst,
    /// 0.5 is half a percent.
    Percent,
    /// 0.5 is 50 %.
    Fraction,
    /// Numbers with another unit than the training's are taken as missing, and told.
    RefuseUnits,
    /// They are taken as they stand.
    IgnoreUnits,
}

impl Choice {
    /// All of them, each beside its other.
    pub const ALL: [Choice; 8] = [
        Choice::DecimalPoint,
        Choice::DecimalComma,
        Choice::DayFirst,
        Choice::MonthFirst,
        Choice::Percent,
        Choice::Fraction,
        Choice::RefuseUnits,
        Choice::IgnoreUnits,
    ];

    /// As serde and a command line have it.
    pub fn id(self) -> &'static str {
        match self {
            Choice::DecimalPoint => "decimal-point",
            Choice::DecimalComma => "decimal-comma",
            Choice::DayFirst => "day-first",
            Choice::MonthFirst => "month-first",
            Choice::Percent => "percent",
            Choice::Fraction => "fraction",
            Choice::RefuseUnits => "refuse-units",
            Choice::IgnoreUnits => "ignore-units",
        }
    }

    /// For people.
    pub fn text(self) -> &'static str {
        match self {
            Choice::DecimalPoint => "decimal point",
            Choice::DecimalComma => "decimal comma",
            Choice::DayFirst => "day first",
            Choice::MonthFirst => "month first",
            Choice::Percent => "percent",
            Choice::Fraction => "fractions of 1",
            Choice::RefuseUnits => "not read",
            Choice::IgnoreUnits => "as they stand",
        }
    }

    /// What a column is to have been learnt as for it to change anything there, where it was learnt in this form.
    fn lacks(self, form: &Form) -> Option<&'static str> {
        let (lacking, looks): (_, &[Look]) = match self {
            Choice::DayFirst | Choice::MonthFirst => ("dates with day and month", &[Look::Dates]),
            _ => ("numbers", &[Look::Numbers, Look::Unknown]),
        };
        (!looks.contains(&form.look)).then_some(lacking)
    }

    /// The other reading of the same question.
    pub fn other(self) -> Choice {
        match self {
            Choice::DecimalPoint => Choice::DecimalComma,
            Choice::DecimalComma => Choice::DecimalPoint,
            Choice::DayFirst => Choice::MonthFirst,
            Choice::MonthFirst => Choice::DayFirst,
            Choice::Percent => Choice::Fraction,
            Choice::Fraction => Choice::Percent,
            Choice::RefuseUnits => Choice::IgnoreUnits,
            Choice::IgnoreUnits => Choice::RefuseUnits,
        }
    }
}

/// What a person says of new files' columns: of the column named, or of every one that leaves it open. Later ones go before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// The column's name; `None`: every column that leaves it open.
    pub column: Option<String>,
    /// The reading that is wanted.
    pub choice: Choice,
}

/// A column's cells have two readings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    /// The column's name.
    pub column: String,
    /// The reading that was taken; the other one is [`Choice::other`].
    pub taken: Choice,
    /// Whether a person has set it.
    pub set: bool,
    /// A sentence: what the cells leave open, what was taken and why.
    pub why: String,
}

impl Wish {
    /// That it changes nothing in these columns, which are those of the model in a file; as a sentence. A decimal mark that is
    /// set for all of them may as well be the file's.
    pub fn idle<'c>(&self, mut columns: impl Iterator<Item = (&'c str, &'c Form)>) -> Option<String> {
        let how = self.choice.text();
        match &self.column {
            Some(name) => match columns.find(|column| column.0 == name) {
                Some((_, form)) => self.choice.lacks(form).map(|lacking| {
                    format!(
                        "Column {} was not learnt as {lacking}: '{how}' changes nothing there.",
                        quote(name)
                    )
                }),
                None => Some(format!("The file has no column {}: '{how}' changes nothing.", quote(name))),
            },
            None if matches!(self.choice, Choice::DecimalPoint | Choice::DecimalComma) => None,
            None => {
                let mut lacking = None;
                for (_, form) in columns {
                    lacking = Some(self.choice.lacks(form)?);
                }
                Some(format!("No column was learnt as {}: '{how}' changes nothing.", lacking?))
            }
        }
    }
}

impl Manner {
    /// As the training read the column.
    pub fn of(form: &Form) -> Manner {
        Manner {
            decimal: form.decimal.unwrap_or('.'),
            day_first: form.day_first,
            fraction: false,
            as_it_stands: false,
        }
    }

    pub(super) fn decimal_byte(self) -> u8 {
        if self.decimal == ',' { b',' } else { b'.' }
    }

    /// How the column `name` is read in a new file, and what of it is in doubt.
    ///
    /// `file`: the decimal mark that the file's cells are evidence for; `signs`: what the first of the column's cells say;
    /// `range`: the least and the largest number of the training.
    pub fn resolve(
        form: &Form,
        name: &str,
        file: Evidence,
        signs: &Signs,
        range: Option<(f64, f64)>,
        wishes: &[Wish],
    ) -> (Manner, Vec<Doubt>) {
        let mut manner = Manner::of(form);
        let question = Question { form, name, file, signs, range, wishes };
        let (decimal, decimal_doubt) = question.decimal();
        manner.decimal = if decimal == Choice::DecimalComma { ',' } else { '.' };
        let (order, order_doubt) = question.order(manner.decimal);
        manner.day_first = order == Choice::DayFirst;
        let (share, share_doubt) = question.share(manner.decimal);
        manner.fraction = share == Choice::Fraction;
        let (units, units_doubt) = question.units();
        manner.as_it_stands = units == Choice::IgnoreUnits;
        let doubts = [decimal_doubt, order_doubt, share_doubt, units_doubt];
        (manner, doubts.into_iter().flatten().collect())
    }
}

/// What stands in rows below the first ones, by which it is decided how a column is read: cells with two readings of which
/// nothing told before.
#[derive(Clone, Debug, Default)]
pub struct Late {
    /// What such cells would leave open; empty: nothing.
    decimal: Option<Choice>,
    order: Option<Choice>,
    count: usize,
    row: usize,
    cell: String,
}

impl Late {
    /// For a column that is read in this manner, which its first cells say nothing against.
    pub fn of(form: &Form, file: Evidence, signs: &Signs, manner: Manner) -> Late {
        let own = signs.evidence;
        let with = if manner.decimal == ',' { own.commas } else { own.points };
        let is_number = matches!(form.look, Look::Numbers | Look::Unknown);
        let is_open = is_number && file.mark().is_none() && own.either == 0 && with == 0;
        let dates = signs.open + signs.day_first + signs.month_first;
        let is_unordered = form.look == Look::Dates && !form.order_decided && dates == 0;
        let decimal = if manner.decimal == ',' { Choice::DecimalComma } else { Choice::DecimalPoint };
        let order = if manner.day_first { Choice::DayFirst } else { Choice::MonthFirst };
        Late { decimal: is_open.then_some(decimal), order: is_unordered.then_some(order), ..Late::default() }
    }

    /// Takes the cell of a later row.
    #[inline]
    pub fn add(&mut self, cell: &str, row: usize) {
        if self.decimal.is_none() && self.order.is_none()
            || !cell.bytes().any(|byte| matches!(byte, b'.' | b',' | b'/' | b'-'))
        {
            return;
        }
        let cell = cell.trim_ascii();
        let has_two = match self.decimal {
            Some(_) => Signs::is_two_numbers(cell),
            None => Signs::is_two_dates(cell),
        };
        if has_two {
            if self.count == 0 {
                self.row = row;
                self.cell = quote(&cell.chars().take(40).collect::<String>());
            }
            self.count += 1;
        }
    }

    /// What was left open, if any cell was; `name`: the column's.
    pub fn doubt(&self, name: &str, wishes: &[Wish]) -> Option<Doubt> {
        let taken = self.decimal.or(self.order).filter(|_| self.count > 0)?;
        let Late { count, row, cell, .. } = self;
        let cells = if *count == 1 {
            format!("1 cell of the later rows has two readings, {cell} in row {row}")
        } else {
            format!("{count} cells of the later rows have two readings, the first is {cell} in row {row}")
        };
        let reading = match taken {
            Choice::DecimalComma => "a decimal comma",
            Choice::DecimalPoint => "a decimal point",
            Choice::DayFirst => "the day first",
            _ => "the month first",
        };
        let why = format!("{cells}; nothing before decides it, and all were taken with {reading}.");
        Some(Doubt { column: name.to_string(), taken, set: wish(wishes, name, taken).is_some(), why })
    }
}

/// What a person has set of these two.
fn wish(wishes: &[Wish], name: &str, one: Choice) -> Option<Choice> {
    let is_about = |wish: &&Wish| {
        wish.column.as_ref().is_none_or(|column| column == name)
            && (wish.choice == one || wish.choice == one.other())
    };
    wishes.iter().rev().find(is_about).map(|wish| wish.choice)
}

struct Question<'q> {
    form: &'q Form,
    name: &'q str,
    file: Evidence,
    signs: &'q Signs,
    range: Option<(f64, f64)>,
    wishes: &'q [Wish],
}

impl Question<'_> {
    /// What is set goes before what was found; it is in doubt where `why` says so.
    fn answer(&self, found: Choice, why: Option<String>) -> (Choice, Option<Doubt>) {
        let wish = wish(self.wishes, self.name, found);
        let taken = wish.unwrap_or(found);
        let doubt = why.map(|why| Doubt { column: self.name.to_string(), taken, set: wish.is_some(), why });
        (taken, doubt)
    }

    /// The file's own mark where its cells decide it, the training's where they do not. A column whose own cells cannot be
    /// read with that mark, and can with the other, has the other, as when it is learnt from.
    fn decimal(&self) -> (Choice, Option<Doubt>) {
        let choice = |mark: char| if mark == ',' { Choice::DecimalComma } else { Choice::DecimalPoint };
        let trained = self.form.decimal.or(self.file.presumed).unwrap_or('.');
        let other = |mark: char| if mark == ',' { '.' } else { ',' };
        let mark = match self.file.mark() {
            Some(mark) if self.form.apart => other(mark),
            Some(mark) => mark,
            None => trained,
        };
        let own = self.signs.evidence;
        let (with, against) = if mark == ',' { (own.commas, own.points) } else { (own.points, own.commas) };
        if against > with && against > allowed_words(self.signs.present) {
            return self.answer(choice(other(mark)), None);
        }
        let is_open = self.file.mark().is_none() && own.either > 0 && with == 0;
        if !is_open || self.form.look != Look::Numbers && self.form.look != Look::Unknown {
            return self.answer(choice(mark), None);
        }
        let cell = quote(&self.signs.either);
        let why = match self.form.decimal {
            Some(_) => format!(
                "Nothing in the file says whether {cell} has a decimal point or a decimal comma. The column was learnt with the {}.",
                if trained == ',' { "comma" } else { "point" }
            ),
            None => format!("Nothing says whether {cell} has a decimal point or a decimal comma."),
        };
        self.answer(choice(mark), Some(why))
    }

    /// The training's order. Where nothing is known of it, that of the file's cells, and where they leave it open too the day
    /// first, but for slashes beside a decimal point.
    fn order(&self, decimal: char) -> (Choice, Option<Doubt>) {
        let signs = self.signs;
        if self.form.look != Look::Dates {
            return self.answer(Choice::MonthFirst, None);
        }
        let choice = |day_first: bool| if day_first { Choice::DayFirst } else { Choice::MonthFirst };
        let first = |day_first: bool| if day_first { "day" } else { "month" };
        if self.form.decimal.is_none() {
            let day_first = match signs.day_first.cmp(&signs.month_first) {
                std::cmp::Ordering::Equal => decimal == ',' || !signs.slashes,
                order => order.is_gt(),
            };
            let is_open = signs.open > 0 && signs.day_first + signs.month_first == 0;
            let why = is_open.then(|| {
                format!(
                    "Neither the model nor the file says whether the day or the month stands first in {}: the {} was taken.",
                    quote(&signs.date),
                    first(day_first)
                )
            });
            return self.answer(choice(day_first), why);
        }
        if !self.form.order_decided && signs.day_first != signs.month_first {
            let day_first = signs.day_first > signs.month_first;
            let (with, against) = match day_first {
                true => (signs.day_first, signs.month_first),
                false => (signs.month_first, signs.day_first),
            };
            let but = match against {
                0 => String::new(),
                _ => format!(
                    " (but {against}, such as {}, can't)",
                    quote(&signs.contrary[usize::from(day_first)])
                ),
            };
            let why = format!(
                "No cell that the model was learnt from says whether the day or the month stands first. {with} of the first \
                 cells here, such as {}, can only have the {} first{but}: so all were read.",
                quote(&signs.contrary[usize::from(!day_first)]),
                first(day_first)
            );
            // Cells that agree with what was presumed leave nothing open.
            let is_told = against > 0 || day_first != self.form.day_first;
            return self.answer(choice(day_first), is_told.then_some(why));
        }
        let trained = self.form.day_first;
        let (with, against) = match trained {
            true => (signs.day_first, signs.month_first),
            false => (signs.month_first, signs.day_first),
        };
        let why = if against > 0 && !self.form.order_decided {
            Some(format!(
                "No cell that the model was learnt from says whether the day or the month stands first, and {against} of the \
                 first cells here can only have the one first and {with} only the other: the {} was taken.",
                first(trained)
            ))
        } else if against > 0 {
            Some(format!(
                "The column was learnt with the {} first, and {against} of the first cells, such as {}, can only have the {} \
                 first: they are taken as missing unless the order is set.",
                first(trained),
                quote(&signs.contrary[usize::from(trained)]),
                first(!trained)
            ))
        } else if !self.form.order_decided && with == 0 && signs.open > 0 {
            Some(format!(
                "No cell that the model was learnt from says whether the day or the month stands first, and none of the first \
                 cells here does: in {} the {} was taken.",
                quote(&signs.date),
                first(trained)
            ))
        } else {
            None
        };
        self.answer(choice(trained), why)
    }

    /// Percent and fractions of one.
    fn share(&self, decimal: char) -> (Choice, Option<Doubt>) {
        let signs = self.signs;
        let is_share = |range: &(f64, f64)| range.0 >= 0.0 && range.1 <= 1.0;
        let trained_on_shares = self.range.as_ref().is_some_and(is_share);
        if self.form.look != Look::Numbers {
            return self.answer(Choice::Percent, None);
        }
        if self.form.unit == "%" {
            let bare = signs.bare(decimal);
            if bare.n == 0 {
                return self.answer(Choice::Percent, None);
            }
            let are_shares = bare.least >= 0.0 && bare.most <= 1.0 && !trained_on_shares;
            let why = match are_shares {
                true => {
                    "The column was learnt in percent, and the first numbers without a sign lie between 0 and 1: they were \
                     taken as fractions, 0.5 as 50 %."
                }
                false => {
                    "The column was learnt in percent, and has numbers without a sign here: they were taken as percent, 0.5 \
                     as half a percent."
                }
            };
            let found = if are_shares { Choice::Fraction } else { Choice::Percent };
            return self.answer(found, Some(why.to_string()));
        }
        let percent = self.form.unit.is_empty() && !self.form.without_units && self.form.decimal.is_some();
        if !percent || !signs.units.iter().any(|unit| unit.0 == "%") {
            return self.answer(Choice::Percent, None);
        }
        let (found, why) = match trained_on_shares {
            true => (
                Choice::Fraction,
                "The column was learnt from numbers between 0 and 1, and here has percentages: 50 % was taken as 0.5.",
            ),
            false => (
                Choice::Percent,
                "The column was learnt from numbers without a percent sign, and here has percentages: 50 % was taken as 50.",
            ),
        };
        self.answer(found, Some(why.to_string()))
    }

    /// Units that are not the training's and cannot be converted to it.
    fn units(&self) -> (Choice, Option<Doubt>) {
        let form = self.form;
        if form.look != Look::Numbers || form.decimal.is_none() || form.without_units {
            return self.answer(Choice::RefuseUnits, None);
        }
        let strange: Vec<&str> =
            self.signs.units.iter().map(|unit| unit.0).filter(|unit| form.refuses(unit)).collect();
        let why = strange.first().map(|unit| match form.unit.as_str() {
            "" => format!(
                "The column was learnt from numbers without a unit, and here has them in {unit}: what they were in nobody \
                 knows, so they are not read unless it is said that they can be taken as they stand."
            ),
            known => format!(
                "The column was learnt in {known}, and here has numbers in {unit}, which can't be converted: they are not read."
            ),
        });
        self.answer(Choice::RefuseUnits, why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_has_one_name_and_one_other() {
        for choice in Choice::ALL {
            assert_eq!(serde_json::to_string(&choice).unwrap(), format!("\"{}\"", choice.id()));
            assert!(choice.other() != choice && choice.other().other() == choice);
            assert_eq!(Choice::ALL.iter().filter(|other| other.text() == choice.text()).count(), 1);
        }
    }

    #[test]
    fn the_last_wish_goes_before_and_a_named_column_has_its_own() {
        let form = Form { decimal: Some('.'), ..Form::of(Look::Numbers) };
        let wish = |column: Option<&str>, choice| Wish { column: column.map(String::from), choice };
        let wishes = [
            wish(None, Choice::DecimalComma),
            wish(Some("b"), Choice::DecimalPoint),
            wish(None, Choice::DayFirst),
        ];
        let decimal = |name: &str| {
            Manner::resolve(&form, name, Evidence::default(), &Signs::default(), None, &wishes).0.decimal
        };
        assert_eq!((decimal("a"), decimal("b")), (',', '.'));
    }

    #[test]
    fn a_column_goes_by_its_own_cells_where_they_contradict_its_file() {
        let form = Form { decimal: Some('.'), ..Form::of(Look::Numbers) };
        let decimal = |cells: &[&str], file: Evidence| {
            let mut signs = Signs::default();
            cells.iter().for_each(|cell| signs.add(cell, &form));
            Manner::resolve(&form, "x", file, &signs, None, &[]).0.decimal
        };
        let point = Evidence::set('.');
        assert_eq!(decimal(&["1,5"; 8], point), ',');
        // Few may be slips.
        assert_eq!(decimal(&["1,5", "2", "3", "4", "5", "6", "7", "8"], point), '.');
        assert_eq!(decimal(&["1,234"; 8], Evidence::set(',')), ',');
        // Nothing is known of the training: what the file is presumed to have.
        let unknown = Evidence { presumed: Some(','), ..Evidence::default() };
        let old = Form::of(Look::Numbers);
        assert_eq!(Manner::resolve(&old, "x", unknown, &Signs::default(), None, &[]).0.decimal, ',');
        assert_eq!(decimal(&["1,234"], unknown), '.');
    }

    /// Of a column of dates: whether the day is taken as first, and the sentence, if any.
    fn order_of(form: &Form, cells: &[&str]) -> (bool, Option<String>) {
        let mut signs = Signs::default();
        cells.iter().for_each(|cell| signs.add(cell, form));
        let (manner, doubts) = Manner::resolve(form, "when", Evidence::set('.'), &signs, None, &[]);
        (manner.day_first, doubts.into_iter().next().map(|doubt| doubt.why))
    }

    #[test]
    fn the_order_of_dates_is_the_trainings_and_what_contradicts_it_is_told() {
        let learnt = |day_first, order_decided| Form {
            decimal: Some('.'),
            day_first,
            order_decided,
            ..Form::of(Look::Dates)
        };
        let (open, days, months) = ("01/02/2023", "13/01/2023", "01/13/2023");
        let presumed_months = learnt(false, false);
        let decided = [
            (learnt(true, true), vec![open], true, None),
            (learnt(true, true), vec![days, days], true, None),
            (
                learnt(true, true),
                vec![days, days, months],
                true,
                Some("1 of the first cells, such as '01/13/2023'"),
            ),
            (
                learnt(false, true),
                vec![months, days],
                false,
                Some("1 of the first cells, such as '13/01/2023'"),
            ),
            (presumed_months.clone(), vec![], false, None),
            (presumed_months.clone(), vec![open], false, Some("none of the first cells here does")),
            (presumed_months.clone(), vec![open, months], false, None),
            (
                presumed_months.clone(),
                vec![days, days, months],
                true,
                Some("2 of the first cells here, such as"),
            ),
            (
                presumed_months.clone(),
                vec![months, months, days],
                false,
                Some("(but 1, such as '13/01/2023', can't)"),
            ),
            (
                presumed_months.clone(),
                vec![days],
                true,
                Some("can only have the day first: so all were read"),
            ),
            (
                presumed_months,
                vec![days, months],
                false,
                Some("1 of the first cells here can only have the one"),
            ),
            (learnt(true, false), vec![months, days], true, Some("the day was taken")),
        ];
        for (form, cells, day_first, says) in decided {
            let (taken, why) = order_of(&form, &cells);
            assert_eq!(taken, day_first, "{cells:?} {form:?}");
            match says {
                Some(says) => assert!(why.as_deref().unwrap_or("").contains(says), "{cells:?}: {why:?}"),
                None => assert_eq!(why, None, "{cells:?} {form:?}"),
            }
        }
    }

    #[test]
    fn a_model_of_before_takes_the_files_order_of_dates() {
        let old = Form::of(Look::Dates);
        let (open, days, months) = ("01/02/2023", "13/01/2023", "01/13/2023");
        assert_eq!(order_of(&old, &[days, open]), (true, None));
        assert_eq!(order_of(&old, &[months, open]), (false, None));
        assert_eq!(order_of(&old, &[months, days, days]), (true, None));
        assert_eq!(order_of(&old, &[]).1, None);
        let (day_first, why) = order_of(&old, &[open]);
        assert!(!day_first && why.unwrap().starts_with("Neither the model nor the file says"));
        assert!(order_of(&old, &["01.02.2023"]).0, "points stand between days and months, the day first");
        // Of what is no date nothing is asked.
        assert_eq!(order_of(&Form::of(Look::Words), &[days]), (false, None));
    }

    #[test]
    fn later_rows_leave_open_only_what_nothing_decided_before() {
        let numbers = Form { decimal: Some('.'), ..Form::of(Look::Numbers) };
        let dates = Form { decimal: Some('.'), ..Form::of(Look::Dates) };
        let known = Form { order_decided: true, ..dates.clone() };
        let words = Form { decimal: Some('.'), ..Form::of(Look::Words) };
        let open = Evidence::default();
        let says = |form: &Form, file: Evidence, first: &[&str], cell: &str| {
            let mut signs = Signs::default();
            first.iter().for_each(|cell| signs.add(cell, form));
            let mut late = Late::of(form, file, &signs, Manner::of(form));
            late.add("plain", 7);
            late.add(cell, 8);
            late.add(cell, 9);
            late.doubt("x", &[])
                .map(|doubt| (doubt.taken, doubt.why.contains("2 cells") && doubt.why.contains("row 8")))
        };
        let (number, date) = ("3.500", "01/02/2023");
        assert_eq!(says(&numbers, open, &["1", "2"], number), Some((Choice::DecimalPoint, true)));
        assert_eq!(says(&numbers, Evidence::set('.'), &["1", "2"], number), None, "the file's mark is known");
        assert_eq!(
            says(&numbers, open, &["1.250"], number),
            None,
            "the first cells were asked about already"
        );
        assert_eq!(says(&numbers, open, &["1.5"], number), None, "the column's own cells decide");
        assert_eq!(says(&words, open, &["a"], number), None, "words have no decimal mark");
        assert_eq!(says(&dates, open, &[], date), Some((Choice::MonthFirst, true)));
        assert_eq!(says(&known, open, &[], date), None, "the training decided the order");
        assert_eq!(says(&dates, open, &[date], date), None, "the first cells were asked about already");
        assert_eq!(says(&dates, open, &["13/01/2023"], date), None, "the first cells decide");
        assert_eq!(says(&words, open, &[], date), None, "words have no order");
    }
}
