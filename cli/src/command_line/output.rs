//! Files that a command writes: none over what it reads, no two to one place, each there whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::Failure;

/// What one command reads and writes, so that nothing is written over.
#[derive(Default)]
pub struct Outputs {
    /// What each is to the command, such as "the file that is read", and where it lies.
    taken: Vec<(String, Identity)>,
}

/// Where a file may be written; found out before the work whose result it is to hold.
pub struct Place {
    shown: PathBuf,
    way: Way,
}

/// A file on its way: bytes go in by [`Write`], and [`Output::finish`] puts it in its place. Dropped before, it
/// leaves nothing, and what stood there stays.
pub struct Output {
    shown: PathBuf,
    /// `None` once it is finished.
    to: Option<BufWriter<File>>,
    /// The temporary file and the place that it is meant for; `None`: the bytes go straight there.
    beside: Option<(PathBuf, PathBuf)>,
}

enum Way {
    /// Written beside this path, which no symbolic link is, and moved there.
    Beside(PathBuf),
    /// A pipe, a terminal or another device.
    Straight(PathBuf),
    /// The command's own standard output or error.
    Own(Stream),
}

#[derive(Clone, Copy)]
enum Stream {
    Output,
    Error,
}

impl Outputs {
    /// `inputs`: the files that the command reads.
    pub fn beside<'a>(inputs: impl IntoIterator<Item = &'a Path>) -> Result<Outputs, Failure> {
        let mut outputs = Outputs::default();
        for input in inputs {
            // One that is not there is told about by whoever reads it.
            if let Some(identity) = Identity::of_file(input) {
                if let Some(printed) = standard_output()
                    && identity.is(&printed)
                {
                    return Err(Failure::Usage(format!(
                        "'{}' is read, and standard output is written to it. Send the output elsewhere.",
                        input.display()
                    )));
                }
                outputs.taken.push(("the file that is read".to_string(), identity));
            }
        }
        if let Some(printed) = standard_output() {
            outputs.taken.push(("where standard output goes".to_string(), printed));
        }
        Ok(outputs)
    }

    /// A place to write to, if it can be written: its folder is there and takes a file, and nothing else of this command
    /// is there. `what`: the option or the file's role, as in "--save".
    pub fn claim(&mut self, path: &Path, what: &str) -> Result<Place, Failure> {
        let refused =
            |error: io::Error| cannot(path, &format!("for {what}: {}. Check the path", reason(&error)));
        let way = way(path).map_err(refused)?;
        if let Way::Beside(target) = &way {
            let identity = Identity::of_place(target).map_err(refused)?;
            if let Some((role, _)) = self.taken.iter().find(|(_, taken)| taken.is(&identity)) {
                let shown = path.display();
                return Err(Failure::Usage(format!(
                    "'{shown}' is {role}: {what} would write over it. Give {what} another path."
                )));
            }
            probe(target).map_err(refused)?;
            self.taken.push((format!("what {what} writes"), identity));
        }
        Ok(Place { shown: path.to_path_buf(), way })
    }
}

impl Place {
    pub fn create(&self) -> Result<Output, Failure> {
        let opened = match &self.way {
            Way::Beside(target) => temporary(target).map(|(file, path)| (file, Some((path, target.clone())))),
            Way::Straight(path) => OpenOptions::new().append(true).open(path).map(|file| (file, None)),
            Way::Own(stream) => stream.file().map(|file| (file, None)),
        };
        let (file, beside) = opened.map_err(|error| unsaved(&self.shown, &error))?;
        Ok(Output { shown: self.shown.clone(), to: Some(BufWriter::with_capacity(1 << 16, file)), beside })
    }

    /// All at once.
    pub fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut output = self.create()?;
        output.write_all(bytes).map_err(|error| unsaved(&self.shown, &error))?;
        output.finish()
    }
}

impl Output {
    /// What to tell where bytes could not be written.
    pub fn failed(&self, error: &io::Error) -> Failure {
        unsaved(&self.shown, error)
    }

    /// All is written: the file is put in its place, and is there after a power cut too.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.put_in_place().map_err(|error| unsaved(&self.shown, &error))
    }

    fn put_in_place(&mut self) -> io::Result<()> {
        let Some(mut to) = self.to.take() else { return Ok(()) };
        to.flush()?;
        let Some((temporary, target)) = &self.beside else { return Ok(()) };
        let file = to.get_ref();
        keep_owner_and_permissions(file, temporary, target)?;
        file.sync_all()?;
        // Some systems move no file that is open.
        drop(to);
        fs::rename(temporary, target)?;
        if let Some(folder) = target.parent() {
            // So that the new name lasts; not every system can.
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        self.beside = None;
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            Some(to) => to.write(bytes),
            None => Ok(0),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some((temporary, _)) = &self.beside {
            if let Some(to) = self.to.take() {
                // What is buffered is not wanted any more.
                drop(to.into_parts());
            }
            let _ = fs::remove_file(temporary);
        }
    }
}

impl Stream {
    fn file(self) -> io::Result<File> {
        #[cfg(unix)]
        {
            use std::os::fd::AsFd;
            let owned = match self {
                Stream::Output => io::stdout().as_fd().try_clone_to_owned(),
                Stream::Error => io::stderr().as_fd().try_clone_to_owned(),
            };
            owned.map(File::from)
        }
        #[cfg(not(unix))]
        {
            use std::os::windows::io::AsHandle;
            let owned = match self {
                Stream::Output => io::stdout().as_handle().try_clone_to_owned(),
                Stream::Error => io::stderr().as_handle().try_clone_to_owned(),
            };
            owned.map(File::from)
        }
    }
}

/// Which file a path means, whatever the path is.
struct Identity {
    /// Without symbolic links and dots.
    path: PathBuf,
    /// The device and the number on it, which hard links share; `None` where there is no such file yet.
    file: Option<(u64, u64)>,
    /// Whether the folder takes names that differ in capitals for one.
    ignores_case: bool,
}

impl Identity {
    /// `None`: there is no such file, or it is none that could be written over (a pipe, a folder).
    fn of_file(path: &Path) -> Option<Identity> {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        // A file without a name, such as a deleted one behind /dev/stdin, is known by its number.
        let path = fs::canonicalize(path).unwrap_or_default();
        Some(Identity { path, file: number(&metadata), ignores_case: false })
    }

    /// Of a path whose last part is no symbolic link.
    fn of_place(target: &Path) -> io::Result<Identity> {
        if let Some(identity) = Identity::of_file(target) {
            return Ok(identity);
        }
        let folder = fs::canonicalize(folder_of(target))?;
        let path = folder.join(target.file_name().unwrap_or_default());
        Ok(Identity { path, file: None, ignores_case: ignores_case(&folder) })
    }

    fn is(&self, other: &Identity) -> bool {
        let lower = |identity: &Identity| identity.path.to_string_lossy().to_lowercase();
        let same_path = !self.path.as_os_str().is_empty() && self.path == other.path;
        let same_file = self.file.is_some() && self.file == other.file;
        same_path || same_file || (self.ignores_case && other.ignores_case && lower(self) == lower(other))
    }
}

/// Where standard output goes, if that is a file.
fn standard_output() -> Option<Identity> {
    let metadata = Stream::Output.file().ok()?.metadata().ok().filter(fs::Metadata::is_file)?;
    Some(Identity { path: PathBuf::new(), file: Some(number(&metadata)?), ignores_case: false })
}

#[cfg(unix)]
fn number(metadata: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> Option<(u64, u64)> {
    None
}

/// Whether `A` is `a` in this folder: a file is put there, and looked for under the other name.
fn ignores_case(folder: &Path) -> bool {
    let Ok((_, path)) = temporary(&folder.join("x")) else { return false };
    let upper = path.file_name().map(|name| name.to_string_lossy().to_uppercase());
    let found = upper.is_some_and(|upper| folder.join(upper).exists());
    let _ = fs::remove_file(&path);
    found
}

/// Follows symbolic links, so that what they lead to is replaced and not the link, and sees what is no file.
fn way(path: &Path) -> io::Result<Way> {
    const MOST_LINKS: usize = 40;
    let text = path.to_string_lossy();
    match text.as_ref() {
        "/dev/stdout" | "/dev/fd/1" | "/proc/self/fd/1" => return Ok(Way::Own(Stream::Output)),
        "/dev/stderr" | "/dev/fd/2" | "/proc/self/fd/2" => return Ok(Way::Own(Stream::Error)),
        "" => return Err(io::Error::new(ErrorKind::InvalidInput, "the path is empty")),
        // Also `x/` and `x/.`, whose last part is x for Rust.
        _ if path.file_name().is_none_or(|name| !text.ends_with(name.to_string_lossy().as_ref())) => {
            return Err(ErrorKind::IsADirectory.into());
        }
        _ => {}
    }
    if let Ok(metadata) = fs::metadata(path) {
        // What the shell hands over as /dev/fd/63, too, even where a file is behind it.
        let handed_over = path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd");
        if metadata.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        if !metadata.is_file() || handed_over {
            // Not tried: who reads a pipe would see it end.
            return Ok(Way::Straight(path.to_path_buf()));
        }
    }
    let mut target = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        match fs::symlink_metadata(&target) {
            Ok(metadata) if metadata.is_symlink() => {
                let next = fs::read_link(&target)?;
                target = folder_of(&target).join(next);
            }
            Ok(_) => return Ok(Way::Beside(target)),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Way::Beside(target)),
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("its symbolic links lead nowhere"))
}

/// Whether `target` can be replaced and its folder takes a file.
fn probe(target: &Path) -> io::Result<()> {
    match OpenOptions::new().append(true).open(target) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let (_, path) = temporary(target)?;
    fs::remove_file(path)
}

/// A new file in the folder of `target`.
fn temporary(target: &Path) -> io::Result<(File, PathBuf)> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    const MOST_TRIES: usize = 1_000;
    for _ in 0..MOST_TRIES {
        let name = format!(".perceptab-{}-{}.tmp", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = folder_of(target).join(name);
        match File::create_new(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// As those of the file that is replaced, where there is one.
fn keep_owner_and_permissions(file: &File, temporary: &Path, target: &Path) -> io::Result<()> {
    let Ok(replaced) = fs::metadata(target) else { return Ok(()) };
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, chown};
        let own = file.metadata()?;
        if (own.uid(), own.gid()) != (replaced.uid(), replaced.gid()) {
            // Only some users may; the permissions are kept in any case.
            let _ = chown(temporary, Some(replaced.uid()), Some(replaced.gid()));
        }
    }
    #[cfg(not(unix))]
    let _ = temporary;
    file.set_permissions(replaced.permissions())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// An error of the file system as the end of a sentence.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such folder, or it takes no file".to_string(),
        ErrorKind::NotADirectory => "a part of the path is a file, and no folder".to_string(),
        ErrorKind::AlreadyExists => "a file of that name is there".to_string(),
        ErrorKind::PermissionDenied => "you may not write there".to_string(),
        ErrorKind::IsADirectory => "it is a folder".to_string(),
        ErrorKind::StorageFull => "the disk is full".to_string(),
        ErrorKind::ReadOnlyFilesystem => "nothing can be written there".to_string(),
        ErrorKind::InvalidFilename => {
            "the name is too long or holds a character that no name may".to_string()
        }
        ErrorKind::FileTooLarge => "it is too large for where it is to stand".to_string(),
        _ => system_words(error),
    }
}

/// What the system says of a rare error, without the number that it has for it.
pub fn system_words(error: &io::Error) -> String {
    error.to_string().split(" (os").next().unwrap_or_default().to_lowercase()
}

fn cannot(path: &Path, why: &str) -> Failure {
    Failure::Failed(format!("'{}' can't be written {why}.", path.display()))
}

/// Failed at the end, when the place had been found to be good. What stood there before still does.
fn unsaved(path: &Path, error: &io::Error) -> Failure {
    match error.kind() {
        ErrorKind::BrokenPipe => Failure::ClosedPipe,
        _ => Failure::Unsaved(format!("'{}' could not be saved: {}.", path.display(), reason(error))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An empty folder, removed at the end of the test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let path = std::env::temp_dir().join(format!("perceptab-output-{}-{name}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Folder(path)
        }

        fn file(&self, name: &str, content: &str) -> PathBuf {
            let path = self.0.join(name);
            fs::write(&path, content).unwrap();
            path
        }

        fn names(&self) -> Vec<String> {
            let names = fs::read_dir(&self.0).unwrap();
            let mut names: Vec<String> =
                names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn claim(path: &Path) -> Result<Place, Failure> {
        Outputs::default().claim(path, "--save")
    }

    #[test]
    fn one_file_is_known_by_its_number_or_its_path() {
        let folder = Folder::new("identity");
        let (one, other) = (folder.file("one", "1"), folder.file("other", "2"));
        let identity = |path: &Path| Identity::of_file(path).unwrap();
        assert!(identity(&one).is(&identity(&one)));
        assert!(!identity(&one).is(&identity(&other)));
        // Two files that are not there yet, in a folder where capitals are the small letters.
        let place =
            |name: &str, ignores_case| Identity { path: folder.0.join(name), file: None, ignores_case };
        assert!(place("new", true).is(&place("NEW", true)));
        assert!(!place("new", true).is(&place("old", true)));
        assert!(!place("new", false).is(&place("NEW", false)));
    }

    #[test]
    fn the_systems_words_come_without_their_number() {
        let error = io::Error::from_raw_os_error(2);
        assert!(error.to_string().ends_with("(os error 2)"));
        assert!(system_words(&error).starts_with("no such file"));
        assert!(!system_words(&error).contains("os error"));
    }

    #[test]
    fn a_file_is_there_whole_or_as_it_was() {
        let folder = Folder::new("whole");
        let kept = folder.file("kept", "before");
        let place = claim(&kept).ok().unwrap();
        let mut output = place.create().ok().unwrap();
        output.write_all(b"half").unwrap();
        output.flush().unwrap();
        assert_eq!(folder.names().len(), 2);
        drop(output);
        assert_eq!(
            (fs::read_to_string(&kept).unwrap().as_str(), folder.names()),
            ("before", vec!["kept".into()])
        );
        assert!(place.write(b"whole").is_ok());
        assert_eq!(
            (fs::read_to_string(&kept).unwrap().as_str(), folder.names()),
            ("whole", vec!["kept".into()])
        );
    }

    #[test]
    fn asking_leaves_nothing() {
        let folder = Folder::new("asking");
        assert!(claim(&folder.0.join("new")).is_ok());
        assert_eq!(folder.names(), Vec::<String>::new());
        assert!(claim(&folder.0).is_err());
        assert!(claim(&folder.0.join("none/new")).is_err());
        assert!(claim(&folder.0.join("new/")).is_err());
        assert!(claim(&folder.0.join("n".repeat(5_000))).is_err());
        assert!(claim(Path::new("")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn one_file_by_other_paths_is_the_same() {
        let folder = Folder::new("paths");
        let input = folder.file("input", "rows");
        let (soft, hard) = (folder.0.join("soft"), folder.0.join("hard"));
        std::os::unix::fs::symlink("input", &soft).unwrap();
        fs::hard_link(&input, &hard).unwrap();
        for path in [
            input.clone(),
            soft,
            hard,
            folder.0.join("./input"),
            folder.0.join("../").join(folder.0.file_name().unwrap()).join("input"),
        ] {
            let mut outputs = Outputs::beside([input.as_path()]).ok().unwrap();
            assert!(matches!(outputs.claim(&path, "-o"), Err(Failure::Usage(_))), "{path:?}");
        }
        let mut outputs = Outputs::beside([input.as_path()]).ok().unwrap();
        assert!(outputs.claim(&folder.0.join("new"), "--save").is_ok());
        assert!(outputs.claim(&folder.0.join("./new"), "--split").is_err());
        // A link that leads to a file that is not there yet means that file.
        std::os::unix::fs::symlink("new", folder.0.join("dangling")).unwrap();
        assert!(outputs.claim(&folder.0.join("dangling"), "--split").is_err());
        assert!(outputs.claim(&folder.0.join("other"), "--split").is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = Folder::new("permissions");
        let kept = folder.file("kept", "before");
        fs::set_permissions(&kept, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.0.join("link");
        symlink("kept", &link).unwrap();
        assert!(claim(&link).is_ok_and(|place| place.write(b"after").is_ok()));
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&kept).unwrap(), "after");
        assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_straight() {
        assert!(claim(Path::new("/dev/null")).is_ok_and(|place| place.write(b"gone").is_ok()));
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
