//! What the system says of a place in memory.

/// What lies at an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(not(all(target_os = "linux", not(miri))), allow(dead_code, reason = "only Linux tells"))]
pub(crate) enum Region {
    /// A part of a file that is mapped: code and constants.
    File,
    /// Memory without a file: heaps and stacks, and what malloc has made.
    Anonymous,
    /// Nothing.
    Nothing,
}

/// What lies at these addresses, in their order; `None` where the system does not tell.
#[cfg(all(target_os = "linux", not(miri)))]
pub(crate) fn regions_at(addresses: &[usize]) -> Option<Vec<Region>> {
    let maps = std::fs::read_to_string("/proc/self/maps").ok()?;
    let regions: Vec<(usize, usize, Region)> = maps.lines().filter_map(parsed).collect();
    let at = |address: &usize| {
        let found = regions.iter().find(|(start, end, _)| (*start..*end).contains(address));
        found.map_or(Region::Nothing, |(_, _, region)| *region)
    };
    Some(addresses.iter().map(at).collect())
}

/// What lies at these addresses, in their order; `None` where the system does not tell; Miri has addresses of its own.
#[cfg(not(all(target_os = "linux", not(miri))))]
pub(crate) fn regions_at(_addresses: &[usize]) -> Option<Vec<Region>> {
    None
}

/// A line of the list: the range, rights, an offset, a device, a number, and the file if there is one.
#[cfg(all(target_os = "linux", not(miri)))]
fn parsed(line: &str) -> Option<(usize, usize, Region)> {
    let mut words = line.split_whitespace();
    let (start, end) = words.next()?.split_once('-')?;
    let bounds = (usize::from_str_radix(start, 16).ok()?, usize::from_str_radix(end, 16).ok()?);
    let is_file = words.nth(4).is_some_and(|name| name.starts_with('/'));
    Some((bounds.0, bounds.1, if is_file { Region::File } else { Region::Anonymous }))
}

/// Whether bytes hold an address of this process: eight bytes, at any place in them, that lie in something mapped.
pub(crate) fn hold_an_address(bytes: &[u8]) -> bool {
    let words = bytes.windows(size_of::<usize>()).filter_map(|window| window.try_into().ok());
    // Small numbers are lengths and counts, and nothing is mapped there.
    let large: Vec<usize> = words.map(usize::from_ne_bytes).filter(|word| *word > 0xFFFF).collect();
    regions_at(&large).is_some_and(|regions| regions.iter().any(|region| *region != Region::Nothing))
}
