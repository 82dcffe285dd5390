// swift-tools-version: 6.3;(experimentalCGen)
import PackageDescription

/// What every Swift target is compiled with.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The same, and every use of unsafe memory is marked. `Linux` and `BPF` are the fence around it.
let safe: [SwiftSetting] = strict + [.strictMemorySafety()]

let package = Package(
  name: "whyreset",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CLibbpf"),
    .systemLibrary(name: "CCompression"),
    .target(name: "CLinux"),
    .plugin(name: "CompileBPF", capability: .buildTool()),
    .plugin(name: "StampVersion", capability: .buildTool()),
    .target(
      name: "KernelProbes",
      exclude: [
        "LICENSE", "probes.bpf.c", "reuse.bpf.c", "tree.bpf.c", "failure.bpf.h", "kernel.h",
        "lifetime.bpf.h",
        "memory.bpf.h", "payload.bpf.h",
        "socket.bpf.h", "tuple.bpf.h", "image.c.in",
      ],
      plugins: ["CompileBPF"]),

    .target(
      name: "Wire", swiftSettings: safe + [.enableExperimentalFeature("Lifetimes")]),
    .target(name: "Facts", swiftSettings: safe),
    .target(
      name: "Capture", dependencies: ["Facts", "Wire"],
      swiftSettings: safe + [.enableExperimentalFeature("Lifetimes")]),
    .target(
      name: "ServerConfig", dependencies: [.product(name: "Yams", package: "Yams")],
      swiftSettings: safe),
    .target(name: "Diagnosis", dependencies: ["Facts"], swiftSettings: safe),
    .target(name: "Knowledge", dependencies: ["Facts", "Diagnosis"], swiftSettings: safe),
    .target(
      name: "Keepalive", dependencies: ["ServerConfig"], swiftSettings: safe),
    .target(
      name: "Report",
      dependencies: ["Facts", "Capture", "Diagnosis", "Keepalive", "Knowledge", "ServerConfig"],
      swiftSettings: safe),
    .target(name: "Decompress", dependencies: ["CCompression"], swiftSettings: strict),
    .target(name: "Linux", dependencies: ["CLinux"], swiftSettings: strict),
    .target(name: "BPF", dependencies: ["CLibbpf"], swiftSettings: strict),
    .target(
      name: "Collectors",
      dependencies: ["Facts", "Wire", "ServerConfig", "Linux", "BPF", "KernelProbes"],
      swiftSettings: safe),
    .target(
      name: "Lab", dependencies: ["Facts", "Diagnosis", "Linux", "Wire"], swiftSettings: safe),
    .target(
      name: "Probe",
      dependencies: [
        "Facts",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        .product(name: "NIOHPACK", package: "swift-nio-http2"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOTLS", package: "swift-nio"),
      ],
      swiftSettings: safe),
    .target(name: "Record", dependencies: ["Facts", "Linux"], swiftSettings: safe),
    .target(
      name: "Tuning", dependencies: ["Facts", "Diagnosis", "Knowledge", "Linux"],
      swiftSettings: safe),
    .executableTarget(
      name: "whyreset",
      dependencies: [
        "Facts", "Wire", "Capture", "Decompress", "Diagnosis", "Keepalive", "Knowledge", "Report",
        "ServerConfig",
        "Linux",
        "BPF",
        "Collectors", "Lab", "Probe", "Record", "Tuning",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["version.swift.in"], swiftSettings: safe, plugins: ["StampVersion"]),

    .testTarget(
      name: "WireTests", dependencies: ["Wire"],
      swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
    .testTarget(
      name: "CaptureTests", dependencies: ["Capture", "Diagnosis", "Facts", "Wire"],
      swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
    .testTarget(
      name: "ServerConfigTests", dependencies: ["ServerConfig"], swiftSettings: strict),
    .testTarget(name: "FactsTests", dependencies: ["Facts"], swiftSettings: strict),
    .testTarget(
      name: "DiagnosisTests", dependencies: ["Diagnosis", "Facts"], swiftSettings: strict),
    .testTarget(
      name: "KeepaliveTests",
      dependencies: ["Diagnosis", "Facts", "Keepalive", "Report", "ServerConfig"],
      swiftSettings: strict),
    .testTarget(
      name: "KnowledgeTests", dependencies: ["Knowledge", "Diagnosis", "Facts"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportTests", dependencies: ["Report", "Knowledge", "Diagnosis", "Facts"],
      exclude: ["Snapshots"], swiftSettings: strict),
    .testTarget(name: "LinuxTests", dependencies: ["Linux", "CLinux"], swiftSettings: strict),
    .testTarget(name: "BPFTests", dependencies: ["BPF"], swiftSettings: strict),
    .testTarget(
      name: "LabTests", dependencies: ["Lab", "Collectors", "Diagnosis", "Facts", "Linux", "Wire"],
      swiftSettings: strict),
    .testTarget(
      name: "CollectorsTests", dependencies: ["Knowledge", "Collectors", "Facts", "Linux"],
      swiftSettings: strict),
    .testTarget(
      name: "ProbeTests", dependencies: ["Probe", "Diagnosis", "Facts"], swiftSettings: strict),
    .testTarget(
      name: "TuningTests", dependencies: ["Tuning", "Knowledge", "Diagnosis", "Facts", "Linux"],
      swiftSettings: strict),
    .testTarget(name: "RecordTests", dependencies: ["Record", "Facts"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["whyreset"], exclude: ["Snapshots"],
      swiftSettings: strict),
    .testTarget(name: "HouseTests", swiftSettings: strict),
    .testTarget(
      name: "FuzzTests", dependencies: ["Wire", "Facts", "Capture", "Diagnosis", "ServerConfig"],
      path: "Fuzz",
      exclude: ["CLibFuzzer", "Main", "Modules", "Package.swift", "README.md", "corpus"],
      sources: ["Targets", "Tests"],
      swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
  ],
  swiftLanguageModes: [.v6]
)
