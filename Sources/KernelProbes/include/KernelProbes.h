// The one contract between the kernel side (probes.bpf.c) and the Swift side.
// Addresses are 16 bytes in network order, IPv4 as its IPv4-mapped IPv6 form. Times are
// CLOCK_MONOTONIC.
#pragma once

#ifdef __bpf__
typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
typedef int int32_t;
typedef unsigned long long uint64_t;
#else
#include <assert.h>
#include <stdint.h>
/// probes.bpf.c, compiled: an ELF object held in this binary's read-only data.
extern const void *_Nonnull const kernel_probes_image;
extern const unsigned long kernel_probes_image_size;
/// tree.bpf.c, compiled.
extern const void *_Nonnull const process_tree_image;
extern const unsigned long process_tree_image_size;
/// reuse.bpf.c, compiled.
extern const void *_Nonnull const reuse_probes_image;
extern const unsigned long reuse_probes_image_size;
#endif

enum {
  PROBE_STACK_DEPTH = 16,
  PROBE_COMMAND_SIZE = 16,
  PROBE_FIRST_BYTES = 8,
  /// Enough for the status of an HTTP response, or for an HTTP/2 GOAWAY with its error code.
  PROBE_MESSAGE_BYTES = 20,
  FEW_NAMESPACES = 4,
};

/// Network namespaces by inode number; 0 for none.
struct few_namespaces {
  uint32_t numbers[FEW_NAMESPACES];
};

/// What the Swift side decides before the programs are loaded.
struct probe_settings {
  /// Ticks of the kernel's jiffies clock per second (CONFIG_HZ).
  uint32_t jiffies_per_second;
  /// How many namespaces are watched: up to FEW_NAMESPACES by the map `few_namespaces`, else by the
  /// map `namespaces`; 0 for all.
  uint32_t filters_namespaces;
  /// Not 0: the kernel shows what programs send (tcp_sendmsg_locked, since Linux 6.16).
  uint32_t sees_said;
  /// A random number, so that nobody can choose tuples that push each other out.
  uint32_t hash_seed;
};

/// The process at the root of a tree: its number, and the inode number of the pid namespace that
/// has it.
struct tree_settings {
  uint32_t root;
  uint32_t pid_namespace;
};

/// A connection as one host sees it.
struct connection_tuple {
  uint8_t local[16];
  uint8_t remote[16];
  uint16_t local_port;
  uint16_t remote_port;
  /// The inode number of the network namespace.
  uint32_t netns;
};

/// A process; pid 0 where there is none.
struct task_record {
  uint32_t pid;
  /// The status of wait(2) if it is exiting, else -1.
  int32_t exit_status;
  char command[PROBE_COMMAND_SIZE];
};

enum socket_role { SOCKET_ROLE_UNKNOWN, SOCKET_ROLE_CLIENT, SOCKET_ROLE_SERVER };

enum socket_flags {
  SOCKET_HAS_DESCRIPTOR = 1,
  SOCKET_WAS_ACCEPTED = 2,
  SOCKET_LINGERS = 4,
  SOCKET_PROBES_WHEN_IDLE = 8,
  SOCKET_REPAIRS = 16,
};

enum dialogue_flags {
  /// What this end said last, or heard last, was an HTTP response with `Connection: close`.
  DIALOGUE_CLOSES = 1,
};

/// How the last message of each direction began, and how many there were. A message is what one end
/// sends before it hears from the other.
struct dialogue_record {
  /// Messages of the peer.
  uint32_t heard_messages;
  uint8_t heard_count;
  /// 0 where a server has not answered the client's last message, or it could not be seen.
  uint8_t said_count;
  uint8_t flags;
  /// Not 0: what this end says is seen.
  uint8_t sees_said;
  uint8_t heard[PROBE_MESSAGE_BYTES];
  uint8_t said[PROBE_MESSAGE_BYTES];
};

struct socket_record {
  uint64_t cookie;
  /// 0 where that was before the watch began.
  uint64_t opened_ns;
  uint64_t peer_closed_ns;
  uint64_t bytes_received;
  uint64_t bytes_acknowledged;
  uint32_t unread_bytes;
  uint32_t unacknowledged_bytes;
  /// Since payload last came and went; UINT32_MAX where none did.
  uint32_t received_ago_ms;
  uint32_t sent_ago_ms;
  uint32_t linger_ms;
  uint32_t user_timeout_ms;
  int32_t linger2;
  /// For how long the peer's window has kept this end from sending; 0 while it does not.
  uint32_t window_limited_ms;
  /// Descriptors that refer to the socket, in all processes; 0 where that could not be told.
  uint32_t holders;
  struct dialogue_record dialogue;
  uint8_t state;
  /// 0 where it was not seen.
  uint8_t state_before_close;
  uint8_t role;
  uint8_t flags;
  struct task_record owner;
};

enum closure_manner {
  CLOSURE_NONE,
  CLOSURE_FIN,
  CLOSURE_ERROR,
  CLOSURE_SILENT,
  /// connect() was given up before the peer had answered.
  CLOSURE_CANCELLED,
};

/// How a connection was ended at this end.
struct closure_record {
  uint64_t time_ns;
  uint32_t manner;
  /// sk_err, for CLOSURE_ERROR.
  int32_t error;
  uint32_t fin_sequence;
  uint32_t reserved;
  struct task_record by;
  struct socket_record socket;
};

/// What is remembered of a listening port.
struct listener_record {
  uint64_t opened_ns;
  /// 0 while at least one socket listens.
  uint64_t closed_ns;
  uint64_t overflow_ns;
  /// When it last answered a SYN with a cookie; 0 where that is too long ago for one to be valid.
  uint64_t cookies_ns;
  /// Sockets that listen on the port: several with SO_REUSEPORT.
  int32_t sockets;
  uint32_t queue_length;
  uint32_t queue_limit;
  /// Handshakes that wait for their last ACK.
  uint32_t half_open;
  struct task_record owner;
};

/// The segment that a reset answers.
struct segment_record {
  uint32_t sequence;
  uint32_t acknowledgment;
  uint32_t payload_length;
  uint8_t flags;
  uint8_t first_bytes_count;
  uint16_t reserved;
  uint8_t first_bytes[PROBE_FIRST_BYTES];
};

enum packet_marks { PACKET_IS_IPV4 = 1, PACKET_KEEPS_WHOLE = 2, PACKET_HAS_TIMESTAMPS = 4 };

/// What the headers of a RST say, as they stand in the packet.
struct packet_record {
  uint32_t sequence;
  uint32_t acknowledgment;
  uint32_t timestamp_value;
  uint32_t timestamp_echo;
  uint16_t window;
  /// Of IPv4.
  uint16_t identification;
  uint8_t hop_limit;
  uint8_t flags;
  /// `enum packet_marks`.
  uint8_t marks;
  /// The station that sent it over Ethernet; zeros where it came in another way, or is not there
  /// yet.
  uint8_t link_source[6];
  uint8_t reserved[3];
};

/// What the packets of a connection's peer are like.
struct habit_record {
  /// RCV.NXT: what the next segment in order begins with.
  uint32_t next_sequence;
  /// TTL, or the hop limit, as it arrives here; 0 where no packet was looked at.
  uint8_t hop_limit;
  uint8_t uses_timestamps;
  /// As in `struct packet_record`.
  uint8_t link_source[6];
  uint32_t reserved;
};

enum event_kind {
  EVENT_SENT = 1,
  EVENT_RECEIVED,
  EVENT_SOCKET_ERROR,
  EVENT_SERVER_CLOSE,
  EVENT_FAILURE,
  EVENT_LISTENING,
  EVENT_FIREWALL,
  EVENT_FILTERED,
};

enum reset_parts {
  RESET_HAS_SOCKET = 1,
  RESET_HAS_TRIGGER = 2,
  RESET_HAS_CLOSURE = 4,
  RESET_HAS_LISTENER = 8,
  RESET_FROM_TIME_WAIT = 16,
  RESET_FROM_LISTENER = 32,
  RESET_OVERFLOW_HAD_COOKIE = 64,
  RESET_HAS_PACKET = 128,
};

/// One hit of `tcp:tcp_send_reset` or `tcp:tcp_receive_reset`. Its record ends before `socket`
/// where a reset has neither that nor anything after it: in a storm most are so.
struct reset_event {
  uint32_t kind;
  uint32_t parts;
  uint64_t time_ns;
  struct connection_tuple tuple;
  /// `enum sk_rst_reason`.
  uint32_t reason;
  /// Of a reset that was sent and answers nothing, its sequence number. Of one that was received,
  /// the number that it had to have: as its sequence number or, in SYN_SENT, as its acknowledgment.
  uint32_t sequence;
  /// When this tuple's handshake found the accept queue full; 0 where it did not.
  uint64_t overflow_ns;
  /// The task that ran, whether or not it has to do with the socket.
  struct task_record current;
  struct segment_record trigger;
  uint64_t stack[PROBE_STACK_DEPTH];
  struct socket_record socket;
  struct closure_record closure;
  struct listener_record listener;
  /// The RST itself, of one that was received.
  struct packet_record packet;
  struct habit_record habit;
};

/// A socket error that an application gets (`sock:inet_sk_error_report`).
struct error_event {
  uint32_t kind;
  int32_t error;
  uint64_t time_ns;
  uint64_t cookie;
};

/// A server closed a connection that had been idle for at least a second, or used more than once,
/// or was without an answer.
struct server_close_event {
  uint32_t kind;
  /// Not 0: the client's last message had no answer.
  uint32_t unanswered;
  uint64_t time_ns;
  struct connection_tuple tuple;
  uint32_t idle_ms;
  /// UINT32_MAX where the connection was opened before the watch began.
  uint32_t age_ms;
  /// Messages of the client.
  uint32_t messages;
  uint32_t reserved;
};

/// A connection that ended, or never came to be, without a RST.
struct failure_event {
  uint32_t kind;
  /// sk_err; 0 where its program gave it up, EADDRNOTAVAIL where there was no port for it.
  int32_t error;
  uint64_t time_ns;
  struct connection_tuple tuple;
  /// `enum reset_parts`: RESET_HAS_LISTENER.
  uint32_t parts;
  /// Of the segment that was not acknowledged.
  uint32_t retransmissions;
  /// Of a zero window.
  uint32_t probes;
  /// Since that segment was first sent; 0 where none was sent again.
  uint32_t unanswered_ms;
  /// In bytes, as the peer last advertised it.
  uint32_t peer_window;
  uint32_t reserved;
  struct task_record current;
  struct socket_record socket;
  struct listener_record listener;
};

/// What reuse.bpf.c reports.
enum reuse_kind {
  /// Payload came after a pause.
  REUSE_PAUSE = 1,
  /// This end closed an idle connection.
  REUSE_OWN_CLOSE,
  /// The other end did.
  REUSE_PEER_CLOSE,
  /// A request was sent although the server had closed.
  REUSE_LATE,
};

/// How a connection was used again, or given up.
struct reuse_event {
  uint64_t time_ns;
  struct connection_tuple tuple;
  uint32_t kind;
  /// `enum socket_role`, of this end.
  uint32_t role;
  uint32_t pause_ms;
  /// Smoothed; 0 where it is not known.
  uint32_t round_trip_us;
};

/// A port began to listen, or listened already when the watch began.
struct listening_event {
  uint32_t kind;
  uint32_t netns;
  uint32_t port;
  uint32_t reserved;
  /// 0 where it listened already.
  uint64_t opened_ns;
  struct task_record owner;
};

/// A RST that left this host and that no TCP socket sent (EVENT_FIREWALL), or a segment that
/// netfilter dropped (EVENT_FILTERED). The tuple is that of the RST, or of one that would answer
/// the segment.
struct firewall_event {
  uint32_t kind;
  uint32_t interface;
  uint64_t time_ns;
  struct connection_tuple tuple;
  struct packet_record packet;
};

static_assert(sizeof(struct connection_tuple) == 40, "a hash key has no padding");
static_assert(sizeof(struct task_record) == 24, "no padding");
static_assert(sizeof(struct socket_record) == 152, "no padding");
static_assert(sizeof(struct closure_record) == 200, "no padding");
static_assert(sizeof(struct listener_record) == 72, "no padding");
static_assert(sizeof(struct segment_record) == 24, "no padding");
static_assert(sizeof(struct packet_record) == 32, "no padding");
static_assert(sizeof(struct habit_record) == 16, "no padding");
static_assert(sizeof(struct reset_event) == 720, "no padding");
static_assert(sizeof(struct firewall_event) == 88, "no padding");
static_assert(sizeof(struct failure_event) == 328, "no padding");
static_assert(sizeof(struct reuse_event) == 64, "no padding");
static_assert(sizeof(struct listening_event) == 48, "no padding");
