use super::cells::Cells;
use super::converter::Converter;
use super::kind::Kind;
use super::{Column, Values};
use crate::table::counting::tally::Tally;
use crate::table::form::{Form, Look, allowed_words};
use crate::table::ledger::quote;
use crate::table::ledger::rule::Rule;
use crate::table::value::date::{Day, Moment};

/// What the cells of a column say about its dates.
#[derive(Default)]
struct Survey {
    dates: usize,
    times: usize,
    /// Dates with a time of day other than midnight.
    clocks: usize,
    /// Dates that leave open which of two numbers is the month, those that can only be read with the day first and those
    /// with the month first.
    open: usize,
    day_first: usize,
    month_first: usize,
    /// Dates of three numbers that are not set apart by slashes.
    dots: usize,
    /// Neither dates nor missing.
    others: usize,
}

impl Converter {
    /// A column taken as dates or times of day; `None` where too many cells are neither.
    #[inline(never)]
    pub fn dates(&mut self, name: &str, cells: &Cells) -> Option<Column> {
        let survey = self.survey(cells)?;
        let kind = if survey.dates >= survey.times { Kind::Date } else { Kind::Time };
        let (day_first, reason) = match kind {
            Kind::Date => survey.order(self.decimal),
            _ => (true, "times of day".to_string()),
        };
        self.ledger.changes.again();
        let mut values = Vec::with_capacity(self.n_rows);
        let (mut missing, mut odd) = (0, Vec::new());
        for (row, cell) in cells.iter(self.n_rows).enumerate() {
            let moment = self.moment(cell);
            let fits = moment.filter(|moment| (moment.day == Day::None) == (kind == Kind::Time));
            let value = fits.and_then(|moment| moment.seconds(day_first));
            values.push(value.unwrap_or(f64::NAN));
            if value.is_none() && self.is_no_date(cell) {
                missing += 1;
                self.note_missing(row, cell);
            } else if value.is_none() {
                odd.push(row as u32);
                self.note(row, Rule::NotADate, cell);
            }
        }
        let distinct = Tally::of(&values).distinct();
        // Dates that are all the same are a constant, in whatever form they are written.
        if odd.len() > allowed_words(self.n_rows - missing) || distinct < 2 {
            return None;
        }
        missing += odd.len();
        self.warn_of(name, kind, cells, &odd);
        let look = if kind == Kind::Date { Look::Dates } else { Look::Times };
        let order_decided = survey.day_first + survey.month_first > 0;
        let form = Form { day_first, order_decided, ..self.form(look) };
        Some(Column {
            name: name.to_string(),
            kind,
            reason,
            values: Values::Numbers(values),
            missing,
            distinct,
            form,
        })
    }

    fn moment(&self, cell: &[u8]) -> Option<Moment> {
        std::str::from_utf8(cell).ok().and_then(Moment::among_dates).filter(|_| !self.is_named(cell))
    }

    fn is_no_date(&self, cell: &[u8]) -> bool {
        self.is_marker_among_numbers(cell)
    }

    fn survey(&self, cells: &Cells) -> Option<Survey> {
        let mut survey = Survey::default();
        let most = allowed_words(self.n_rows);
        for cell in cells.iter(self.n_rows) {
            if cell.is_empty() {
                continue;
            }
            match self.moment(cell) {
                Some(moment) => survey.add(moment),
                None if self.is_no_date(cell) => {}
                None => survey.others += 1,
            }
            if survey.others > most {
                return None;
            }
        }
        (survey.dates + survey.times > 0).then_some(survey)
    }

    fn warn_of(&mut self, name: &str, kind: Kind, cells: &Cells, odd: &[u32]) {
        let mut odd = odd.iter().map(|&row| row as usize).peekable();
        let what = if kind == Kind::Date { "date" } else { "time of day" };
        for (row, cell) in cells.iter(self.n_rows).enumerate() {
            if odd.next_if_eq(&row).is_none() {
                continue;
            }
            let (row, encoding) = (row + self.first_row, self.encoding);
            self.ledger.warn(row, name, Rule::NotADate.name(), || {
                let cell = quote(&encoding.text(cell));
                format!("Column '{name}' row {row}: {cell} is no {what}: treated as missing.")
            });
        }
    }
}

impl Survey {
    fn add(&mut self, moment: Moment) {
        let Day::Either { first, second, slashes, .. } = moment.day else {
            self.times += usize::from(moment.day == Day::None);
            self.dates += usize::from(moment.day != Day::None);
            self.clocks += usize::from(moment.day != Day::None && moment.clock != 0.0);
            return;
        };
        self.dates += 1;
        self.clocks += usize::from(moment.clock != 0.0);
        self.dots += usize::from(!slashes);
        match (first > 12, second > 12) {
            (true, _) => self.day_first += 1,
            (_, true) => self.month_first += 1,
            // The fourth of April needs no decision.
            _ => self.open += usize::from(first != second),
        }
    }

    /// Whether the day stands before the month, and the column's reason. One column has one order: the commoner of the two
    /// where some of its dates can be read in one way only. Nothing decides it: the day first, as most of the world has
    /// it, but for slashes in a file with a decimal point, which is how dates are written in the United States.
    fn order(&self, decimal: u8) -> (bool, String) {
        let what = if self.clocks > 0 { "dates with times" } else { "dates" };
        let day_first = match self.day_first.cmp(&self.month_first) {
            std::cmp::Ordering::Equal => decimal != b'.' || self.dots > 0,
            order => order.is_gt(),
        };
        let first = if day_first { "the day" } else { "the month" };
        let reason = match (self.day_first + self.month_first, self.open) {
            (0, 0) => what.to_string(),
            (0, _) => format!("{what}, taken with {first} first: no cell decides it"),
            _ => format!("{what}, {first} first: no month is above 12"),
        };
        (day_first, reason)
    }
}
