use super::table::{HEAD, NOTE};
use super::{AssignmentReport, reading, words};

impl AssignmentReport {
    /// The report as Markdown; figures are beside it as SVG files.
    pub fn markdown(&self) -> String {
        let mut text = format!("# {}\n\n{}\n\n", plain(&self.title), plain(&self.about()));
        text += &row(&HEAD.map(String::from));
        text += &format!("|{}\n", "---|".repeat(HEAD.len()));
        for line in &self.lines {
            text += &row(&line.cells());
        }
        text += &format!("\n{NOTE}\n");
        for remark in self.remarks() {
            text += &format!("\n\\* {}\n", plain(remark));
        }
        text += "\n## What it means\n\n";
        for sentence in reading(&self.lines) {
            text += &format!("- {}\n", plain(&sentence));
        }
        text += "\n## The runs\n";
        for line in &self.lines {
            text += &format!("\n### {}\n\n{}.\n", line.experiment.title, plain(&words::settings(line)));
            if let Some(ending) = &line.ending {
                text += &format!("\n{}\n", plain(ending));
            }
            text += &format!("\nWeights: `{}`\n", line.weights_hash);
            for picture in self.pictures_of(&line.experiment) {
                text += &format!("\n![{}]({}.svg)\n", picture.title, picture.name);
            }
        }
        text += "\n## Run it again\n\n```\n";
        for command in self.commands() {
            text += &format!("{}\n", command.replace(['\n', '\r'], " "));
        }
        text + &format!(
            "```\n\nPerceptab {}. The same file and seed give the same weights, bit for bit, here and in a browser.\n",
            self.version
        )
    }
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// Text that Markdown takes as it stands: names of files and columns may hold any sign.
fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '\\' => safe.extend(['\\', c]),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::super::report::tests::report;

    #[test]
    fn the_table_has_the_runs_beside_the_assignments_figures() {
        let text = report().markdown();
        let line = text.lines().find(|line| line.starts_with("| Specification 1, regression")).unwrap();
        let expected = "| 1.90 % (227 of 11,939) | 2.11 % (63 of 2,985) | 1.9013 % / 2.1106 % | 2.01 % (60 of 2,985) | ± 0.26 | \
                        +0.4 SE | – | – | 1.5 s |";
        assert!(line.ends_with(expected), "{line}");
        let columns = |line: &str| line.matches('|').count();
        assert_eq!(columns(line), columns(text.lines().find(|line| line.starts_with("|---")).unwrap()));
        assert!(
            text.contains("2.1106 %\\* / 2.1106 %")
                && text.contains("\\* The assignment's training accuracy"),
            "{text}"
        );
    }

    #[test]
    fn settings_figures_and_the_way_back_are_there() {
        let text = report().markdown();
        assert!(text.contains("hidden layers 64, 32, ReLU; stochastic gradient descent (plain)"), "{text}");
        assert!(text.contains("(spec2-regression-accuracy.svg)"), "{text}");
        assert!(text.contains("perceptab assignment model --data 'a <b> & c.csv'"), "{text}");
        assert!(text.contains("Perceptab 1.2.3.") && text.contains("`abc123`"), "{text}");
        assert!(text.starts_with("# Section 4: regression\n\na \\<b\\> & c.csv: 18,835 rows"), "{text}");
    }
}
