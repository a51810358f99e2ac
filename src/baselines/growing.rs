//! One oblivious tree, question by question.

use super::Settings;
use super::columns::Columns;
use crate::boosting::{self, Best, Codes, Gradients, Partition, Question, Scan};
use crate::pace::{Pace, ROWS};

/// Bytes of all nodes' histograms at most.
const ROOM: usize = 64 << 20;

/// Additions to histograms between two words about what was done.
const ADDITIONS: usize = 1 << 19;

/// Additions that take about as long as one cell of a table.
const PER_CELL: usize = 8;

/// A question about one of all columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    pub column: usize,
    pub group: usize,
    pub question: Question,
}

/// What growing needs room for; made once.
#[derive(Debug)]
pub struct Room {
    n_outputs: usize,
    n_codes: usize,
    n_columns: usize,
    /// The rows by node.
    rows: Vec<u32>,
    nodes: Vec<Node>,
    /// One for each node, (n_columns, n_codes, n_outputs).
    histograms: Vec<Vec<i64>>,
    partition: Partition,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    first: usize,
    end: usize,
    /// Which of the histograms is this node's.
    histogram: usize,
}

/// How many codes fit, where many columns and classes at this depth must share the room: a power of two.
pub fn n_codes(n_columns: usize, n_outputs: usize, depth: usize) -> usize {
    let of_code = (n_columns * n_outputs * size_of::<i64>()) << depth.saturating_sub(1);
    let mut n_codes = boosting::CODES;
    while n_codes > 16 && n_codes * of_code > ROOM {
        n_codes /= 2;
    }
    n_codes
}

impl Room {
    pub fn new(n_columns: usize, n_outputs: usize, n_codes: usize) -> Room {
        Room {
            n_outputs,
            n_codes,
            n_columns,
            rows: Vec::new(),
            nodes: Vec::new(),
            histograms: Vec::new(),
            partition: Partition::default(),
        }
    }

    /// The questions of the next tree, chosen by `rows`; fewer than the depth where no further one tells anything.
    pub async fn grow(
        &mut self,
        rows: impl Iterator<Item = u32>,
        groups: &[&Codes],
        columns: &Columns,
        gradients: &Gradients,
        settings: &Settings,
        pace: &Pace,
    ) -> Vec<Asked> {
        self.rows.clear();
        self.rows.extend(rows);
        self.nodes.clear();
        self.nodes.push(Node { first: 0, end: self.rows.len(), histogram: 0 });
        let mut asked: Vec<Asked> = Vec::with_capacity(settings.depth);
        if self.rows.is_empty() || self.n_columns == 0 {
            return asked;
        }
        self.count(self.nodes[0], groups, gradients, pace).await;
        let scan = Scan {
            n_outputs: self.n_outputs,
            n_codes: self.n_codes,
            units: gradients.units(),
            l2: settings.l2.max(1e-6),
        };
        let mut before = self.score(&scan, groups);
        loop {
            let Some(best) = self.best(columns, &scan, pace).await else { return asked };
            // Rounding alone can gain a little.
            if best.score <= before + 1e-9 * before.abs() || !best.score.is_finite() {
                return asked;
            }
            before = best.score;
            let (group, place) = columns.place(best.column);
            let is_level = columns.all[best.column].is_level();
            let question = Question { column: place, code: best.code, is_level };
            asked.push(Asked { column: best.column, group, question });
            if asked.len() >= settings.depth.clamp(1, 8) {
                return asked;
            }
            self.divide(groups, question, group, gradients, pace).await;
        }
    }

    /// Counts a node's rows into its histogram.
    async fn count(&mut self, node: Node, groups: &[&Codes], gradients: &Gradients, pace: &Pace) {
        let size = self.n_codes * self.n_outputs;
        while self.histograms.len() <= node.histogram {
            self.histograms.push(Vec::new());
        }
        let histogram = &mut self.histograms[node.histogram];
        histogram.clear();
        histogram.resize(self.n_columns * size, 0);
        let mut rest = &mut histogram[..];
        for codes in groups {
            let (own, others) = rest.split_at_mut(codes.width() * size);
            rest = others;
            let additions = codes.width() * self.n_outputs;
            for rows in self.rows[node.first..node.end].chunks((ADDITIONS / additions).max(1)) {
                boosting::count(codes, rows, gradients.packed(), self.n_outputs, self.n_codes, own);
                pace.after(rows.len() * additions / PER_CELL + 1).await;
            }
        }
    }

    /// What the leaves are worth as they are.
    fn score(&self, scan: &Scan, groups: &[&Codes]) -> f64 {
        // All columns have the same sums: those of the first tell.
        let mut score = 0.0;
        if groups.is_empty() {
            return score;
        }
        for node in &self.nodes {
            let first = &self.histograms[node.histogram][..self.n_codes * self.n_outputs];
            for output in 0..self.n_outputs {
                let sum =
                    first.iter().skip(output).step_by(self.n_outputs).fold(0i64, |a, b| a.wrapping_add(*b));
                let slope = f64::from((sum >> 32) as i32) * scan.units[0];
                let curve = f64::from(sum as i32) * scan.units[1];
                score += slope * slope / (curve + scan.l2);
            }
        }
        score
    }

    async fn best(&self, columns: &Columns, scan: &Scan, pace: &Pace) -> Option<Best> {
        let size = self.n_codes * self.n_outputs;
        let mut best = None;
        for (number, column) in columns.all.iter().enumerate() {
            let nodes = self.nodes.iter().filter(|node| node.first < node.end);
            let parts = nodes.map(|node| &self.histograms[node.histogram][number * size..][..size]);
            boosting::scan(parts, number, column.used, column.is_level(), scan, &mut best);
            pace.after(self.nodes.len() * column.used * self.n_outputs / 2 + 1).await;
        }
        best
    }

    /// Makes two of each node: those of which the question does not hold, then, so many places on, those of which it does. The
    /// smaller one is counted, the other is the difference.
    async fn divide(
        &mut self,
        groups: &[&Codes],
        question: Question,
        group: usize,
        gradients: &Gradients,
        pace: &Pace,
    ) {
        let n_nodes = self.nodes.len();
        for place in 0..n_nodes {
            let node = self.nodes[place];
            self.partition.begin();
            let kept = loop {
                let rows = &mut self.rows[node.first..node.end];
                let kept = self.partition.go_on(rows, 2 * ROWS, groups[group], question);
                pace.after(ROWS.min(node.end - node.first)).await;
                if let Some(kept) = kept {
                    break kept;
                }
            };
            let middle = node.first + kept;
            let new = n_nodes + place;
            let mut no = Node { first: node.first, end: middle, histogram: node.histogram };
            let mut yes = Node { first: middle, end: node.end, histogram: node.histogram };
            let smaller = if kept * 2 < node.end - node.first { &mut no } else { &mut yes };
            smaller.histogram = new;
            let smaller = *smaller;
            self.count(smaller, groups, gradients, pace).await;
            if let Ok([one, other]) = self.histograms.get_disjoint_mut([node.histogram, new]) {
                boosting::subtract(one, other);
                pace.after(one.len() / PER_CELL).await;
            }
            self.nodes[place] = no;
            self.nodes.push(yes);
        }
    }
}
