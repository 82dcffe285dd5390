extension LineSample {
  static let stores: [LineSample] = [
    LineSample("mysql-lost", "ERROR 2013 (HY000): Lost connection to MySQL server during query"),
    LineSample(
      "mysql-lost-handshake",
      "ERROR 2013 (HY000): Lost connection to MySQL server at 'reading initial communication packet', system error: 104"
    ),
    LineSample("mysql-gone", "ERROR 2006 (HY000): MySQL server has gone away"),
    LineSample(
      "mysql-connect", "ERROR 2003 (HY000): Can't connect to MySQL server on '10.0.0.2:3306' (111)",
      "10.0.0.2:3306"),
    LineSample("mysql-many", "ERROR 1040 (HY000): Too many connections"),
    LineSample(
      "mysql-inactive",
      "ERROR 4031 (HY000): The client was disconnected by the server because of inactivity. See wait_timeout and interactive_timeout for configuring this behavior."
    ),
    LineSample(
      "mysqld-idle",
      "[Note] Aborted connection 812 to db: 'app' user: 'app' host: '10.0.0.1' (Got timeout reading communication packets)",
      "10.0.0.1"),
    LineSample(
      "mysqld-packet", "ERROR 1153 (08S01): Got a packet bigger than 'max_allowed_packet' bytes"),
    LineSample(
      "redis-refused", "Could not connect to Redis at 127.0.0.1:6379: Connection refused",
      "127.0.0.1:6379"),
    LineSample("redis-clients", "(error) ERR max number of clients reached"),
    LineSample(
      "redis-output",
      "812:M 25 Nov 2026 10:00:00.000 # Client id=7 addr=10.0.0.1:43526 laddr=10.0.0.2:6379 scheduled to be closed ASAP for overcoming of output buffer limits.",
      "10.0.0.1:43526"),
    LineSample(
      "redis-backlog",
      "WARNING: The TCP backlog setting of 511 cannot be enforced because /proc/sys/net/core/somaxconn is set to the lower value of 128."
    ),
    LineSample(
      "redis-py-reset",
      "redis.exceptions.ConnectionError: Error while reading from 10.0.0.2:6379 : (104, 'Connection reset by peer')"
    ),
    LineSample("redis-py-closed", "redis.exceptions.ConnectionError: Connection closed by server."),
    LineSample(
      "redis-py-refused",
      "redis.exceptions.ConnectionError: Error 111 connecting to 10.0.0.2:6379. Connection refused.",
      "10.0.0.2:6379"),
    LineSample(
      "pg-unexpected", "psycopg2.OperationalError: server closed the connection unexpectedly"),
    LineSample(
      "pg-refused", "connection to server at \"10.0.0.2\", port 5432 failed: Connection refused",
      "10.0.0.2:5432"),
    LineSample("pg-clients", "FATAL:  sorry, too many clients already"),
    LineSample("pg-idle", "FATAL:  terminating connection due to idle-session timeout"),
    LineSample("pg-receive", "LOG:  could not receive data from client: Connection reset by peer"),
    LineSample("rabbit-heartbeat", "missed heartbeats from client, timeout: 60s"),
    LineSample(
      "kernel-syn-flood",
      "TCP: request_sock_TCP: Possible SYN flooding on port 80. Sending cookies.  Check SNMP counters.",
      local: ":80"),
    LineSample(
      "kernel-syn-flood",
      "[ 1234.5] TCP: request_sock_TCP: Possible SYN flooding on port 10.0.0.2:80. Sending cookies.",
      local: "10.0.0.2:80"),
    LineSample(
      "kernel-syn-flood-drop",
      "TCP: request_sock_TCP: Possible SYN flooding on port [::]:8080. Dropping request.",
      local: "[::]:8080"),
    LineSample("kernel-orphans", "TCP: too many orphaned sockets"),
    LineSample("kernel-tcp-mem", "TCP: out of memory -- consider tuning tcp_mem"),
    LineSample("kernel-time-wait", "TCP: time wait bucket table overflow"),
    LineSample("kernel-conntrack", "nf_conntrack: nf_conntrack: table full, dropping packet"),
    LineSample(
      "kernel-conntrack-namespace",
      "nf_conntrack: nf_conntrack: table full in netns 4026532177, dropping packet"),
    LineSample(
      "kernel-oom",
      "Out of memory: Killed process 812 (nginx) total-vm:1048576kB, anon-rss:524288kB"),
    LineSample(
      "kernel-oom-cgroup",
      "Memory cgroup out of memory: Killed process 812 (java) total-vm:1048576kB"),
    LineSample(
      "kernel-segfault",
      "nginx[812]: segfault at 0 ip 00005581 sp 00007ffd error 4 in nginx[5581+1000]"),
    LineSample("kernel-file-max", "VFS: file-max limit 65536 reached"),
    LineSample("systemd-killed", "app.service: Main process exited, code=killed, status=9/KILL"),
    LineSample("any-reset", "upstream said: Connection reset by peer"),
    LineSample("any-refused", "could not reach 10.0.0.2:80: Connection refused", "10.0.0.2:80"),
    LineSample("any-pipe-name", "send failed: EPIPE"),
  ]
}
