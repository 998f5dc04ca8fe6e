// swift-tools-version: 6.2
import PackageDescription

/// The workloads of the performance table; see README.md.
let package = Package(
  name: "benchmarks",
  dependencies: [
    .package(name: "churn-workbench", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        .product(name: "Churn", package: "churn-workbench"),
        .product(name: "Modeling", package: "churn-workbench"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ])
  ]
)
