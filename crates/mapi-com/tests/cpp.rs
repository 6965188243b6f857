//! The C++ side: headers, provider, host and mutants are built, and the host is run on the provider. `cpp/README.md` has
//! what they are.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails by a panic, and says what it leaves out"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use mapi_spi::methods::{Interface, Row};

/// Where the sources are.
fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpp")
}

/// Where they are built: the same folder for all tests of a run, and for the next run.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("cpp")
}

/// Builds parts, one call after the other.
fn build(parts: &[&str]) {
    static BUILDING: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _held = BUILDING.lock();
    let output =
        Command::new("sh").arg(sources().join("build.sh")).arg(folder()).args(parts).output().unwrap();
    assert!(output.status.success(), "build.sh {parts:?}: {}", text(&output));
}

fn native() -> &'static Path {
    static NATIVE: OnceLock<PathBuf> = OnceLock::new();
    NATIVE.get_or_init(|| {
        build(&["native", "mutants"]);
        folder().join("native")
    })
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A fresh folder for stores, seen by the host under this prefix.
fn stores(name: &str) -> PathBuf {
    let stores = folder().join(name);
    let _ = fs::remove_dir_all(&stores);
    fs::create_dir_all(&stores).unwrap();
    stores
}

/// The arguments of the host for this C++ provider, with stores under `prefix`; `copy` is the provider in the spooler's
/// process.
fn arguments(provider: &str, copy: &str, prefix: &str) -> Vec<String> {
    let plain =
        [provider, "--service", "ServiceEntry", "--right", "67F0001F=right", "--wrong", "67F0001F=wrong"];
    let mut all: Vec<String> = plain.iter().map(ToString::to_string).collect();
    let sections =
        [("--section", "first"), ("--second", "other"), ("--configure", "second"), ("--locked", "safe")];
    for (option, name) in sections {
        all.extend([option.to_owned(), format!("6600001F={prefix}{name}.store")]);
    }
    for (code, name) in [("00040380", "warns"), ("8004011F", "locale"), ("00000000", "extended")] {
        all.extend(["--logon".to_owned(), format!("{code}:6600001F={prefix}{name}.store")]);
    }
    all.extend(["--logon", "8004011C", "--logon", "80040111:6600001F=nowhere/away.store"].map(str::to_owned));
    all.extend(["--goes-offline".to_owned(), format!("{prefix}first.store.offline")]);
    let old_id = old_id(&format!("{prefix}first.store"));
    all.extend(["--spooler", copy, "--other-id", &old_id].map(str::to_owned));
    all
}

/// The identifier of a store as an older version of the provider made it, in hexadecimal.
fn old_id(path: &str) -> String {
    let path: String = path.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("000000009c4e31d7602b4f18a65dc770707374720101000000000000{path}")
}

/// Runs a host that has to find nothing wrong; says what it printed.
fn all_holds(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = text(&output);
    let failed: Vec<&str> = said.lines().filter(|line| !line.starts_with("ok ")).collect();
    assert!(output.status.success(), "{}: {}", output.status, failed.join("\n"));
    said.replace('\r', "")
}

fn run_host(folder: &Path, name: &str) -> String {
    let stores = stores(name);
    let (provider, copy) = (folder.join("libcppstore.so"), stores.join("copy.so"));
    fs::copy(&provider, &copy).unwrap();
    let prefix = format!("{}/", stores.display());
    let arguments = arguments(provider.to_str().unwrap(), copy.to_str().unwrap(), &prefix);
    all_holds(Command::new(folder.join("host")).args(arguments))
}

#[test]
fn sizes_and_offsets_hold() {
    assert!(Command::new(native().join("layout")).status().unwrap().success());
}

/// The slots of the methods of an interface, as a compiler numbers them in the headers.
type Slots = BTreeSet<(u8, String)>;

fn slots_of_headers() -> BTreeMap<String, Slots> {
    let output = Command::new(native().join("slots")).output().unwrap();
    let mut found = BTreeMap::<String, Slots>::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let [interface, slot, method] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        found.entry(interface.to_owned()).or_default().insert((slot.parse().unwrap(), method.to_owned()));
    }
    found
}

/// Interfaces that the headers of the package do not have.
const NOT_IN_HEADERS: &[Interface] =
    &[Interface::Exports, Interface::IUnknown, Interface::ISequentialStream, Interface::ILockBytes];

#[test]
fn the_table_of_methods_has_the_slots_of_the_headers() {
    let headers = slots_of_headers();
    let slots = |rows: &[Row]| rows.iter().map(|row| (row.slot, row.name.to_owned())).collect::<Slots>();
    for interface in Interface::ALL {
        let Some(of_headers) = headers.get(interface.name()) else {
            assert!(NOT_IN_HEADERS.contains(interface), "{interface:?}");
            continue;
        };
        let chain = std::iter::successors(Some(*interface), |interface| interface.base());
        let all: Slots = chain.flat_map(|interface| slots(interface.rows())).collect();
        assert_eq!(of_headers.difference(&all).next(), None, "{interface:?}, of the headers");
        assert_eq!(
            slots(interface.rows()).difference(of_headers).next(),
            None,
            "{interface:?}, of the table"
        );
    }
    assert_eq!(headers.len() + NOT_IN_HEADERS.len(), Interface::ALL.len());
}

#[test]
fn the_host_finds_nothing_wrong_with_the_provider() {
    let said = run_host(native(), "stores-native");
    assert!(said.lines().filter(|line| line.starts_with("ok ")).count() > 600, "{said}");
}

#[test]
fn both_are_clean_under_the_sanitizers() {
    build(&["sanitized"]);
    assert_eq!(run_host(&folder().join("sanitized"), "stores-sanitized"), run_host(native(), "stores-again"));
}

#[test]
fn the_host_finds_the_mutants() {
    let output = Command::new("sh").arg(sources().join("mutants/run.sh")).arg(native()).output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
}

/// Every switch in the provider has a row, and every row a switch, a rule and a page.
#[test]
fn the_table_of_mutants_is_complete() {
    let table = fs::read_to_string(sources().join("mutants/mutants.tsv")).unwrap();
    let mut rows = BTreeSet::new();
    for line in table.lines().skip(1) {
        let [name, rule, page, what] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("four columns: {line}")
        };
        assert!(![name, rule, page, what].contains(&""), "{line}");
        assert!(name.len() < 48, "the name has to fit into its place: {name}");
        assert!(rows.insert(name.to_owned()), "twice: {name}");
    }
    assert_eq!(rows, switches());
    assert!(rows.len() >= 30);
}

fn switches() -> BTreeSet<String> {
    let files = fs::read_dir(sources().join("provider")).unwrap();
    let code = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect::<String>();
    let after = code.split("is_mutant(\"").skip(1);
    after.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

fn wine() -> PathBuf {
    let places = ["/usr/lib/wine/wine64", "/usr/bin/wine64", "/usr/bin/wine"];
    places.into_iter().map(PathBuf::from).find(|path| path.exists()).expect("Wine, of the package wine64")
}

/// The same sources as a DLL and a program for Windows say the same, line for line.
#[test]
#[ignore = "needs mingw (g++-mingw-w64-x86-64-posix) and Wine (wine64)"]
fn the_same_holds_under_wine() {
    let wine = wine();
    build(&["windows"]);
    let windows = folder().join("windows");
    let stores = stores("stores-wine");
    let prefix = format!("Z:{}\\", stores.display()).replace('/', "\\");
    let run = |program: &str, arguments: &[String]| {
        let mut command = Command::new(&wine);
        command.current_dir(&windows).env("WINEPREFIX", folder().join("wine")).env("WINEDEBUG", "-all");
        command.env("WINEDLLOVERRIDES", "mscoree,mshtml=").arg(program).args(arguments);
        all_holds(&mut command)
    };
    run("layout.exe", &[]);
    let slots = Command::new(native().join("slots")).output().unwrap();
    assert_eq!(run("slots.exe", &[]), String::from_utf8(slots.stdout).unwrap());
    fs::copy(windows.join("cppstore.dll"), windows.join("copy.dll")).unwrap();
    let said = run("host.exe", &arguments("cppstore.dll", "copy.dll", &prefix));
    assert_eq!(said, run_host(native(), "stores-beside-wine"));
    let book = ["--check", "address-book"].map(str::to_owned);
    let said = run("host.exe", &[&["cppbook.dll".to_owned()], &book[..]].concat());
    let provider = native().join("libcppbook.so");
    assert_eq!(said, all_holds(Command::new(native().join("host")).arg(provider).args(book)));
}
