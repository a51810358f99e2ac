//! Workbooks as a spreadsheet program writes them, made here, and what comes of them.

use perceptab_workbook::{Trouble, read};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save_to_buffer().unwrap()
}

fn csv(bytes: &[u8]) -> String {
    String::from_utf8(read(bytes, None).unwrap().csv).unwrap()
}

#[test]
fn cells_of_every_sort() {
    let bytes = book(|workbook| {
        let date = Format::new().set_num_format("yyyy-mm-dd");
        let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
        let time = Format::new().set_num_format("hh:mm:ss");
        let sheet = workbook.add_worksheet();
        for (column, name) in
            ["text", "number", "truth", "date", "moment", "time", "formula"].iter().enumerate()
        {
            sheet.write(0, column as u16, *name).unwrap();
        }
        sheet.write(1, 0, "Ave, \"Maria\"").unwrap();
        sheet.write(1, 1, 0.1).unwrap();
        sheet.write(1, 2, true).unwrap();
        sheet.write_with_format(1, 3, ExcelDateTime::from_ymd(2026, 5, 1).unwrap(), &date).unwrap();
        let noon = ExcelDateTime::from_ymd(2026, 5, 1).unwrap().and_hms(12, 30, 0).unwrap();
        sheet.write_with_format(1, 4, noon, &moment).unwrap();
        sheet.write_with_format(1, 5, ExcelDateTime::from_hms(8, 30, 15).unwrap(), &time).unwrap();
        sheet.write(1, 6, Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write(2, 0, "two\nlines").unwrap();
        sheet.write(2, 1, 1e21).unwrap();
        sheet.write(2, 2, false).unwrap();
        sheet.write(2, 6, Formula::new("=NA()").set_result("#N/A")).unwrap();
    });
    assert_eq!(
        csv(&bytes),
        "text,number,truth,date,moment,time,formula\n\
         \"Ave, \"\"Maria\"\"\",0.1,TRUE,2026-05-01,2026-05-01 12:30:00,08:30:15,2\n\
         \"two\nlines\",1000000000000000000000,FALSE,,,,#N/A\n"
    );
}

#[test]
fn empty_edges_are_left_out_and_titles_stand_alone() {
    let bytes = book(|workbook| {
        let sheet = workbook.add_worksheet();
        sheet.write(2, 1, "Report of May").unwrap();
        sheet.write(4, 1, "a").unwrap();
        sheet.write(4, 2, "b").unwrap();
        sheet.write(5, 1, 1).unwrap();
        sheet.write(6, 2, 4).unwrap();
        sheet.write_blank(40, 9, &Format::new().set_bold()).unwrap();
    });
    assert_eq!(csv(&bytes), "Report of May\n\na,b\n1,\n,4\n");
}

#[test]
fn the_first_sheet_with_cells_or_the_one_that_is_asked_for() {
    let bytes = book(|workbook| {
        workbook.add_worksheet().set_name("Cover").unwrap();
        workbook.add_worksheet().set_name("Songs").unwrap().write(0, 0, "a").unwrap();
        workbook.add_worksheet().set_name("Größen").unwrap().write(0, 0, "b").unwrap();
    });
    let first = read(&bytes, None).unwrap();
    assert_eq!(
        (first.sheets, first.sheet),
        (vec!["Cover".into(), "Songs".into(), "Größen".into()], "Songs".into())
    );
    assert_eq!(read(&bytes, Some("Größen")).unwrap().csv, b"b\n");
    assert_eq!(read(&bytes, Some("Cover")), Err(Trouble::Empty));
    assert_eq!(read(&bytes, Some("None")), Err(Trouble::NoSuchSheet("None".into())));
}

#[test]
fn damaged_workbooks_are_refused() {
    let bytes = book(|workbook| {
        workbook.add_worksheet().write(0, 0, "a").unwrap();
    });
    for length in [0, 10, bytes.len() / 2, bytes.len() - 30] {
        assert_eq!(read(&bytes[..length], None), Err(Trouble::Unreadable), "cut after {length} bytes");
    }
    for place in (0..bytes.len()).step_by(7) {
        let mut broken = bytes.clone();
        broken[place] ^= 0xFF;
        // Whatever comes of it, it comes without a panic, and with a sentence where it is trouble.
        if let Err(trouble) = read(&broken, None) {
            assert!(trouble.sentence().ends_with('.') && !trouble.kind().is_empty());
        }
    }
}
