use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, Xls, Xlsb, Xlsx};

use super::archive::{self, Form};
use super::cell;
use super::compound;
use super::grid::Grid;
use super::opendocument;
use super::{Trouble, Workbook};

type Bytes<'a> = Cursor<&'a [u8]>;

/// Reads the sheet of that name; of no name: the first with a cell.
pub fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Workbook, Trouble> {
    if compound::is_compound(bytes) {
        compound::check(bytes)?;
        let mut xls: Xls<Bytes> = Xls::new(Cursor::new(bytes)).map_err(unreadable)?;
        return first(names(&xls), wanted, |name, grid| {
            let range = xls.worksheet_range(name).map_err(unreadable)?;
            let (top, left) = range.start().unwrap_or_default();
            range.used_cells().try_for_each(|(row, column, data)| {
                grid.put(top + row as u32, left + column as u32, &cell::text(&cell::lent(data)))
            })
        });
    }
    match archive::form(bytes)? {
        Form::OpenDocument => opendocument::read(bytes, wanted),
        Form::Xlsx => {
            let mut xlsx: Xlsx<Bytes> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
            first(names(&xlsx), wanted, |name, grid| {
                let mut cells = xlsx.worksheet_cells_reader(name).map_err(unreadable)?;
                while let Some(cell) = cells.next_cell().map_err(unreadable)? {
                    take(cell.get_position(), cell.get_value(), grid)?;
                }
                Ok(())
            })
        }
        Form::Xlsb => {
            let mut xlsb: Xlsb<Bytes> = Xlsb::new(Cursor::new(bytes)).map_err(unreadable)?;
            first(names(&xlsb), wanted, |name, grid| {
                let mut cells = xlsb.worksheet_cells_reader(name).map_err(unreadable)?;
                while let Some(cell) = cells.next_cell().map_err(unreadable)? {
                    take(cell.get_position(), cell.get_value(), grid)?;
                }
                Ok(())
            })
        }
    }
}

fn unreadable<E>(_: E) -> Trouble {
    Trouble::Unreadable
}

fn take((row, column): (u32, u32), data: &DataRef, grid: &mut Grid) -> Result<(), Trouble> {
    match data {
        DataRef::Empty => Ok(()),
        data => grid.put(row, column, &cell::text(data)),
    }
}

/// All sheets, and which of them have cells: a chart may have a sheet of its own.
fn names<'a, R: Reader<Bytes<'a>>>(workbook: &R) -> Vec<(String, bool)> {
    let sheets = workbook.sheets_metadata().iter();
    sheets
        .map(|sheet| (sheet.name.clone(), !matches!(sheet.typ, SheetType::ChartSheet | SheetType::Vba)))
        .collect()
}

/// The sheet that is wanted, or the first with a cell.
fn first(
    sheets: Vec<(String, bool)>,
    wanted: Option<&str>,
    mut fill: impl FnMut(&str, &mut Grid) -> Result<(), Trouble>,
) -> Result<Workbook, Trouble> {
    if let Some(wanted) = wanted
        && !sheets.iter().any(|(name, _)| name == wanted)
    {
        return Err(Trouble::NoSuchSheet(wanted.to_string()));
    }
    let mut found = None;
    for (name, has_cells) in &sheets {
        if found.is_none() && *has_cells && wanted.is_none_or(|wanted| wanted == name) {
            let mut grid = Grid::default();
            fill(name, &mut grid)?;
            found = grid.sheet()?.map(|sheet| (name.clone(), sheet));
        }
    }
    let (sheet, (csv, notes)) = found.ok_or(Trouble::Empty)?;
    Ok(Workbook { sheets: sheets.into_iter().map(|(name, _)| name).collect(), sheet, csv, notes })
}
