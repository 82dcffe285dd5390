import Linux

/// The user who called sudo, as sudo(8) names them in the environment.
enum SudoCaller {
  /// Makes this process the caller's, in rights and in what the environment says; does nothing where
  /// sudo was not used, or by root.
  ///
  /// Fails with EINVAL where the environment does not tell who it was.
  static func assume() throws(LinuxError) {
    guard ThisProcess.isRoot, let text = ThisProcess.environment("SUDO_UID") else { return }
    guard let uid = UInt32(text),
      let gid = ThisProcess.environment("SUDO_GID").flatMap({ UInt32($0) })
    else { throw .invalid("read who called sudo from SUDO_UID and SUDO_GID") }
    guard uid != 0 else { return }
    let account = Account(uid: uid, gid: gid)
    try account.assume()
    restoreEnvironment(account)
  }

  private static func restoreEnvironment(_ account: Account) {
    for name in ThisProcess.environmentNames where name.hasPrefix("SUDO_") {
      ThisProcess.setEnvironment(name, nil)
    }
    for name in ["USER", "LOGNAME"] { ThisProcess.setEnvironment(name, account.name) }
    ThisProcess.setEnvironment("HOME", account.home)
    ThisProcess.setEnvironment("SHELL", account.shell)
  }
}
