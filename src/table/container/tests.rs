//! Files made here, as other programs make them (flate2 and the zip crate), whole and broken.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::table::{ReadError, ReadSettings, Reader, Table};

const SONGS: &str = "title,tempo\nAve,120\n\"Boléro, slow\",72\nCarmen,88\nDanube,180\nEtude,96\nFugue,\n";

fn read_as(settings: ReadSettings, bytes: &[u8], chunk: usize) -> Result<Table, ReadError> {
    let mut reader = Reader::with_settings("file", settings);
    for part in bytes.chunks(chunk) {
        reader.push(part)?;
    }
    reader.finish()
}

fn read(bytes: &[u8]) -> Result<Table, ReadError> {
    let whole = read_as(ReadSettings::default(), bytes, bytes.len().max(1));
    let pieces = read_as(ReadSettings::default(), bytes, 1);
    assert_eq!(
        whole.as_ref().map(Table::summary),
        pieces.as_ref().map(Table::summary),
        "chunks make no difference"
    );
    whole
}

fn kind(bytes: &[u8]) -> &'static str {
    read(bytes).err().map_or("no error", |error| error.kind())
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn archive(files: &[(&str, &str)], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        if name.ends_with('/') {
            zip.add_directory(*name, SimpleFileOptions::default()).unwrap();
        } else {
            zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

/// As programs write that cannot go back: each file's check and sizes stand behind it.
fn streamed_archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new_stream(Vec::new());
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The same table as from the text itself, but for what says how it came.
fn assert_is_songs(table: &Table, container: &str) {
    assert_eq!(table.dialect.container, container);
    let mut summary = table.summary();
    let plain = read(SONGS.as_bytes()).unwrap().summary();
    summary.dialect = plain.dialect.clone();
    summary.bytes = plain.bytes;
    assert_eq!(summary, plain);
}

#[test]
fn gzip_of_one_stream_and_of_several() {
    let packed = gzip(SONGS.as_bytes());
    let table = read(&packed).unwrap();
    assert_is_songs(&table, "gzip");
    assert_eq!(table.bytes, packed.len() as u64);

    let (first, second) = SONGS.as_bytes().split_at(40);
    assert_is_songs(&read(&[gzip(first), gzip(second)].concat()).unwrap(), "gzip");
    // What tapes and some servers put behind is left out.
    assert_is_songs(&read(&[&packed[..], &[0; 512]].concat()).unwrap(), "gzip");
    assert_is_songs(&read(&[&packed[..], b"\x1F"].concat()).unwrap(), "gzip");
}

#[test]
fn gzip_with_everything_in_its_head() {
    let mut encoder = flate2::GzBuilder::new()
        .filename("songs.csv")
        .comment("of May")
        .extra(vec![7; 300])
        .write(Vec::new(), Compression::best());
    encoder.write_all(SONGS.as_bytes()).unwrap();
    assert_is_songs(&read(&encoder.finish().unwrap()).unwrap(), "gzip");
}

#[test]
fn damaged_gzip_is_refused_wherever_the_damage_is() {
    let packed = gzip(SONGS.as_bytes());
    for length in 4..packed.len() {
        assert_eq!(kind(&packed[..length]), "damaged-archive", "cut after {length} bytes");
    }
    // The check and the length.
    for place in packed.len() - 8..packed.len() {
        let mut broken = packed.clone();
        broken[place] ^= 1;
        assert_eq!(kind(&broken), "damaged-archive", "byte {place}");
    }
}

#[test]
fn a_megabyte_of_rows_comes_out_of_gzip_as_it_went_in() {
    let rows: String = (0..60_000u64).map(|i| format!("{},{}\n", i, i * i % 9973)).collect();
    let text = format!("a,b\n{rows}");
    let table = read_as(ReadSettings::default(), &gzip(text.as_bytes()), 1000).unwrap();
    let plain = read_as(ReadSettings::default(), text.as_bytes(), 1 << 20).unwrap();
    assert_eq!(table.n_rows, 60_000);
    assert_eq!(table.summary().columns, plain.summary().columns);
}

#[test]
fn an_archive_of_one_table_beside_folders_and_remarks() {
    let files = [
        ("songs/", ""),
        ("README.txt", "What this is."),
        ("__MACOSX/songs/._songs.csv", "\0\0"),
        ("songs/songs.csv", SONGS),
        ("songs/picture.png", "\u{89}PNG"),
    ];
    for bytes in [
        archive(&files, CompressionMethod::Deflated),
        archive(&files, CompressionMethod::Stored),
        streamed_archive(&files[1..]),
    ] {
        let table = read(&bytes).unwrap();
        assert_is_songs(&table, "ZIP");
        assert_eq!(table.dialect.part.as_deref(), Some("songs/songs.csv"));
        assert!(table.dialect.parts.is_empty());
    }
}

#[test]
fn of_several_tables_the_first_is_read_or_the_one_that_is_asked_for() {
    let files = [("a.csv", SONGS), ("b.TSV", "x\ty\n1\t2\n3\t4\n"), ("notes.md", "?")];
    let bytes = archive(&files, CompressionMethod::Deflated);
    let table = read(&bytes).unwrap();
    assert_is_songs(&table, "ZIP");
    assert_eq!(
        (table.dialect.parts, table.dialect.part),
        (vec!["a.csv".into(), "b.TSV".into()], Some("a.csv".into()))
    );

    let part = |name: &str| ReadSettings { part: Some(name.to_string()), ..ReadSettings::default() };
    let table = read_as(part("b.TSV"), &bytes, 7).unwrap();
    assert_eq!((table.columns[1].name.as_str(), table.dialect.delimiter), ("y", '\t'));
    assert_eq!(table.dialect.part.as_deref(), Some("b.TSV"));
    assert_eq!(read_as(part("c.csv"), &bytes, 7).unwrap_err().kind(), "no-such-part");
}

#[test]
fn archives_that_give_no_table_say_why() {
    let stored = CompressionMethod::Stored;
    assert_eq!(kind(&archive(&[], stored)), "no-table-inside");
    assert_eq!(kind(&archive(&[("picture.png", "x")], stored)), "no-table-inside");
    assert_eq!(
        kind(&archive(&[("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")], stored)),
        "not-text"
    );
    assert_eq!(kind(&archive(&[("inside.csv", "PK\u{3}\u{4} and more")], stored)), "not-text");

    // The flag for a password, and the method of bzip2, in the head of the only file.
    let bytes = archive(&[("songs.csv", SONGS)], CompressionMethod::Deflated);
    let with = |place: usize, value: u8| {
        let mut bytes = bytes.clone();
        bytes[place] = value;
        kind(&bytes)
    };
    assert_eq!(with(6, 1), "encrypted-archive");
    assert_eq!(with(8, 12), "unknown-compression");
    assert_eq!(with(14, bytes[14] ^ 1), "damaged-archive");
    let end_of_file = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    for length in 4..end_of_file {
        assert_eq!(kind(&bytes[..length]), "damaged-archive", "cut after {length} bytes");
    }
}

#[test]
fn a_bomb_is_refused() {
    // Blank lines take no memory in the reader: only the ratio tells.
    let lines = vec![b'\n'; 1 << 20];
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(b"a,b\n1,2\n").unwrap();
    for _ in 0..300 {
        encoder.write_all(&lines).unwrap();
    }
    let packed = encoder.finish().unwrap();
    let error = read_as(ReadSettings::default(), &packed, 1 << 16).unwrap_err();
    assert_eq!(error.kind(), "grows-without-end");
}

#[test]
fn rows_of_json() {
    let lines = concat!(
        "{\"name\": \"A, \\\"b\\\"\", \"size\": 1.5, \"ok\": true}\n",
        "\n",
        "{\"size\": 2e3, \"name\": null, \"tags\": [1, {\"x\": \"}\"}]}\r\n",
        "{\"name\": \"B\\nC\", \"size\": 3}"
    );
    let table = read(lines.as_bytes()).unwrap();
    assert_eq!((table.dialect.container.as_str(), table.dialect.delimiter), ("JSON lines", '\0'));
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["name", "size", "ok", "tags"]);
    assert_eq!((table.n_rows, table.n_warnings), (3, 0));
    assert_eq!(table.first_rows[0], ["A, \"b\"", "1.5", "true", ""]);
    assert_eq!(table.first_rows[1], ["", "2e3", "", "[1, {\"x\": \"}\"}]"]);
    assert_eq!(table.columns[1].missing, 0);

    let array = "[\n  {\"a\": 1,\n   \"b\": 2},\n  {\"b\": 4, \"a\": 3}\n]\n";
    let table = read(array.as_bytes()).unwrap();
    assert_eq!((table.dialect.container.as_str(), table.n_rows), ("JSON", 2));
    assert_eq!(table.first_rows, [["1", "2"], ["3", "4"]]);
    assert_eq!(read(&gzip(array.as_bytes())).unwrap().dialect.container, "gzip, JSON");
}

#[test]
fn broken_lines_of_json_are_left_out_and_told() {
    let lines = "{\"a\": 1}\n{\"a\": 2\nnothing\n{\"a\": {\"b\": \"}\n[3]\n{\"a\": 4}\n{\"a\"";
    let table = read(lines.as_bytes()).unwrap();
    assert_eq!(table.first_rows, [["1"], ["4"]]);
    let told: Vec<&str> = table.warnings.iter().map(|warning| &warning.message[..6]).collect();
    assert_eq!(told, ["Line 2", "Line 3", "Line 4", "Line 5", "Line 7"]);
}

#[test]
fn what_only_begins_like_json_is_a_csv() {
    for (text, first) in
        [("{x},{y}\n1,2\n3,4\n", "{x}"), ("[m],[s]\n1,2\n3,4\n", "[m]"), ("{},b\n1,2\n3,4\n", "{}")]
    {
        let table = read(text.as_bytes()).unwrap();
        assert_eq!(
            (table.columns[0].name.as_str(), table.n_rows, table.dialect.container.as_str()),
            (first, 2, "")
        );
    }
}

#[test]
fn json_that_never_ends_is_refused() {
    let text = format!("[{{\"a\": \"{}", "x\n".repeat(40 << 20));
    let error = read_as(ReadSettings::default(), text.as_bytes(), 1 << 20).unwrap_err();
    assert_eq!(error.kind(), "broken-json");
}

proptest::proptest! {
    #[test]
    fn any_bytes_behind_a_signature_end_in_a_table_or_a_sentence(
        which in 0..3usize, bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400), chunk in 1..50usize,
    ) {
        let start: [&[u8]; 3] = [b"\x1F\x8B\x08", b"PK\x03\x04", b"[{\"a\":"];
        let _ = read_as(ReadSettings::default(), &[start[which], &bytes].concat(), chunk);
    }

    #[test]
    fn one_wrong_byte_of_an_archive_ends_in_a_table_or_a_sentence(place in 0..220usize, value in proptest::num::u8::ANY) {
        let mut bytes = archive(&[("songs.csv", SONGS)], CompressionMethod::Deflated);
        let length = bytes.len();
        bytes[place % length] = value;
        let _ = read_as(ReadSettings::default(), &bytes, 64);
    }
}
