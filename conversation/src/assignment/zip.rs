//! ZIP archives of files as they are, without compression (PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16).
//!
//! Written here because the crates for it weigh more than all of this room, or put the sizes behind the bytes, which some
//! programs do not take for files that are not compressed.

use perceptab::table::container::Crc32;

/// Of all dates: 1980-01-01, the first that there is, so that equal files make equal archives.
const DATE: u16 = (1 << 5) | 1;
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;

#[derive(Default)]
pub struct Zip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    files: u16,
}

impl Zip {
    /// `name`: with `/` between folders. Files of 4 GB and more are not meant.
    pub fn add(&mut self, name: &str, content: &[u8]) {
        let place = self.bytes.len() as u32;
        let mut head = Vec::new();
        for number in [FLAGS, 0, 0, DATE] {
            head.extend(number.to_le_bytes());
        }
        for number in [Crc32::of(content), content.len() as u32, content.len() as u32] {
            head.extend(number.to_le_bytes());
        }
        head.extend((name.len() as u16).to_le_bytes());
        head.extend(0u16.to_le_bytes());

        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(VERSION.to_le_bytes());
        self.bytes.extend(&head);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(content);

        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&head);
        // No comment, the first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(place.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.files += 1;
    }

    pub fn finish(self) -> Vec<u8> {
        let Zip { mut bytes, directory, files } = self;
        let (place, length) = (bytes.len() as u32, directory.len() as u32);
        bytes.extend(directory);
        bytes.extend(b"PK\x05\x06");
        bytes.extend([0; 4]);
        bytes.extend(files.to_le_bytes());
        bytes.extend(files.to_le_bytes());
        bytes.extend(length.to_le_bytes());
        bytes.extend(place.to_le_bytes());
        bytes.extend([0; 2]);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_stand_where_the_directory_says() {
        let mut zip = Zip::default();
        zip.add("a.txt", b"first");
        zip.add("folder/é.txt", b"");
        let bytes = zip.finish();
        // Local headers of 30 bytes with their names, then "first".
        assert_eq!(&bytes[..4], b"PK\x03\x04");
        assert_eq!(&bytes[30..40], b"a.txtfirst");
        assert_eq!(&bytes[40..44], b"PK\x03\x04");
        let directory = 40 + 30 + "folder/é.txt".len();
        assert_eq!(&bytes[directory..][..4], b"PK\x01\x02");
        // The end: 22 bytes, with the number of files and where the directory is.
        let end = &bytes[bytes.len() - 22..];
        assert_eq!((&end[..4], end[8], end[10]), (&b"PK\x05\x06"[..], 2, 2));
        assert_eq!(u32::from_le_bytes(end[16..20].try_into().unwrap()) as usize, directory);
        let length = u32::from_le_bytes(end[12..16].try_into().unwrap()) as usize;
        assert_eq!(directory + length + 22, bytes.len());
    }
}
