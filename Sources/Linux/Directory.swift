import Glibc

/// Folders of the file system.
public enum Directory {
  /// The names in a folder, without `.` and `..`.
  public static func entries(_ path: String) throws(LinuxError) -> [String] {
    let stream = try Syscall.pointer("open \(path)") { opendir(path) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Creates a folder that only its owner may enter; one that exists is left as it is.
  public static func create(_ path: String) throws(LinuxError) {
    do throws(LinuxError) {
      try Syscall.run("create \(path)") { mkdir(path, 0o700) }
    } catch {
      guard error.errno == EEXIST else { throw error }
    }
  }

  /// Removes one file, or a symbolic link to one.
  public static func removeFile(_ path: String) throws(LinuxError) {
    try Syscall.run("remove \(path)") { unlink(path) }
  }

  /// Removes a folder and all that is in it; symbolic links are removed, not followed.
  public static func remove(_ path: String) throws(LinuxError) {
    for name in try entries(path) {
      let inner = "\(path)/\(name)"
      var status = stat()
      try Syscall.run("look at \(inner)") { lstat(inner, &status) }
      if status.st_mode & S_IFMT == S_IFDIR {
        try remove(inner)
      } else {
        try Syscall.run("remove \(inner)") { unlink(inner) }
      }
    }
    try Syscall.run("remove \(path)") { rmdir(path) }
  }
}
