//! The `onward` program: hands its arguments to `cli`.
//! Must not know: anything but how to start and how to end with an exit code.

fn main() {}
