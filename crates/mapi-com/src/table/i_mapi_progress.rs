//! The rows of `IMAPIProgress`.

use super::scope::*;

rows! {
    IMAPIProgress, fill_i_mapi_progress;
    hand {}
    also {
        fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
            self.query_other(interface)
        }
    }
    Progress = progress(value: u32, count: u32, total: u32) -> plain () {
        in level: word [ulValue: u32] = value;
        in done: word [ulCount: u32] = count;
        in all: word [ulTotal: u32] = total;
        call(o) o.progress(level, done, all);
    }
    GetFlags = get_flags() -> plain ProgressFlags {
        out bits: number<u32> [lpulFlags: *mut u32];
        call(o) o.get_flags();
        as flags => (flags.bits()) from ProgressFlags::from_bits_retain(bits);
    }
    GetMax = get_max() -> plain u32 {
        out max: number<u32> [lpulMax: *mut u32];
        call(o) o.get_max();
    }
    GetMin = get_min() -> plain u32 {
        out min: number<u32> [lpulMin: *mut u32];
        call(o) o.get_min();
    }
    SetLimits = set_limits(
        min: Option<u32>, max: Option<u32>, flags: Option<ProgressFlags>
    ) -> plain () {
        in least: optional_word [lpulMin: *const u32] = min;
        in most: optional_word [lpulMax: *const u32] = max;
        in bits: optional_word [lpulFlags: *const u32] = flags.map(|flags| flags.bits());
        call(o) o.set_limits(least, most, bits.map(ProgressFlags::from_bits_retain));
    }
}
