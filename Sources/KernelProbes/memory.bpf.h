// What the probes remember, and how long.
#pragma once

// What a socket's own structure does not keep. It goes with the socket.
struct socket_memory {
  __u64 opened_ns;
  __u64 peer_closed_ns;
  struct task_record owner;
  __u8 role;
  __u8 state_before_close;
  // A RST of the connection was seen: what its end is told by.
  __u8 was_reset;
  // Not 0: a listener, counted in its port's record.
  __u8 listens;
  // TTL, or the hop limit, of the peer's packets; 0 where none was looked at.
  __u8 hop_limit;
  // The station that sent them, zeros where none was looked at.
  __u8 link_source[6];
  __u8 reserved[5];
  // The stretch of attention in which the connection was opened, and that of its dialogue.
  __u32 opened_in;
  __u32 heard_in;
  // Payload in each direction when the last message of the other one began.
  __u64 sent_before;
  __u64 received_before;
  struct dialogue_record dialogue;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 8 << 20);
} events SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_SK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, struct socket_memory);
} sockets SEC(".maps");

// How connections were ended here, so that a late segment's reset can be told from an unknown one.
struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 32768);
  __type(key, struct connection_tuple);
  __type(value, struct closure_record);
} closures SEC(".maps");

// The number of this stretch of looking at messages; 0 while nobody looks, where looking at so many
// would cost too much.
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u32);
} attention SEC(".maps");

static __always_inline __u32 current_attention(void) {
  __u32 key = 0;
  __u32 *number = bpf_map_lookup_elem(&attention, &key);
  return number ? *number : 0;
}

// Messages that were looked at: what tells how much that costs.
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u64);
} looks SEC(".maps");

struct overflow_memory {
  __u64 time_ns;
  // Not 0: the ACK carried a right SYN cookie, and nothing of the connection is left here.
  __u64 had_cookie;
};

// Tuples whose handshake found the accept queue full.
struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 16384);
  __type(key, struct connection_tuple);
  __type(value, struct overflow_memory);
} overflows SEC(".maps");

struct listener_key {
  __u32 netns;
  __u32 port;
};

struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 4096);
  __type(key, struct listener_key);
  __type(value, struct listener_record);
} listeners SEC(".maps");

static __always_inline struct listener_record *listener_at(const struct connection_tuple *tuple) {
  struct listener_key key = {.netns = tuple->netns, .port = tuple->local_port};
  return bpf_map_lookup_elem(&listeners, &key);
}

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 64);
  __type(key, __u32);
  __type(value, __u8);
} namespaces SEC(".maps");

// Records that found the ring buffer full.
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u64);
} lost SEC(".maps");

const volatile struct probe_settings settings = {};

static __always_inline int watches(__u32 netns) {
  return !settings.filters_namespaces || bpf_map_lookup_elem(&namespaces, &netns);
}

static __always_inline void *reserve(__u64 size) {
  void *record = bpf_ringbuf_reserve(&events, size, 0);
  if (!record) {
    __u32 key = 0;
    __u64 *count = bpf_map_lookup_elem(&lost, &key);
    if (count) ++*count;
  }
  return record;
}

static __always_inline struct socket_memory *memory_of(struct sock *sk, __u64 flags) {
  return bpf_sk_storage_get(&sockets, sk, NULL, flags);
}
