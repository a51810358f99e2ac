use super::cells::{self, Levels, key};
use super::draw::{draw_by_class, draw_groups, evenly_spaced, folds_by_class, folds_of_groups};
use super::plan::MAX_CLASSES;
use super::repeats::TooCrowded;
use super::{HeldBack, InnerFold, Plan, PrepareError, Repeats, SplitRule, Task};
use crate::chance::{Chance, Stream};
use crate::order;
use crate::pace::{self, Pace, ROWS, at_once, key_of, order_of};
use crate::table::{Column, Map, Table, Values};

/// Which rows are trained on and which are held out.
#[derive(Clone, Debug, Default)]
pub struct Split {
    /// Row numbers in ascending order.
    pub train: Vec<u32>,
    /// Those that a column gives to validation; empty where the training rows are drawn from.
    pub validation: Vec<u32>,
    /// Row numbers in ascending order.
    pub test: Vec<u32>,
    /// How early stopping takes validation rows from the training rows.
    pub held_back: HeldBack,
    /// A sentence on rows that went another way than a person might think.
    pub note: Option<String>,
    /// Whether equal rows were put into the parts by chance, each by itself.
    pub parts_equals: bool,
    /// Sentences on where equal rows stand.
    pub repeats: Vec<String>,
}

/// Puts ceil(test_share · n) randomly chosen rows into the test part and the others into the train part.
pub fn split(rows: &[u32], test_share: f64, seed: u64) -> Split {
    at_once(async |pace| split_in_steps(rows, test_share, seed, pace).await)
}

/// `rows` ascend.
async fn split_in_steps(rows: &[u32], test_share: f64, seed: u64, pace: &Pace) -> Split {
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    pace::shuffle(&mut order, &mut Chance::new(seed, Stream::Split), pace).await;
    let mut is_test = vec![false; rows.len()];
    for some in order[..share_of(rows.len(), test_share)].chunks(ROWS) {
        some.iter().for_each(|&place| is_test[place as usize] = true);
        pace.after(some.len()).await;
    }
    Split::by_marks(rows, &is_test, pace).await
}

/// ceil(share · n), at most n.
fn share_of(n: usize, share: f64) -> usize {
    // 0.2 · 14,925 must be 2,985 although 0.2 is not a binary fraction.
    ((share * n as f64 - 1e-9).ceil().max(0.0) as usize).min(n)
}

/// Rows of the smaller of two parts, one of which has this share of n rows.
fn smaller_part(n: usize, share: f64) -> usize {
    let drawn = share_of(n, share);
    drawn.min(n - drawn)
}

/// Why equal rows stand in several parts. `place`: "there", or where "there" is.
fn parted(crowding: TooCrowded, place: &str, parts: &str) -> String {
    let cause = match crowding {
        TooCrowded::FewDifferent(1) => format!("{place} is only one different row"),
        TooCrowded::FewDifferent(n) => format!("{place} are only {n} different rows"),
        TooCrowded::OneOccurs(n) => format!("{place} is a row that occurs {n} times"),
    };
    let first = cause.chars().next().map(|first| first.to_ascii_uppercase());
    let rest = cause.chars().skip(1);
    let cause: String = first.into_iter().chain(rest).collect();
    format!("{cause}, so equal rows are taken as different cases and may stand in {parts}.")
}

impl Split {
    /// Splits `rows`, ascending, as planned. No part to train on or to test is empty.
    ///
    /// Equal rows stay in one part where the rows are put there by chance and whole groups make sensible parts, and are held
    /// back together for validation on the same terms. `repeats`: `None` where no row equals another; each then goes by itself.
    pub fn of(
        table: &Table,
        plan: &Plan,
        target: &Column,
        rows: &[u32],
        repeats: Option<&Repeats>,
    ) -> Result<Split, PrepareError> {
        at_once(async |pace| Split::of_in_steps(table, plan, target, rows, repeats, pace).await)
    }

    /// [`Split::of`] in steps.
    pub async fn of_in_steps(
        table: &Table,
        plan: &Plan,
        target: &Column,
        rows: &[u32],
        repeats: Option<&Repeats>,
        pace: &Pace,
    ) -> Result<Split, PrepareError> {
        if let Some((fold, folds)) = plan.fold
            && (folds < 2 || fold >= folds || folds > rows.len())
        {
            return Err(PrepareError::NoSuchFold { folds });
        }
        let column = |name: &String| {
            table.column(name).ok_or_else(|| PrepareError::UnknownColumn { name: name.clone() })
        };
        // Numbers have no classes.
        let by_class = plan.split == SplitRule::Stratified && plan.task == Task::Classification;
        let classes = by_class.then_some(target);
        let is_by_chance = matches!(plan.split, SplitRule::Random | SplitRule::Stratified);
        let smallest = match plan.fold {
            Some((_, folds)) => rows.len() / folds,
            None => smaller_part(rows.len(), plan.test_share),
        };
        let crowding =
            repeats.filter(|_| is_by_chance).and_then(|repeats| repeats.crowding(plan.n_parts(), smallest));
        let together = repeats.filter(|_| crowding.is_none());
        let in_groups = match together.filter(|_| is_by_chance) {
            Some(repeats) => in_groups(rows, &repeats.groups, classes, plan, pace).await,
            None => None,
        };
        let mut split = match &plan.split {
            _ if in_groups.is_some() => in_groups.unwrap_or_default(),
            SplitRule::Random if plan.fold.is_none() => {
                split_in_steps(rows, plan.test_share, plan.seed, pace).await
            }
            SplitRule::Random | SplitRule::Stratified => by_chance(rows, classes, plan, pace).await,
            SplitRule::Group(name) => by_group(column(name)?, rows, plan, pace).await?,
            SplitRule::Time(name) => by_time(column(name)?, rows, plan, table.dialect.decimal, pace).await?,
            SplitRule::Given(name) => given(column(name)?, rows, plan, pace).await?,
        };
        if split.train.is_empty() || split.test.is_empty() {
            return Err(PrepareError::EmptyPart { rows: rows.len(), test_share: plan.test_share });
        }
        split.parts_equals = crowding.is_some();
        split.repeats.extend(match (crowding, together.filter(|_| is_by_chance)) {
            (Some(crowding), _) => Some(parted(crowding, "there", "more than one part")),
            (None, Some(repeats)) => Some(format!(
                "Rows that repeat others, {}, are kept; equal rows stay in one part.",
                repeats.repeated()
            )),
            (None, None) => None,
        });
        if plan.inner.is_some() {
            return split.divided(table, plan, target, rows, repeats, pace).await;
        }
        if let (HeldBack::Drawn, Some(repeats), true) =
            (&split.held_back, together, split.validation.is_empty())
        {
            split.hold_back_together(rows, repeats, plan.validation_share);
        }
        Ok(split)
    }

    /// The training rows without one of their folds, which becomes the validation part; the test part stays. Validation rows that
    /// a column gives are divided with the others.
    async fn divided(
        self,
        table: &Table,
        plan: &Plan,
        target: &Column,
        rows: &[u32],
        repeats: Option<&Repeats>,
        pace: &Pace,
    ) -> Result<Split, PrepareError> {
        let Some(InnerFold { fold, folds, rule }) = plan.inner.clone() else { return Ok(self) };
        let mut trained = [&self.train[..], &self.validation].concat();
        order::ascend(&mut trained);
        pace.after(trained.len()).await;
        let mut left = trained.iter().peekable();
        let is_trained: Vec<bool> = rows.iter().map(|row| left.next_if_eq(&row).is_some()).collect();
        let repeats = repeats.map(|repeats| {
            let of_trained = repeats.groups.iter().zip(&is_trained).filter(|(_, is_trained)| **is_trained);
            Repeats { groups: of_trained.map(|(&group, _)| group).collect() }
        });
        let repeats = repeats.filter(|repeats| repeats.repeated() > 0);
        pace.after(rows.len()).await;
        let plan = Plan { split: rule, fold: Some((fold, folds)), inner: None, ..plan.clone() };
        // A future that is made of itself needs a place of its own.
        let inner = Split::of_in_steps(table, &plan, target, &trained, repeats.as_ref(), pace);
        let inner = Box::pin(inner).await?;
        Ok(Split { train: inner.train, validation: inner.test, note: self.note.or(inner.note), ..self })
    }

    /// Equal rows are held back together, if whole groups of the training rows make sensible parts. `share`: of the training
    /// rows, that is to be held back.
    fn hold_back_together(&mut self, rows: &[u32], repeats: &Repeats, share: Option<f64>) {
        let mut trained = self.train.iter().peekable();
        let of_train = rows.iter().zip(&repeats.groups).filter(|(row, _)| trained.next_if_eq(row).is_some());
        let repeats = Repeats { groups: of_train.map(|(_, &group)| group).collect() };
        if repeats.repeated() == 0 {
            return;
        }
        let Some(share) = share else { return };
        match repeats.crowding(2, smaller_part(self.train.len(), share)) {
            Some(crowding) => {
                let place = "among the training rows there";
                self.repeats.push(parted(crowding, place, "both the training and the validation part"));
            }
            None => self.held_back = HeldBack::Together(repeats.groups),
        }
    }

    /// The rows whose place is marked are tested.
    async fn by_marks(rows: &[u32], is_test: &[bool], pace: &Pace) -> Split {
        let mut split = Split::default();
        for (rows, is_test) in rows.chunks(ROWS).zip(is_test.chunks(ROWS)) {
            for (&row, &is_test) in rows.iter().zip(is_test) {
                if is_test { split.test.push(row) } else { split.train.push(row) }
            }
            pace.after(rows.len()).await;
        }
        split
    }
}

/// At random, a share of the rows or one of the folds, as planned; each class in the same share of each part where there is a
/// `target`.
async fn by_chance(rows: &[u32], target: Option<&Column>, plan: &Plan, pace: &Pace) -> Split {
    let n = rows.len();
    let mut order: Vec<u32> = (0..n as u32).collect();
    pace::shuffle(&mut order, &mut Chance::new(plan.seed, Stream::Split), pace).await;
    if let Some(column) = target {
        // Sorting keeps the random order within a class; evenly spaced places then hold each class's share. Rows without a
        // class are not here.
        let class = |&place: &u32| key(column, rows[place as usize] as usize).unwrap_or_default();
        order = sorted_by(order, &class, pace).await;
    }
    let mut is_test = vec![false; n];
    match plan.fold {
        Some((fold, folds)) => {
            order.iter().skip(fold).step_by(folds).for_each(|&place| is_test[place as usize] = true);
        }
        None => {
            let n_test = share_of(n, plan.test_share);
            evenly_spaced(n, n_test).for_each(|place| is_test[order[place] as usize] = true);
        }
    }
    Split::by_marks(rows, &is_test, pace).await
}

/// Sorts places by a key; of equal keys each stays where it was.
async fn sorted_by(places: Vec<u32>, key: &dyn Fn(&u32) -> u64, pace: &Pace) -> Vec<u32> {
    let mut keys = Vec::with_capacity(places.len());
    for some in places.chunks(ROWS) {
        keys.extend(some.iter().map(key));
        pace.after(some.len()).await;
    }
    let order = order_of(&keys, pace).await;
    let mut sorted = Vec::with_capacity(places.len());
    for some in order.chunks(ROWS) {
        sorted.extend(some.iter().map(|&place| places[place as usize]));
        pace.after(some.len()).await;
    }
    sorted
}

/// At random, whole groups in one part, or in folds if so planned; each class in about the same share of each part where there
/// is a `target`. `None` where all rows are one group.
async fn in_groups(
    rows: &[u32],
    groups: &[u32],
    target: Option<&Column>,
    plan: &Plan,
    pace: &Pace,
) -> Option<Split> {
    let mut chance = Chance::new(plan.seed, Stream::Split);
    let classes = match target {
        Some(column) => classes(column, rows, pace).await,
        None => vec![0; rows.len()],
    };
    let wanted = share_of(rows.len(), plan.test_share);
    let is_test = match plan.fold {
        // One part is to be empty, which is refused.
        None if wanted == 0 || wanted == rows.len() => None,
        None => draw_by_class(groups, &classes, wanted, &mut chance, pace).await,
        Some((fold, folds)) => {
            let of_row = folds_by_class(groups, &classes, folds, &mut chance, pace).await;
            Some(of_row.iter().map(|&of_row| of_row == fold).collect())
        }
    };
    match is_test {
        Some(is_test) => Some(Split::by_marks(rows, &is_test, pace).await),
        None => None,
    }
}

/// The number of each row's class, all 0 where there are more than can be predicted.
async fn classes(column: &Column, rows: &[u32], pace: &Pace) -> Vec<u32> {
    let of_row = groups(column, rows, pace).await;
    let is_too_many = of_row.iter().any(|&class| class as usize >= MAX_CLASSES);
    if is_too_many { vec![0; rows.len()] } else { of_row }
}

/// Rows with equal values stay together; each row without one is a group of its own.
async fn by_group(column: &Column, rows: &[u32], plan: &Plan, pace: &Pace) -> Result<Split, PrepareError> {
    let groups = groups(column, rows, pace).await;
    let n_groups = groups.iter().max().map_or(0, |&last| last as usize + 1);
    let too_few = || PrepareError::TooFewGroups { name: column.name.clone(), groups: n_groups };
    let mut chance = Chance::new(plan.seed, Stream::Split);
    let is_test = match plan.fold {
        None => {
            let wanted = share_of(rows.len(), plan.test_share);
            draw_groups(&groups, wanted, &mut chance, pace).await.ok_or_else(too_few)?
        }
        Some((_, folds)) if folds > n_groups => return Err(too_few()),
        Some((fold, folds)) => folds_of_groups(&groups, folds, &mut chance, pace)
            .await
            .iter()
            .map(|&of_row| of_row == fold)
            .collect(),
    };
    let mut split = Split::by_marks(rows, &is_test, pace).await;
    let of_train = groups.iter().zip(&is_test).filter(|(_, is_test)| !**is_test).map(|(&group, _)| group);
    split.held_back = HeldBack::Groups(of_train.collect());
    Ok(split)
}

/// A number for each row's group, by first appearance.
async fn groups(column: &Column, rows: &[u32], pace: &Pace) -> Vec<u32> {
    let mut known: Map<u64, u32> = Map::default();
    let mut n = 0;
    let mut next = || {
        n += 1;
        n - 1
    };
    let mut groups = Vec::with_capacity(rows.len());
    for some in rows.chunks(ROWS) {
        groups.extend(some.iter().map(|&row| match key(column, row as usize) {
            Some(key) => *known.entry(key).or_insert_with(&mut next),
            None => next(),
        }));
        pace.after(4 * some.len()).await;
    }
    groups
}

/// The latest rows are tested; equal times are not parted, and rows without one are trained on. In n folds the rows are
/// n + 1 stretches of time: fold k trains on the first k + 1 and tests on the next, so that the past alone predicts.
async fn by_time(
    column: &Column,
    rows: &[u32],
    plan: &Plan,
    decimal: char,
    pace: &Pace,
) -> Result<Split, PrepareError> {
    let times = times(column, decimal);
    let time = |row: u32| times[row as usize];
    let (mut train, mut known) = (Vec::new(), Vec::new());
    for some in rows.chunks(ROWS) {
        for &row in some {
            if time(row).is_nan() { train.push(row) } else { known.push(row) }
        }
        pace.after(some.len()).await;
    }
    let without = train.len();
    known = sorted_by(known, &|&row| key_of(time(row)), pace).await;
    let too_few = || PrepareError::TooFewTimes { name: column.name.clone() };
    let changes = |place: &usize| time(known[place - 1]) < time(known[*place]);
    // The place nearest to the wished one where the time changes.
    let edge = |wished: usize| {
        let wished = wished.clamp(1, known.len().max(1));
        let below = (1..=wished.min(known.len().saturating_sub(1))).rev().find(changes);
        let above = (wished..known.len()).find(changes);
        match (below, above) {
            (Some(below), Some(above)) if above - wished < wished - below => Some(above),
            (below, above) => below.or(above),
        }
    };
    let (first, last) = match plan.fold {
        None => (edge(known.len() - share_of(rows.len(), plan.test_share).min(known.len())), known.len()),
        Some((fold, folds)) => {
            let at = |stretch: usize| stretch * known.len() / (folds + 1);
            let end = if fold + 1 == folds { Some(known.len()) } else { edge(at(fold + 2)) };
            (edge(at(fold + 1)), end.ok_or_else(too_few)?)
        }
    };
    let first = first.filter(|&first| first < last).ok_or_else(too_few)?;
    train.extend(&known[..first]);
    let mut test = known[first..last].to_vec();
    let by_time = train.clone();
    for part in [&mut train, &mut test] {
        *part = sorted_by(std::mem::take(part), &|&row| u64::from(row), pace).await;
    }
    let place = |row: &u32| train.binary_search(row).unwrap_or(0) as u32;
    let held_back = HeldBack::Latest(by_time.iter().map(place).collect());
    let later = known.len() - last;
    let note = match (without, later) {
        (0, 0) => None,
        (without, 0) => Some(format!("Rows without a time in '{}', {without}, are trained on.", column.name)),
        (_, later) => Some(format!(
            "Trained on the {} before and tested on the {} that follow{}; {} left out of this fold.",
            in_rows(train.len()),
            test.len(),
            if test.len() == 1 { "s" } else { "" },
            if later == 1 { "1 later one is".to_string() } else { format!("{later} later ones are") }
        )),
    };
    Ok(Split { train, test, held_back, note, ..Split::default() })
}

/// What orders the rows, NaN where it is missing: numbers, or words that all are numbers; else the words' places in the
/// alphabet.
fn times(column: &Column, decimal: char) -> Vec<f64> {
    let numbers = cells::numbers(column, column.kind, decimal);
    let Values::Labels(labels) = &column.values else { return numbers.into_owned() };
    let missing = (0..numbers.len()).filter(|&row| column.is_missing(row)).count();
    if numbers.iter().filter(|number| number.is_nan()).count() == missing {
        return numbers.into_owned();
    }
    let levels = &labels.levels;
    let order = order::places(levels.len(), &mut |one, other| levels[one].cmp(&levels[other]));
    let mut place = vec![f64::NAN; order.len()];
    order.into_iter().enumerate().for_each(|(nth, level)| place[level] = nth as f64);
    labels.codes.iter().map(|&code| place.get(code as usize).copied().unwrap_or(f64::NAN)).collect()
}

/// The words for the three parts, in any case.
const PART_WORDS: [(&str, &[&str]); 3] = [
    ("train", &["train", "training"]),
    ("validation", &["validation", "valid", "val", "dev"]),
    ("test", &["test", "testing", "holdout", "hold-out"]),
];

/// Each row where the column says; rows where it says nothing are left out.
async fn given(column: &Column, rows: &[u32], plan: &Plan, pace: &Pace) -> Result<Split, PrepareError> {
    let name = || column.name.clone();
    if plan.fold.is_some() {
        return Err(PrepareError::FoldsOfGiven { name: name() });
    }
    let part_of = |word: &str| {
        let is = |other: &&str| other.eq_ignore_ascii_case(word.trim());
        PART_WORDS.iter().position(|(_, words)| words.iter().any(&is)).map(|part| part as u32)
    };
    let mut levels = Levels::of(column);
    let mut parts = [Vec::new(), Vec::new(), Vec::new()];
    let mut strange: Vec<String> = Vec::new();
    let mut without = 0usize;
    for (place, &row) in rows.iter().enumerate() {
        if place % ROWS == 0 {
            pace.after(4 * ROWS).await;
        }
        match levels.number(row as usize, &part_of) {
            Ok(Some(part)) => parts[part as usize].push(row),
            Ok(None) => {
                let quoted = format!("'{}'", column.text(row as usize));
                if strange.len() < 3 && !strange.contains(&quoted) {
                    strange.push(quoted);
                }
            }
            Err(()) => without += 1,
        }
    }
    if !strange.is_empty() {
        return Err(PrepareError::UnknownPart { name: name(), found: strange });
    }
    let [train, validation, test] = parts;
    for (part, rows) in [("train", &train), ("test", &test)] {
        if rows.is_empty() {
            return Err(PrepareError::NoSuchPart { name: name(), part });
        }
    }
    let mut note = String::new();
    if !validation.is_empty() {
        note += &format!(
            "Column '{}' gives {} to validation, for early stopping to watch: without it no use is made of {}.",
            column.name,
            in_rows(validation.len()),
            if validation.len() == 1 { "it" } else { "them" }
        );
    }
    if without > 0 {
        let gap = if note.is_empty() { "" } else { " " };
        note += &format!("{gap}Rows where column '{}' says nothing, {without}, are left out.", column.name);
    }
    let note = (!note.is_empty()).then_some(note);
    Ok(Split { train, validation, test, note, ..Split::default() })
}

// proptest is not built for wasm.
/// `1 row`, `2 rows`.
fn in_rows(count: usize) -> String {
    if count == 1 { "1 row".to_string() } else { format!("{count} rows") }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_assignments_split_has_its_sizes() {
        let rows: Vec<u32> = (0..14_924).collect();
        let split = split(&rows, 0.2, 42);
        assert_eq!((split.train.len(), split.test.len()), (11_939, 2_985));
    }

    #[test]
    fn another_seed_is_another_split() {
        let rows: Vec<u32> = (0..100).collect();
        assert_ne!(split(&rows, 0.2, 1).test, split(&rows, 0.2, 2).test);
    }

    proptest! {
        #[test]
        fn a_split_is_a_partition(n in 0u32..500, share in 0.0f64..=1.0, seed: u64) {
            let rows: Vec<u32> = (0..n).collect();
            let split = split(&rows, share, seed);
            let mut all = [split.train, split.test].concat();
            all.sort_unstable();
            prop_assert_eq!(all, rows);
        }
    }

    fn column(values: Values) -> Column {
        let kind = crate::table::Kind::Numeric;
        Column {
            name: "g".into(),
            kind,
            reason: String::new(),
            values,
            missing: 0,
            distinct: 2,
            form: crate::table::Form::default(),
        }
    }

    fn of(values: Values, change: impl FnOnce(&mut Plan)) -> Result<Split, PrepareError> {
        let column = column(values);
        let n_rows = match &column.values {
            Values::Numbers(numbers) => numbers.len(),
            Values::Labels(labels) => labels.codes.len(),
        };
        let mut plan = Plan::new("g", Task::Classification, &[]);
        change(&mut plan);
        let rows: Vec<u32> = (0..n_rows as u32).collect();
        let table = Table { n_rows, columns: vec![column.clone()], ..Table::default() };
        Split::of(&table, &plan, &column, &rows, None)
    }

    fn words(words: &[&str]) -> Values {
        let mut levels: Vec<String> = Vec::new();
        let mut code = |word: &&str| {
            if word.is_empty() {
                return crate::table::MISSING;
            }
            let known = levels.iter().position(|level| level == word);
            known.unwrap_or_else(|| {
                levels.push(word.to_string());
                levels.len() - 1
            }) as u32
        };
        let codes = words.iter().map(&mut code).collect();
        Values::Labels(crate::table::Labels { codes, levels })
    }

    #[test]
    fn each_class_has_its_share() {
        let classes = Values::Numbers((0..100).map(|row| f64::from(u8::from(row % 10 == 0))).collect());
        let rare = |rows: &[u32]| rows.iter().filter(|&&row| row % 10 == 0).count();
        let halves = of(classes.clone(), |plan| plan.split = SplitRule::Stratified).unwrap();
        assert_eq!((halves.test.len(), rare(&halves.test)), (20, 2));
        for fold in 0..5 {
            let change = |plan: &mut Plan| (plan.split, plan.fold) = (SplitRule::Stratified, Some((fold, 5)));
            let split = of(classes.clone(), change).unwrap();
            assert_eq!((split.test.len(), rare(&split.test)), (20, 2));
        }
    }

    #[test]
    fn folds_hold_each_row_out_once() {
        let groups: Vec<f64> = (0..103).map(|row| f64::from(row / 7)).collect();
        for rule in [SplitRule::Random, SplitRule::Stratified, SplitRule::Group("g".into())] {
            let fold = |fold| {
                let change = |plan: &mut Plan| (plan.split, plan.fold) = (rule.clone(), Some((fold, 5)));
                of(Values::Numbers(groups.clone()), change).unwrap().test
            };
            let mut held_out = (0..5).flat_map(fold).collect::<Vec<u32>>();
            held_out.sort_unstable();
            assert_eq!(held_out, (0..103).collect::<Vec<u32>>(), "{rule:?}");
        }
        let none = of(Values::Numbers(vec![1.0, 2.0]), |plan| plan.fold = Some((0, 3))).unwrap_err();
        assert_eq!((none.kind(), none.field()), ("no-such-fold", "folds"));
    }

    #[test]
    fn groups_stay_together() {
        let values: Vec<f64> = (0..200).map(|row| f64::from(row * 7 % 40)).collect();
        let split =
            of(Values::Numbers(values.clone()), |plan| plan.split = SplitRule::Group("g".into())).unwrap();
        assert!((35..=45).contains(&split.test.len()), "{}", split.test.len());
        let is_shared =
            |row: &u32| split.train.iter().any(|&other| values[other as usize] == values[*row as usize]);
        assert!(!split.test.iter().any(is_shared));
        let one = of(words(&["a", "a", "a"]), |plan| plan.split = SplitRule::Group("g".into())).unwrap_err();
        assert_eq!((one.kind(), one.field()), ("too-few-groups", "group"));
    }

    #[test]
    fn the_latest_rows_are_tested() {
        let time = |plan: &mut Plan| plan.split = SplitRule::Time("g".into());
        let dates = [
            "2024-03", "2024-01", "", "2024-02", "2024-05", "2024-04", "2024-01", "2024-02", "2024-02",
            "2024-01",
        ];
        let split = of(words(&dates), time).unwrap();
        assert_eq!(split.test, [4, 5]);
        assert!(split.note.unwrap().contains("without a time"));
        // Equal times are not parted: two of ten would cut through the three threes.
        let split =
            of(Values::Numbers(vec![1.0, 3.0, 1.0, 3.0, 2.0, 3.0, 1.0, 1.0, 1.0, 2.0]), time).unwrap();
        assert_eq!(split.test, [1, 3, 5]);
        let HeldBack::Latest(places) = split.held_back else { panic!("latest") };
        // Rows 0, 2, 4, 6, 7, 8, 9 are trained on; the last two by time are rows 4 and 9.
        assert_eq!(places[5..], [2, 6]);
        assert_eq!(of(Values::Numbers(vec![1.0; 9]), time).unwrap_err().kind(), "too-few-times");
    }

    #[test]
    fn folds_of_time_train_on_the_past() {
        let numbers = Values::Numbers((0..12).rev().map(f64::from).collect());
        let fold = |fold| {
            let change =
                |plan: &mut Plan| (plan.split, plan.fold) = (SplitRule::Time("g".into()), Some((fold, 3)));
            of(numbers.clone(), change).unwrap()
        };
        assert_eq!((fold(0).train, fold(0).test), (vec![9, 10, 11], vec![6, 7, 8]));
        assert_eq!(fold(2).test, [0, 1, 2]);
        assert!(fold(0).note.unwrap().contains("6 later ones"));
        assert_eq!(fold(2).note, None);
    }

    #[test]
    fn a_column_says_the_parts() {
        let given = |plan: &mut Plan| plan.split = SplitRule::Given("g".into());
        let split = of(words(&["Train", "TEST", "val", "", "train", "holdout"]), given).unwrap();
        assert_eq!((split.train, split.validation, split.test), (vec![0, 4], vec![2], vec![1, 5]));
        let note = split.note.unwrap();
        assert!(note.contains("1 row to validation") && note.contains("says nothing, 1,"), "{note}");
        let strange = of(words(&["train", "test", "0", "0"]), given).unwrap_err();
        assert_eq!((strange.kind(), strange.field()), ("unknown-part", "split_column"));
        assert!(strange.to_string().contains("has '0'."), "{strange}");
        assert_eq!(of(words(&["train", "val"]), given).unwrap_err().kind(), "no-such-part");
        let folds = of(words(&["train", "test", "test"]), |plan| {
            given(plan);
            plan.fold = Some((0, 3));
        });
        assert_eq!(folds.unwrap_err().kind(), "folds-of-given");
    }
}
