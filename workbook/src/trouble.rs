/// Why a workbook gives no table.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// It cannot be taken apart: damaged, locked with a password, or no workbook.
    Unreadable,
    /// No sheet has a cell.
    Empty,
    NoSuchSheet(String),
    /// A part of it unpacks to more than so many times its size.
    Bomb {
        times: u64,
    },
    /// It, or the sheet, needs more memory than there is for a file.
    TooLarge,
}

impl Trouble {
    /// A short fixed name.
    pub fn kind(&self) -> &'static str {
        match self {
            Trouble::Unreadable => "unreadable-workbook",
            Trouble::Empty => "empty-file",
            Trouble::NoSuchSheet(_) => "no-such-part",
            Trouble::Bomb { .. } => "grows-without-end",
            Trouble::TooLarge => "too-large",
        }
    }

    /// What to do about it.
    pub fn sentence(&self) -> String {
        match self {
            Trouble::Unreadable => "The workbook cannot be read: it is damaged, locked with a password, or of another \
                 format than its first bytes say. Open it in the spreadsheet program, save the sheet as CSV and \
                 use that file."
                .to_string(),
            Trouble::Empty => {
                "The workbook has no cells. A table has a row of names and rows of data below it.".to_string()
            }
            Trouble::NoSuchSheet(name) => {
                let mut short: String =
                    name.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
                if name.chars().nth(40).is_some() {
                    short.push('…');
                }
                format!("The workbook has no sheet '{short}'. Choose another one, or leave the choice open.")
            }
            Trouble::Bomb { times } => format!(
                "The workbook unpacks to more than {times} times its size, as no table does. If it is one, save the \
                 sheet as CSV in the spreadsheet program and use that file."
            ),
            Trouble::TooLarge => "The workbook needs more memory than there is for a table. Delete what does not \
                 belong to the table, far rows and columns above all, or save the sheet as CSV in the spreadsheet \
                 program and use that file."
                .to_string(),
        }
    }
}
