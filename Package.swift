// swift-tools-version: 6.2
import PackageDescription

/// CI sets it: a warning in our own code then fails the build.
let warningsAreErrors = Context.environment["CHURN_WARNINGS_AS_ERRORS"] == "1"

/// Tests/Fuzzing sets it: our own code, and no package's, is then compiled for libFuzzer and the
/// sanitizers.
let isFuzzed = Context.environment["CHURN_FUZZING"] == "1"

let swiftSettings: [SwiftSetting] =
  [.enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility")]
  + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])
  + (isFuzzed ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : [])

let cSettings: [CSetting] =
  (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])
  + (isFuzzed
    ? [
      .unsafeFlags([
        "-fsanitize=fuzzer-no-link,address,undefined", "-fno-sanitize-recover=undefined",
        "-fno-sanitize=function,vptr",
      ])
    ] : [])

let package = Package(
  name: "churn-workbench",
  products: [
    .executable(name: "churn", targets: ["ChurnTool"]),
    .library(name: "Modeling", targets: ["Modeling"]),
    .library(name: "Churn", targets: ["Churn"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CLAPACK", pkgConfig: "lapack",
      providers: [.apt(["liblapack-dev", "libblas-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CKernels", cSettings: cSettings),
    .target(
      name: "DelimitedText",
      dependencies: ["CKernels", "CZlib", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: swiftSettings),
    .target(name: "Modeling", dependencies: ["CKernels", "CLAPACK"], swiftSettings: swiftSettings),
    .target(
      name: "Reporting", dependencies: [.product(name: "Mustache", package: "swift-mustache")],
      swiftSettings: swiftSettings),
    .target(
      name: "Churn",
      dependencies: [
        "DelimitedText", "Modeling", "Reporting", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "ChurnTool",
      dependencies: [
        "Churn", "DelimitedText", "Modeling", "Reporting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "DelimitedTextTests", dependencies: ["DelimitedText", "CKernels"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "ModelingTests", dependencies: ["Modeling", "CKernels", "CLAPACK"],
      exclude: ["References"], swiftSettings: swiftSettings),
    .testTarget(name: "ReportingTests", dependencies: ["Reporting"], swiftSettings: swiftSettings),
    .testTarget(
      name: "ChurnTests", dependencies: ["Churn", "DelimitedText", "Modeling", "Reporting"],
      exclude: [
        "Export/References", "Orders/Exports", "Orders/References", "Profile/References",
      ],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "ChurnToolTests", dependencies: ["ChurnTool", "Churn", "DelimitedText"],
      swiftSettings: swiftSettings),
  ],
  cxxLanguageStandard: .cxx17
)
