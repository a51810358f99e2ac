use super::Role;

/// The colours of a figure, as CSS writes them.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Behind everything.
    pub surface: String,
    /// Titles.
    pub ink: String,
    /// Ticks, legend and the baseline.
    pub muted: String,
    pub grid: String,
    pub train: String,
    pub test: String,
    pub previous: String,
    /// The font's name or names.
    pub font: String,
}

/// What a mark is drawn with; a [`Theme`] says which colour that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Surface,
    Ink,
    Muted,
    Grid,
    Train,
    Test,
    Previous,
}

impl Theme {
    pub fn light() -> Theme {
        Theme::new(["#ffffff", "#1b1f24", "#59636e", "#e2e6ea", "#0b62c4", "#b35300", "#8a929a"])
    }

    pub fn dark() -> Theme {
        Theme::new(["#15181c", "#e9ecef", "#a4adb6", "#2c3239", "#62a8ff", "#ff9d4d", "#78828c"])
    }

    fn new(colours: [&str; 7]) -> Theme {
        let [surface, ink, muted, grid, train, test, previous] = colours.map(str::to_string);
        let font = "system-ui, sans-serif".to_string();
        Theme { surface, ink, muted, grid, train, test, previous, font }
    }

    pub fn colour(&self, ink: Ink) -> &str {
        match ink {
            Ink::Surface => &self.surface,
            Ink::Ink => &self.ink,
            Ink::Muted => &self.muted,
            Ink::Grid => &self.grid,
            Ink::Train => &self.train,
            Ink::Test => &self.test,
            Ink::Previous => &self.previous,
        }
    }
}

impl Role {
    pub fn ink(self) -> Ink {
        match self {
            Role::Train => Ink::Train,
            Role::Test => Ink::Test,
            Role::Baseline => Ink::Muted,
            Role::PreviousTrain | Role::PreviousTest => Ink::Previous,
        }
    }

    /// Stroke and gap lengths in CSS pixels; empty for a solid line. Train and test differ in more than their colour.
    pub fn dash(self) -> &'static [f64] {
        match self {
            Role::Train | Role::PreviousTrain => &[],
            Role::Test | Role::PreviousTest => &[6.0, 4.0],
            Role::Baseline => &[1.5, 3.0],
        }
    }

    /// Width of the line in CSS pixels.
    pub fn stroke(self) -> f64 {
        match self {
            Role::Train | Role::Test => 2.0,
            Role::Baseline => 1.25,
            Role::PreviousTrain | Role::PreviousTest => 1.5,
        }
    }
}
