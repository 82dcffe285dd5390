/// What each Swift target may import; the same table, in words, is in ARCHITECTURE.md.
enum Fence {
  static let imports: [String: Set<String>] = [
    "Wire": [],
    "Facts": [],
    "ServerConfig": ["Yams"],
    "Capture": ["Facts", "Wire"],
    "Diagnosis": ["Facts"],
    "Decompress": ["CCompression"],
    "Knowledge": ["Facts", "Diagnosis"],
    "Keepalive": ["ServerConfig"],
    "Report": ["Capture", "Facts", "Diagnosis", "Keepalive", "Knowledge", "ServerConfig"],
    "Linux": ["CLinux", "Glibc"],
    "BPF": ["CLibbpf", "Glibc", "Synchronization"],
    "Collectors": ["Facts", "Wire", "ServerConfig", "Linux", "BPF", "KernelProbes"],
    "Lab": ["Facts", "Diagnosis", "Linux", "Wire"],
    "Probe": [
      "Facts", "NIOCore", "NIOHPACK", "NIOHTTP1", "NIOHTTP2", "NIOPosix", "NIOSSL", "NIOTLS",
      "Synchronization",
    ],
    "Record": ["Facts", "Linux"],
    "Tuning": ["Facts", "Diagnosis", "Knowledge", "Linux"],
    "whyreset": [
      "ArgumentParser", "BPF", "Capture", "Collectors", "Decompress", "Diagnosis", "Facts",
      "Glibc", "Keepalive", "Knowledge", "Lab", "Linux", "Probe", "Record", "Report",
      "ServerConfig", "Tuning", "Wire",
    ],
  ]

  /// The one file of each target that calls C and makes errors of errno(3).
  static let errnoReaders: Set = ["Sources/BPF/BPFError.swift", "Sources/Linux/Syscall.swift"]

  /// Targets that hold C and nothing else.
  static let foreign: Set = ["CCompression", "CLibbpf", "CLinux", "KernelProbes"]
}
