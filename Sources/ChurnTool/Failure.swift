import ArgumentParser
import DelimitedText
import Glibc
import Modeling

/// Turns errors into messages and the contract's exit codes.
enum Failure {
  static let rowsRejected = ExitCode(75)

  static func exit(_ error: any Error) -> Never {
    switch error {
    case let error as LocatedError:
      if error.kind != .readerGone { Console.error("\(error)") }
      Glibc.exit(code(error.kind))
    case let error as ModelingError:
      Console.error("\(error)")
      Glibc.exit(error.kind == .usage ? 64 : 65)
    case let code as ExitCode:
      Glibc.exit(code.rawValue)
    default:
      // Help, version and wrong options are the parser's to print; anything else is a defect.
      let code = ChurnCommand.exitCode(for: error)
      if code == .success || code == .validationFailure { ChurnCommand.exit(withError: error) }
      Console.error("a defect of the program: \(error)\nPlease report it with the command you ran.")
      Glibc.exit(70)
    }
  }

  private static func code(_ kind: LocatedError.Kind) -> Int32 {
    switch kind {
    case .usage: 64
    case .wrongData: 65
    case .missingInput: 66
    case .cannotCreateOutput: 73
    case .inputOutput: 74
    case .readerGone: 0
    }
  }
}
