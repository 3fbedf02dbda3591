//! The `onward` program: hands its arguments to `cli`. Must not
//! know: anything but how to start and how to end with an exit
//! code.

fn main() -> std::process::ExitCode {
    // Before any connection is made; a second provider would be a mistake in this binary, not of its user.
    let _first = rustls::crypto::aws_lc_rs::default_provider().install_default();
    onward::cli::main()
}
