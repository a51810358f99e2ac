use super::zip::Zip;
use super::{AssignmentReport, Experiment, Line};
use crate::session::recipe_json;
use perceptab::model::history_csv;

impl AssignmentReport {
    /// Every file of the report with its name: the report twice, each figure, each run's history and recipe.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = vec![
            ("report.html".to_string(), self.html().into_bytes()),
            ("report.md".to_string(), self.markdown().into_bytes()),
        ];
        for picture in &self.pictures {
            files.push((format!("{}.svg", picture.name), picture.svg.clone().into_bytes()));
        }
        for Line { experiment: Experiment { preset, .. }, history, recipe, .. } in &self.lines {
            files.push((format!("{}-history.csv", preset.id()), history_csv(history)));
            files.push((format!("{}-recipe.json", preset.id()), recipe_json(recipe)));
        }
        files
    }

    /// The same as one ZIP archive; equal reports give equal bytes.
    pub fn archive(&self) -> Vec<u8> {
        let mut zip = Zip::default();
        for (name, bytes) in self.files() {
            zip.add(&name, &bytes);
        }
        zip.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::tests::report;
    use perceptab::recipe::Recipe;

    #[test]
    fn recipes_and_histories_are_there_and_read_back() {
        let report = report();
        let files = report.files();
        let names: Vec<&str> = files.iter().map(|file| file.0.as_str()).collect();
        assert_eq!(names[..3], ["report.html", "report.md", "spec1-regression-accuracy.svg"]);
        let file = |name: &str| &files.iter().find(|file| file.0 == name).unwrap().1;
        let recipe: Recipe = serde_json::from_slice(file("spec2-regression-recipe.json")).unwrap();
        assert_eq!(recipe, report.lines[1].recipe);
        assert_eq!(file("spec1-regression-history.csv").split(|&byte| byte == b'\n').count(), 3);
    }
}
