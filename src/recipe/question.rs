use std::collections::BTreeMap;

use super::part::part;
use super::setting::{PLAIN, Setting, Shown, between, classifies};
use crate::dataset::Task;
use crate::table::Kind;

part! {
    /// What is asked of a table: which column is predicted from which, on which rows that is learned and tested, and how much each
    /// row counts.
    Question in question {
        COLUMNS_ASKED [
            /// The column to predict; `None`: the one that the table proposes.
            TARGET target: Option<String> = None, Setting {
                label: "Column to predict",
                help: "The column to predict. Empty: the one that the table proposes.",
                section: "data",
                ..PLAIN
            };
            /// `None`: the one that the target column proposes.
            TASK task: Option<Task> = None, Setting {
                label: "Task",
                help: "Whether a number or a class is predicted.",
                section: "data",
                ..PLAIN
            };
            /// Columns used (`true`) or left out (`false`) against the table's proposal.
            COLUMNS columns: BTreeMap<String, bool> = BTreeMap::new(), Setting {
                label: "Columns used",
                help: "Columns that are used or left out against what the table proposes.",
                section: "data",
                flag: "use",
                ..PLAIN
            };
            /// Kinds of columns against what was detected.
            KINDS kinds: BTreeMap<String, Kind> = BTreeMap::new(), Setting {
                label: "Kinds of columns",
                help: "What columns hold, where that is not what was detected.",
                section: "data",
                flag: "kind",
                ..PLAIN
            };
        ]
        ROWS_ASKED [
            /// The share of rows held out for testing, between 0 and 1; the test part has ceil(share · n) rows.
            TEST_SHARE test_share: f64 = 0.2, Setting {
                label: "Test share",
                unit: "%",
                help: "Share of the rows held out: the network never sees them, they only measure it.",
                section: "split",
                limits: between("The test share", 0.01, 0.9),
                shown: Shown::Data,
                ..PLAIN
            };
            /// Give each class its share in each part.
            STRATIFY stratify: bool = false, Setting {
                label: "Stratify",
                help: "Each class has its share in each part.",
                section: "split",
                matters: |recipe, task| classifies(recipe, task) && recipe.splits_by_chance(),
                shown: Shown::Data,
                ..PLAIN
            };
            /// A column whose equal values stay in one part.
            GROUP group: Option<String> = None, Setting {
                label: "Rows grouped by",
                help: "Rows with equal values in this column stay in one part.",
                section: "split",
                ..PLAIN
            };
            /// A column by which the latest rows are the test part.
            TIME time: Option<String> = None, Setting {
                label: "Rows in order of",
                help: "The rows that are latest by this column are the test part.",
                section: "split",
                ..PLAIN
            };
            /// A column that says which part each row is in: `train`, `validation` or `test`.
            SPLIT_COLUMN split_column: Option<String> = None, Setting {
                label: "Parts said by",
                help: "This column says train, validation or test.",
                section: "split",
                ..PLAIN
            };
            /// The seed of the split, the first weights and the order of the batches.
            SEED seed: u64 = 1, Setting {
                label: "Seed",
                help: "Decides the split, the first weights and the order of the batches. The same seed gives the same network, \
                       bit for bit; any whole number from 0.",
                section: "seed",
                // Whole numbers up to here survive JSON and JavaScript.
                limits: between("The seed", 0.0, ((1u64 << 53) - 1) as f64),
                shown: Shown::Data,
                ..PLAIN
            };
            /// A column of numbers from 0 that says how much each row counts; it is no input then.
            SAMPLE_WEIGHT sample_weight: Option<String> = None, Setting {
                label: "Rows weighed by",
                help: "A column of numbers from 0 that says how much each row counts in the loss. It is no input then.",
                section: "weights",
                empty: "all alike",
                flag: "weight",
                shown: Shown::Data,
                ..PLAIN
            };
            /// Rows of rare classes count more, so that all classes count alike.
            BALANCE_CLASSES balance_classes: bool = false, Setting {
                label: "Balance classes",
                help: "Rows of rare classes count more in the loss, so that every class counts alike.",
                section: "weights",
                matters: classifies,
                shown: Shown::Data,
                ..PLAIN
            };
        ]
    }
}
