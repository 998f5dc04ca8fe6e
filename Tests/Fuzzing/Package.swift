// swift-tools-version: 6.2
import PackageDescription

let churn: [Target.Dependency] = [
  .product(name: "Churn", package: "churn-workbench"),
  .product(name: "Modeling", package: "churn-workbench"),
]

/// Fuzzers and mutated model files; see README.md. The two fuzzers link only with the sanitizers that
/// the README names.
let package = Package(
  name: "fuzzing",
  dependencies: [.package(name: "churn-workbench", path: "../..")],
  targets: [
    .target(name: "CLibFuzzer"),
    .target(name: "FuzzSupport", dependencies: churn),
    .executableTarget(name: "FuzzModel", dependencies: ["CLibFuzzer", "FuzzSupport"] + churn),
    .executableTarget(name: "FuzzText", dependencies: ["CLibFuzzer", "FuzzSupport"] + churn),
    .executableTarget(name: "MutateModels", dependencies: ["FuzzSupport"] + churn),
  ]
)
