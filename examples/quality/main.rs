//! How good the default recipe is on real tables, and what it costs, beside the assignment's second specification:
//! `scripts/quality.sh` writes `docs/quality.md` by it.
//!
//! ```text
//! cargo run --release --example quality -- FOLDER... [--seeds 1,2,3] [--recipe FILE] [--inner] [--page]
//! ```
//!
//! With QUALITY_WAYS set, `--tier good` prints of each table how often each kind is counted and its loss out of fold; `--only a,b`
//! takes these tables alone.
//!
//! A folder holds pairs `NAME.csv` and `NAME.split.csv`. `--recipe` measures another recipe; `--inner` looks at the training rows
//! alone, of which each seed puts a fifth aside, so that settings can be chosen without a look at a test row; `--page` prints the
//! page instead of lines.

mod page;
mod reference;
mod run;
mod table;

use std::error::Error;
use std::path::PathBuf;

use perceptab::recipe::{Recipe, Tier};
use run::Run;
use table::RealTable;

/// One table with its runs, one a seed.
pub struct Measured {
    pub table: RealTable,
    pub ours: Vec<Run>,
    /// The tier Good, one a seed; none where it is not measured.
    pub good: Vec<Run>,
    /// The second specification with one seed, for the cost; none where it is not measured.
    pub specification: Option<Run>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let (mut folders, mut seeds) = (Vec::new(), vec![1, 2, 3]);
    let (mut recipe, mut inner, mut page) = (Recipe::default(), false, false);
    let (mut tier, mut only) = (None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value."));
        match argument.as_str() {
            "--inner" => inner = true,
            "--page" => page = true,
            "--tier" => tier = Some(serde_json::from_value(value()?.into())?),
            "--only" => only = Some(value()?),
            "--seeds" => seeds = value()?.split(',').map(str::parse).collect::<Result<_, _>>()?,
            "--recipe" => recipe = serde_json::from_str(&std::fs::read_to_string(value()?)?)?,
            _ => folders.push(PathBuf::from(argument)),
        }
    }
    let mut sets = Vec::new();
    for folder in &folders {
        let mut measured = Vec::new();
        for table in table::all_of(folder, inner)? {
            if only.as_ref().is_some_and(|only| !only.split(',').any(|name| name == table.name)) {
                continue;
            }
            let runs = seeds.iter().map(|&seed| match tier {
                None | Some(Tier::Quick) => run::train(&table, &recipe, seed),
                Some(tier) => run::mixed(&table, tier, &recipe, seed),
            });
            let ours = runs.collect::<Result<Vec<Run>, _>>()?;
            let good = match page {
                true => seeds.iter().map(|&seed| run::mixed(&table, Tier::Good, &recipe, seed)).collect(),
                false => Ok(Vec::new()),
            };
            let good = good?;
            let specification = if page { Some(run::specification(&table, seeds[0])?) } else { None };
            let one = Measured { table, ours, good, specification };
            eprintln!("{}", page::line(&one));
            measured.push(one);
        }
        let name = folder.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
        eprintln!("{name}: {:.3}", page::average(&measured));
        sets.push((name, measured));
    }
    if page {
        print!("{}", page::page(&seeds, &sets));
    }
    Ok(())
}
