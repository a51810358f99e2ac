use crate::table::{Cell, Unread};

/// What is odd about a cell of a new file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Oddity {
    /// It cannot be read as its column's: taken as missing.
    Unread(Unread),
    /// A category that is none of the training's: taken as one of the rare ones where these share an input, or as none of them.
    Unseen,
    /// A category that was rare in the training or not there at all, which the model does not tell: taken as a rare one.
    RareOrUnseen,
    /// A number, or a moment in seconds, below the least or above the largest of the training. It is taken as it is.
    Outside(f64),
}

impl Oddity {
    /// A short fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Oddity::Unread(unread) => unread.name(),
            Oddity::Unseen => "unseen-category",
            Oddity::RareOrUnseen => "rare-or-unseen-category",
            Oddity::Outside(_) => "outside-training-range",
        }
    }

    pub(super) fn of_unread(cell: Cell) -> Option<Oddity> {
        match cell {
            Cell::Unread(unread) => Some(Oddity::Unread(unread)),
            _ => None,
        }
    }
}
