//! Each trait, read as text, has the methods of its rows: in the order of the slots, with the same names, arguments and
//! answers.

use std::fs;
use std::path::Path;

use mapi_spi::methods::{Interface, Row};

/// Traits of `spi` that are no interfaces of MAPI.
const NO_INTERFACES: &[&str] = &["DialogHost", "ProviderEntry", "ServiceEntry"];

/// A method as the source has it.
#[derive(Debug)]
struct Declared {
    /// `#[doc(alias = "..")]`: MAPI's name.
    alias: String,
    name: String,
    arguments: Vec<(String, String)>,
    answer: String,
}

/// The traits of `spi` by name.
fn traits() -> Vec<(String, Vec<Declared>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/spi");
    let mut traits = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for part in text.split("\npub trait ").skip(1) {
            let (name, body) = part.split_once(": ").unwrap();
            traits.push((name.to_owned(), methods(body.split("\n}\n").next().unwrap())));
        }
    }
    traits.retain(|(name, _)| !NO_INTERFACES.contains(&name.as_str()));
    traits
}

fn methods(body: &str) -> Vec<Declared> {
    let mut declared = Vec::new();
    for part in body.split("\n    fn ").collect::<Vec<_>>().windows(2) {
        let alias = part[0].rsplit_once("#[doc(alias = \"").map_or("", |(_, rest)| rest);
        let (signature, _) = part[1].split_once([';', '{']).unwrap();
        let (name, rest) = signature.split_once('(').unwrap();
        let (arguments, answer) =
            rest.rsplit_once(") -> ").or_else(|| rest.rsplit_once(")\n    -> ")).unwrap();
        declared.push(Declared {
            alias: alias.split('"').next().unwrap().to_owned(),
            name: name.to_owned(),
            arguments: split(arguments),
            answer: plain(answer),
        });
    }
    declared
}

/// The arguments without `&self` or `self: Arc<Self>`, each as name and type.
fn split(arguments: &str) -> Vec<(String, String)> {
    let others = arguments.trim().trim_start_matches("&self").trim_start_matches("self: Arc<Self>");
    let parts = others.trim_matches([',', ' ', '\n']);
    let named = parts.split(", ").flat_map(|part| part.split(",\n")).filter(|part| !part.trim().is_empty());
    named.map(|part| part.split_once(": ").unwrap()).map(|(name, kind)| (plain(name), plain(kind))).collect()
}

fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// `QueryInterface`, `AddRef` and `Release`, which traits have in forms of their own, and where a trait has none.
fn is_of_unknown(declared: &Declared) -> bool {
    let of_unknown = Interface::IUnknown.rows().iter().any(|row| row.name == declared.alias);
    of_unknown || declared.name == "query_admin2"
}

/// What differs between a method of a trait and its row.
fn difference(declared: &Declared, row: &Row) -> Option<String> {
    let function = row.function?;
    let bare = declared.answer.strip_prefix("MapiResult<").and_then(|answer| answer.strip_suffix('>'));
    let same = declared.alias == row.name
        && declared.name == function.name
        && declared
            .arguments
            .iter()
            .map(|(name, kind)| (name.as_str(), kind.clone()))
            .eq(function.arguments.iter().map(|argument| (argument.name, plain(argument.type_name))))
        && bare.unwrap_or(&declared.answer) == plain(function.answer);
    (!same).then(|| format!("{declared:?}\n{row:?}"))
}

#[test]
fn traits_have_the_methods_of_their_rows_in_the_order_of_the_vtable() {
    for (name, declared) in traits() {
        let interface = Interface::ALL.iter().find(|interface| interface.name() == name);
        let interface = interface.unwrap_or_else(|| panic!("{name} has no rows"));
        let rows: Vec<&Row> = interface.rows().iter().filter(|row| row.function.is_some()).collect();
        let declared: Vec<&Declared> = declared.iter().filter(|declared| !is_of_unknown(declared)).collect();
        let slots: Vec<&str> = rows.iter().map(|row| row.name).collect();
        let order: Vec<&str> = declared.iter().map(|declared| declared.alias.as_str()).collect();
        assert_eq!(order, slots, "{name}");
        let differences: Vec<_> =
            declared.iter().zip(rows).filter_map(|(declared, row)| difference(declared, row)).collect();
        assert!(differences.is_empty(), "{name}: {}", differences.join("\n"));
    }
}

#[test]
fn every_trait_that_is_a_root_has_the_query_of_the_row_of_unknown() {
    let row = Interface::IUnknown.rows().iter().find(|row| row.name == "QueryInterface").unwrap();
    for (name, declared) in traits() {
        let interface = Interface::ALL.iter().find(|interface| interface.name() == name).unwrap();
        let queries: Vec<&Declared> =
            declared.iter().filter(|declared| declared.name == "other_interface").collect();
        let is_root = interface.base() == Some(Interface::IUnknown);
        assert_eq!(queries.len(), usize::from(is_root), "{name}");
        let differences: Vec<_> = queries.iter().filter_map(|query| difference(query, row)).collect();
        assert!(differences.is_empty(), "{name}: {}", differences.join("\n"));
    }
}

#[test]
fn every_interface_has_a_trait() {
    let traits = traits();
    let missing =
        Interface::ALL.iter().filter(|interface| traits.iter().all(|(name, _)| name != interface.name()));
    assert!(missing.eq(&[Interface::Exports, Interface::IUnknown]));
}
