// swift-tools-version: 6.3
import PackageDescription

// The parsers of the package above, through links: a product of its own for them would be one for everybody.
let modules: [Target] = [
  .target(name: "Facts", path: "Modules/Facts"),
  .target(
    name: "Wire", path: "Modules/Wire",
    swiftSettings: [.enableExperimentalFeature("Lifetimes")]),
  .target(
    name: "Capture", dependencies: ["Facts", "Wire"], path: "Modules/Capture",
    swiftSettings: [.enableExperimentalFeature("Lifetimes")]),
  .target(name: "Diagnosis", dependencies: ["Facts"], path: "Modules/Diagnosis"),
  .target(name: "ServerConfig", path: "Modules/ServerConfig"),
]

/// The runtime library of libFuzzer without its main(), which SwiftPM has replaced.
let library = Context.environment["LIBFUZZER"] ?? ""

let settings: [SwiftSetting] = [
  .unsafeFlags(["-sanitize=fuzzer,address"]),
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
  name: "fuzz",
  targets: [.systemLibrary(name: "CLibFuzzer", path: "CLibFuzzer")]
    + modules.map { module in
      module.swiftSettings = (module.swiftSettings ?? []) + settings
      return module
    } + [
      .executableTarget(
        name: "fuzz", dependencies: ["CLibFuzzer"] + modules.map { .init(stringLiteral: $0.name) },
        path: ".", exclude: ["CLibFuzzer", "README.md", "corpus", "Modules", "Tests"],
        sources: ["Targets", "Main"],
        swiftSettings: settings,
        linkerSettings: [.unsafeFlags(["-sanitize=address", library]), .linkedLibrary("stdc++")])
    ],
  swiftLanguageModes: [.v6]
)
