extension Parameter {
  /// Every parameter that the program knows, in the order of the reference.
  public static let all: [Parameter] =
    [
      somaxconn, maxSynBacklog, synCookies, abortOnOverflow, synACKRetries, synRetries,
      synLinearTimeouts, migrateRequests, fastOpen,
      localPortRange, localReservedPorts, timeWaitReuse, timeWaitReuseDelay, timeWaitRecycle,
      finTimeout, maxTimeWaitBuckets, maxOrphans, orphanRetries, rfc1337,
      keepaliveTime, keepaliveInterval, keepaliveProbes, retries2, rtoMax, timestamps,
      challengeACKLimit, invalidRateLimit,
      receiveBufferLimit, sendBufferLimit, receiveBuffer, sendBuffer, memory, fileMax, nrOpen,
      netdevMaxBacklog, netdevBudget, netdevBudgetTime,
      conntrackMax, conntrackBuckets, conntrackLiberal, conntrackLoose, conntrackEstablished,
    ] + conntrackTimeouts + [
      ipvsReuseMode, ipvsExpireNoDestination, ipvsExpireQuiescent, ipvsSloppy,
    ]
}
