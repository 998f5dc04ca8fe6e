// swift-tools-version: 6.2
import PackageDescription

let churn: [Target.Dependency] = [
  .product(name: "Churn", package: "churn-workbench"),
  .product(name: "Modeling", package: "churn-workbench"),
]

/// As in the package's own manifest.
let isFuzzed = Context.environment["CHURN_FUZZING"] == "1"
let sanitizers = ["-sanitize=fuzzer,address"]
let swiftSettings: [SwiftSetting] = isFuzzed ? [.unsafeFlags(sanitizers)] : []
let linkerSettings: [LinkerSetting] =
  isFuzzed ? [.unsafeFlags(sanitizers + ["-use-ld=lld"])] : []

/// Fuzzers and mutated model files; see README.md. The two fuzzers link only with the sanitizers that
/// the README names.
let package = Package(
  name: "fuzzing",
  dependencies: [.package(name: "churn-workbench", path: "../..")],
  targets: [
    .target(name: "CLibFuzzer"),
    .target(name: "FuzzSupport", dependencies: churn, swiftSettings: swiftSettings),
    .executableTarget(
      name: "FuzzModel", dependencies: ["CLibFuzzer", "FuzzSupport"] + churn,
      swiftSettings: swiftSettings, linkerSettings: linkerSettings),
    .executableTarget(
      name: "FuzzText", dependencies: ["CLibFuzzer", "FuzzSupport"] + churn,
      swiftSettings: swiftSettings, linkerSettings: linkerSettings),
    .executableTarget(name: "MutateModels", dependencies: ["FuzzSupport"] + churn),
  ]
)
