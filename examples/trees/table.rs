//! Real tables as trees take them: numbers with holes, and levels by their numbers.

use std::error::Error;
use std::path::Path;

use perceptab::baselines::{Answers, Rows};
use perceptab::matrix::Matrix;
use perceptab::table::{Column, MISSING, Reader, Table, Values};

#[derive(Clone, Copy)]
pub enum Task {
    Regression,
    Classes(usize),
}

pub struct RealTable {
    pub task: Task,
    pub levels: Vec<usize>,
    pub training: Vec<u32>,
    pub test: Vec<u32>,
    columns: Vec<Vec<f32>>,
    target: Vec<f32>,
}

/// Some rows of a table.
pub struct Part {
    pub inputs: Matrix,
    numbers: Vec<f32>,
    classes: Vec<u32>,
    n_classes: usize,
}

pub fn names(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let file = entry?.file_name().to_string_lossy().into_owned();
        names.extend(file.strip_suffix(".split.csv").map(str::to_string));
    }
    names.sort_unstable();
    Ok(names)
}

/// The last column is the target.
pub fn read(folder: &Path, name: &str, is_regression: bool) -> Result<RealTable, Box<dyn Error>> {
    let table = parsed(&folder.join(format!("{name}.csv")))?;
    let split = std::fs::read_to_string(folder.join(format!("{name}.split.csv")))?;
    let is_training: Vec<bool> = split.lines().skip(1).map(|line| line.ends_with("train")).collect();
    if is_training.len() != table.n_rows {
        return Err(format!("{name}: the table and its split have different numbers of rows").into());
    }
    let Some((target, columns)) = table.columns.split_last() else { return Err("an empty table".into()) };
    let (mut target, n_classes) = answers(target, is_regression);
    let rows = (0..table.n_rows as u32).filter(|&row| !target[row as usize].is_nan());
    let (training, test): (Vec<u32>, Vec<u32>) = rows.partition(|&row| is_training[row as usize]);
    if is_regression {
        standardise(&mut target, &training);
    }
    let (columns, levels) = columns.iter().map(cells).unzip();
    let task = if is_regression { Task::Regression } else { Task::Classes(n_classes) };
    Ok(RealTable { task, levels, training, test, columns, target })
}

fn parsed(path: &Path) -> Result<Table, Box<dyn Error>> {
    let mut reader = Reader::new(&path.display().to_string());
    let sentence = |error| format!("{}: {error}", path.display());
    reader.push(&std::fs::read(path)?).map_err(|error| sentence(error.to_string()))?;
    reader.finish().map_err(|error| sentence(error.to_string()).into())
}

/// A column's cells with its number of levels, 0 for numbers.
fn cells(column: &Column) -> (Vec<f32>, usize) {
    match &column.values {
        Values::Numbers(numbers) => (numbers.iter().map(|&number| number as f32).collect(), 0),
        Values::Labels(labels) => {
            let cell = |&code: &u32| if code == MISSING { f32::NAN } else { code as f32 };
            (labels.codes.iter().map(cell).collect(), labels.levels.len().max(1))
        }
    }
}

/// The target as numbers, or as the numbers of its classes with how many there are.
fn answers(column: &Column, is_regression: bool) -> (Vec<f32>, usize) {
    match &column.values {
        Values::Numbers(numbers) if !is_regression => {
            let mut classes: Vec<f64> = numbers.iter().copied().filter(|number| !number.is_nan()).collect();
            classes.sort_unstable_by(f64::total_cmp);
            classes.dedup();
            let class = |number: &f64| classes.iter().position(|class| class == number);
            let target = numbers.iter().map(|number| class(number).map_or(f32::NAN, |class| class as f32));
            (target.collect(), classes.len())
        }
        _ => cells(column),
    }
}

/// By mean and standard deviation of the training rows: R² stays what it is.
fn standardise(target: &mut [f32], training: &[u32]) {
    let n = training.len() as f64;
    let of = |row: &u32| f64::from(target[*row as usize]);
    let mean = training.iter().map(of).sum::<f64>() / n;
    let deviation = (training.iter().map(|row| (of(row) - mean).powi(2)).sum::<f64>() / n).sqrt();
    target.iter_mut().for_each(|y| *y = ((f64::from(*y) - mean) / deviation) as f32);
}

impl RealTable {
    pub fn part(&self, rows: &[u32]) -> Part {
        let cell = |row: usize, column: usize| self.columns[column][rows[row] as usize];
        let numbers: Vec<f32> = rows.iter().map(|&row| self.target[row as usize]).collect();
        let n_classes = match self.task {
            Task::Regression => 0,
            Task::Classes(n_classes) => n_classes,
        };
        Part {
            inputs: Matrix::from_fn(rows.len(), self.columns.len(), cell),
            classes: numbers.iter().map(|&class| class as u32).collect(),
            numbers,
            n_classes,
        }
    }
}

impl Part {
    pub fn rows(&self) -> Rows<'_> {
        let answers = match self.n_classes {
            0 => Answers::Numbers(&self.numbers),
            n_classes => Answers::Classes { numbers: &self.classes, n_classes },
        };
        Rows { inputs: &self.inputs, answers, weights: &[] }
    }

    pub fn r2(&self, answers: &Matrix) -> f64 {
        let n = self.numbers.len() as f64;
        let mean = self.numbers.iter().map(|&y| f64::from(y)).sum::<f64>() / n;
        let squares = |of: &dyn Fn(usize) -> f64| (0..self.numbers.len()).map(of).sum::<f64>();
        let rest = squares(&|row| f64::from(self.numbers[row] - answers.row(row)[0]).powi(2));
        1.0 - rest / squares(&|row| (f64::from(self.numbers[row]) - mean).powi(2))
    }

    pub fn log_loss(&self, answers: &Matrix) -> f64 {
        let losses = self.classes.iter().enumerate();
        let sum: f64 =
            losses.map(|(row, &class)| -f64::from(answers.row(row)[class as usize]).max(1e-15).ln()).sum();
        sum / self.classes.len() as f64
    }
}
