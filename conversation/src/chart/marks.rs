use super::{Ink, Plot, Role, Text, text};

/// One thing to draw, in CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A stroke through points. A straight horizontal or vertical one of the grid is `crisp`: to be moved to whole
    /// device pixels.
    Path { points: Vec<(f64, f64)>, ink: Ink, width: f64, dash: &'static [f64], crisp: bool },
    /// A filled circle, on a ring of the surface where `ringed`.
    Dot { at: (f64, f64), radius: f64, ink: Ink, ringed: bool },
    /// A line of text at half its height, on a rim of the surface where `rimmed`.
    Words { at: (f64, f64), text: String, size: f64, anchor: Anchor, ink: Ink, bold: bool, rimmed: bool },
}

/// The part of a text that stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Plot {
    /// Everything to draw, from back to front, on an empty surface. `cursor`: the epoch to read, at which a cross-hair
    /// stands with a dot on each line.
    pub fn marks(&self, cursor: Option<f64>) -> Vec<Mark> {
        let mut marks = Vec::new();
        self.grid(&mut marks);
        self.strokes(&mut marks);
        self.words(&mut marks);
        self.cross_hair(cursor, &mut marks);
        marks
    }

    fn grid(&self, marks: &mut Vec<Mark>) {
        let frame = self.frame;
        let mut rule = |from: (f64, f64), to: (f64, f64), ink| {
            marks.push(Mark::Path { points: vec![from, to], ink, width: 1.0, dash: &[], crisp: true });
        };
        for tick in &self.x_ticks {
            rule((tick.at, frame.top), (tick.at, frame.bottom), Ink::Grid);
        }
        for tick in &self.y_ticks {
            rule((frame.left, tick.at), (frame.right, tick.at), Ink::Grid);
        }
        rule((frame.left, frame.top), (frame.left, frame.bottom), Ink::Muted);
        rule((frame.left, frame.bottom), (frame.right, frame.bottom), Ink::Muted);
    }

    fn strokes(&self, marks: &mut Vec<Mark>) {
        for line in &self.lines {
            for piece in &line.pieces {
                match piece.as_slice() {
                    [at] => {
                        marks.push(Mark::Dot { at: *at, radius: 2.5, ink: line.role.ink(), ringed: false })
                    }
                    points => marks.push(stroke(line.role, points.to_vec())),
                }
            }
        }
    }

    fn words(&self, marks: &mut Vec<Mark>) {
        let tick = |at, text: &str, anchor| Mark::Words {
            at,
            text: text.to_string(),
            size: text::SIZE,
            anchor,
            ink: Ink::Muted,
            bold: false,
            rimmed: false,
        };
        let below = self.frame.bottom + 6.0 + text::LINE / 2.0;
        for place in &self.x_ticks {
            let half = text::width(&place.label, text::SIZE) / 2.0;
            let at = place.at.min(self.width - half).max(half);
            marks.push(tick((at, below), &place.label, Anchor::Middle));
        }
        for place in &self.y_ticks {
            marks.push(tick((self.frame.left - 6.0, place.at), &place.label, Anchor::End));
        }
        for axis in [&self.x_title, &self.y_title, &self.note].into_iter().flatten() {
            marks.push(words(axis, text::SIZE, Ink::Muted));
        }
        if let Some(title) = &self.title {
            marks.push(words(title, text::TITLE_SIZE, Ink::Ink));
        }
        for entry in &self.legend {
            let y = entry.name.at.1;
            marks.push(stroke(entry.role, vec![(entry.sample.0, y), (entry.sample.1, y)]));
            marks.push(words(&entry.name, text::SIZE, Ink::Muted));
        }
        for label in &self.labels {
            marks.push(words(label, text::SIZE, label.role.map_or(Ink::Ink, Role::ink)));
        }
    }

    fn cross_hair(&self, cursor: Option<f64>, marks: &mut Vec<Mark>) {
        let Some(read) = cursor.and_then(|epoch| self.read_out(epoch)) else { return };
        marks.push(Mark::Path {
            points: vec![(read.x, self.frame.top), (read.x, self.frame.bottom)],
            ink: Ink::Muted,
            width: 1.0,
            dash: &[],
            crisp: true,
        });
        for value in read.values.iter().filter(|value| value.role != Role::Baseline) {
            if let Some(y) = value.y {
                marks.push(Mark::Dot { at: (read.x, y), radius: 3.5, ink: value.role.ink(), ringed: true });
            }
        }
    }
}

fn stroke(role: Role, points: Vec<(f64, f64)>) -> Mark {
    Mark::Path { points, ink: role.ink(), width: role.stroke(), dash: role.dash(), crisp: false }
}

/// Titles are bold; names stand on a rim that keeps them readable over a line.
fn words(text: &Text, size: f64, ink: Ink) -> Mark {
    Mark::Words {
        at: text.at,
        text: text.text.clone(),
        size,
        anchor: Anchor::Start,
        ink,
        bold: size > text::SIZE,
        rimmed: text.role.is_some(),
    }
}
