//! Work on a made-up table that nobody sees: a browser optimises code that has run, so the first real run finds it fast.

use super::{Command, Purpose, RunId, Session};
use perceptab::recipe::Preset;

/// Seconds of work after which no more is learned by it.
const ENOUGH: f64 = 0.25;
/// Seconds between two looks at most: a person who is quick waits no longer than that.
pub const SLICE: f64 = 0.008;
const ROWS: usize = 300;
const COLUMNS: usize = 13;
/// Numbers that a column takes.
const LEVELS: usize = 20;

/// The general one, and the two kinds of target by two activations: what most runs need. Others need what is not downloaded
/// yet while this goes on.
const REHEARSED: [Preset; 5] = [
    Preset::Default,
    Preset::Spec1Regression,
    Preset::Spec2Regression,
    Preset::Spec1Softmax,
    Preset::Spec2Softmax,
];

/// Reads, prepares and trains again and again, in slices of time, until it has been enough.
#[derive(Default)]
pub struct Rehearsal {
    session: Option<Session>,
    runs: u32,
    spent: f64,
}

impl Rehearsal {
    /// Goes on until `budget` seconds have passed by `clock` (seconds since any fixed moment); false when it is over.
    pub fn work(&mut self, clock: &dyn Fn() -> f64, budget: f64) -> bool {
        let start = clock();
        let session = self.session.get_or_insert_with(|| Session::new(""));
        while clock() - start < budget {
            if session.is_training() {
                session.work(clock, budget - (clock() - start));
            } else {
                read(session);
                let preset = REHEARSED[self.runs as usize % REHEARSED.len()];
                self.runs += 1;
                let recipe = preset.recipe().with(|it| {
                    it.question.target = Some("t".to_string());
                    it.training.epochs = 10;
                });
                session.handle(Command::Train { run: RunId(self.runs), recipe: Box::new(recipe) });
            }
        }
        self.spent += clock() - start;
        self.spent < ENOUGH
    }
}

fn read(session: &mut Session) {
    session.handle(Command::Read { purpose: Purpose::Open, name: String::new(), bytes: 0 });
    session.push_bytes(table().as_bytes());
    session.finish_bytes();
}

/// Numbers, and a target of whole ones.
fn table() -> String {
    let mut text = String::from("a,b,c,d,e,f,g,h,i,j,k,l,t");
    for cell in 0..ROWS * COLUMNS {
        text.push(if cell % COLUMNS == 0 { '\n' } else { ',' });
        text += &(cell * 7 % 97 % LEVELS).to_string();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn it_trains_and_ends_when_it_was_enough() {
        // A clock that goes on by 0.2 ms at every look.
        let now = Cell::new(0.0);
        let clock = || {
            now.set(now.get() + 0.000_2);
            now.get()
        };
        let mut rehearsal = Rehearsal::default();
        let mut slices = 1;
        while rehearsal.work(&clock, 0.01) {
            slices += 1;
        }
        assert!(rehearsal.runs > 5, "every preset, and again: {}", rehearsal.runs);
        assert!((10..=25).contains(&slices), "{slices}");
    }

    #[test]
    fn its_table_can_be_trained_on_by_every_preset() {
        let mut session = Session::new("");
        read(&mut session);
        for preset in REHEARSED {
            let recipe = preset.recipe().with(|it| {
                it.question.target = Some("t".to_string());
                it.training.epochs = 1;
            });
            session.handle(Command::Train { run: RunId(1), recipe: Box::new(recipe) });
            assert!(session.is_training(), "{preset:?}");
        }
    }
}
