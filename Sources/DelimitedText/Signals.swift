import CKernels
import Glibc

/// Makes the ways in which a program may be stopped leave no unfinished file; a command calls it once
/// at its start. A write to a closed pipe or beyond the limit of a file's size fails in place of ending
/// the process; an interrupt, a hang-up and a request to end remove hidden files first, then end the
/// process as they would have.
public func prepareForSignals() {
  ignoreBrokenPipes()
  signal(SIGXFSZ, SIG_IGN)
  ck_unfinished_handle_signals()
}

/// Lets a write to a closed pipe fail with `.readerGone` in place of ending the process.
public func ignoreBrokenPipes() {
  signal(SIGPIPE, SIG_IGN)
}
