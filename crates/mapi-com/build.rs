//! Compiles the guard against C++ exceptions, where it is asked for and there is a compiler.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(mapi_com_guard)");
    println!("cargo::rerun-if-changed=src/guard/guard.cpp");
    #[cfg(feature = "guard")]
    compile_guard();
}

#[cfg(feature = "guard")]
fn compile_guard() {
    let mut build = cc::Build::new();
    build.cpp(true).file("src/guard/guard.cpp").flag_if_supported("/EHsc").cargo_warnings(false);
    match build.try_compile("mapi_com_guard") {
        Ok(()) => println!("cargo::rustc-cfg=mapi_com_guard"),
        Err(error) => println!(
            "cargo::warning=no guard against C++ exceptions, which end the process now: there is no C++ compiler that works ({error})"
        ),
    }
}
