//! A made-up table with all that a recipe can be about: numbers, categories, dates, missing and unreadable cells, repeated rows,
//! columns that weigh, group, order and part the rows, a number to predict and a class to predict.
//!
//! It is made of additions, multiplications and comparisons alone, so that it is the same on every machine.

use std::fmt::Write;

const HEAD: &str = "day,size,ratio,hue,flag,patient,part,weight,score,kind\n";

/// Lines of `n` rows under their names.
pub fn table(n: u64) -> String {
    let mut text = HEAD.to_string();
    for row in 0..n {
        // Some rows repeat an earlier one to the letter.
        let row = if row % 50 == 49 { row - 30 } else { row };
        writeln!(text, "{}", line(row)).unwrap();
    }
    text
}

/// Rows to predict, which are odd in each way that is remarked on; the last column is no input.
pub fn new_rows() -> String {
    let mut text = HEAD.replace("kind\n", "kind,note\n");
    for row in 1_000..1_030 {
        writeln!(text, "{},fine", line(row)).unwrap();
    }
    text += "2024-02-30,4.5,0.5,violet,perhaps,p01,train,1.0,50,mid,=1+1\n";
    text += "2024-03-01,about 4,,blue,yes,p02,test,1.0,,,\"a, b\"\n";
    text += "2024-03-02,1e9,0.25,red,no,p03,test,1.0,200,none,+2\n";
    text + "2024-03-03,2.5\n"
}

fn line(row: u64) -> String {
    let [size, ratio, hue, flag, noise] = [1, 2, 3, 4, 5].map(|column| number(row, column));
    let size = 10.0 * size;
    let hue = ["red", "green", "blue", "grey"][(4.0 * hue) as usize];
    let flag = if flag < 0.4 { "yes" } else { "no" };
    let score = 20.0
        + 4.0 * size
        + if hue == "red" { 15.0 } else { 0.0 }
        + if flag == "yes" { -10.0 } else { 0.0 }
        + 20.0 * ratio * noise;
    let level = size + 6.0 * ratio + if hue == "blue" { 3.0 } else { 0.0 } + 2.0 * noise;
    let kind = match level {
        level if level < 6.0 => "low",
        level if level < 10.0 => "mid",
        level if level < 14.0 => "high",
        _ => "top",
    };
    let size = match row % 19 {
        4 => String::new(),
        8 if row.is_multiple_of(2) => "about 3".to_string(),
        _ => format!("{size:.2}"),
    };
    let hue = if row % 23 == 6 { "" } else { hue };
    let score = if row % 71 == 12 { String::new() } else { format!("{score:.0}") };
    let kind = if row % 67 == 20 { "" } else { kind };
    // In another order than the rows.
    let day = row * 37 % 300;
    let day = format!("2024-{:02}-{:02}", 1 + day / 28, 1 + day % 28);
    let part = ["train", "test", "train", "validation", "train", "train"][(row % 6) as usize];
    let weight = 0.5 + (row % 5) as f64 / 2.0;
    format!("{day},{size},{ratio:.3},{hue},{flag},p{:02},{part},{weight:.1},{score},{kind}", row % 31)
}

/// A number from 0 to below 1 that belongs to a row and a column (Steele, Lea and Flood 2014, SplitMix).
fn number(row: u64, column: u64) -> f64 {
    let mut z = (row * 8 + column).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}
