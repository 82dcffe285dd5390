// What the probes remember, and how long.
#pragma once

// What a socket's own structure does not keep.
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
  // The connection is over, and only its last events may still come.
  __u8 ended;
  __u8 reserved[4];
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
  __uint(max_entries, 4 << 20);
} events SEC(".maps");

// It goes with the socket. Making it takes a microsecond: only for what lasts.
struct {
  __uint(type, BPF_MAP_TYPE_SK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, struct socket_memory);
} sockets SEC(".maps");

struct fresh_memory {
  __u64 cookie;
  struct socket_memory memory;
};

// Connections that have just begun, by the lowest bits of the socket's cookie, which is a running
// number. Most end here; visit_file() moves what lasts. A place is taken again once its connection
// has ended.
enum { FRESH_SOCKETS = 4096 };

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, FRESH_SOCKETS);
  __type(key, __u32);
  __type(value, struct fresh_memory);
} fresh_sockets SEC(".maps");

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

// The namespaces that are watched, where not all are.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 64);
  __type(key, __u32);
  __type(value, __u8);
} namespaces SEC(".maps");

// The same where they are few, which needs no hash.
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct few_namespaces);
} few_namespaces SEC(".maps");

// Records that found the ring buffer full.
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u64);
} lost SEC(".maps");

const volatile struct probe_settings settings = {};

static __always_inline int watches(__u32 netns) {
  if (!settings.filters_namespaces) return 1;
  if (settings.filters_namespaces > FEW_NAMESPACES)
    return bpf_map_lookup_elem(&namespaces, &netns) != NULL;
  // 0 stands for none there.
  if (!netns) return 0;
  __u32 key = 0;
  struct few_namespaces *few = bpf_map_lookup_elem(&few_namespaces, &key);
  for (__u32 i = 0; few && i < FEW_NAMESPACES; i++)
    if (few->numbers[i] == netns) return 1;
  return 0;
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

static __always_inline struct fresh_memory *fresh_place(__u64 cookie) {
  __u32 key = cookie & (FRESH_SOCKETS - 1);
  return bpf_map_lookup_elem(&fresh_sockets, &key);
}

// Most sockets have one already, and most have no storage: then a load stands for a call.
static __always_inline __u64 cookie_of(struct sock *sk) {
  return sk->__sk_common.skc_cookie.counter ?: bpf_get_socket_cookie(sk);
}

static __always_inline struct socket_memory *stored_memory(struct sock *sk) {
  return sk->sk_bpf_storage ? bpf_sk_storage_get(&sockets, sk, NULL, 0) : NULL;
}

// NULL where the socket's beginning was not seen.
static __always_inline struct socket_memory *memory_of(struct sock *sk) {
  struct socket_memory *memory = stored_memory(sk);
  if (memory) return memory;
  // One that has begun here has a cookie.
  __u64 cookie = sk->__sk_common.skc_cookie.counter;
  struct fresh_memory *place = cookie ? fresh_place(cookie) : NULL;
  return place && place->cookie == cookie ? &place->memory : NULL;
}

// The memory of a socket that lasts, with what was known of it.
static __always_inline struct socket_memory *lasting_memory(struct sock *sk) {
  struct socket_memory *memory = stored_memory(sk);
  if (memory) return memory;
  __u64 cookie = cookie_of(sk);
  struct fresh_memory *place = fresh_place(cookie);
  if (!place || place->cookie != cookie)
    return bpf_sk_storage_get(&sockets, sk, NULL, BPF_SK_STORAGE_GET_F_CREATE);
  memory = bpf_sk_storage_get(&sockets, sk, &place->memory, BPF_SK_STORAGE_GET_F_CREATE);
  if (!memory) return &place->memory;
  place->cookie = 0;
  return memory;
}

// The place of a socket that has none yet; NULL where another that lives has it.
static __always_inline struct socket_memory *take_place(struct sock *sk) {
  __u64 cookie = cookie_of(sk);
  struct fresh_memory *place = fresh_place(cookie);
  if (!place) return NULL;
  __u64 other = place->cookie;
  if (other == cookie) return &place->memory;
  if (other && !place->memory.ended) return NULL;
  if (__sync_val_compare_and_swap(&place->cookie, other, cookie) != other) return NULL;
  return &place->memory;
}

// Memory for a connection that begins; empty but for its dialogue.
static __always_inline struct socket_memory *begin_memory(struct sock *sk) {
  struct socket_memory *memory = stored_memory(sk) ?: take_place(sk) ?: lasting_memory(sk);
  if (memory) __builtin_memset(memory, 0, __builtin_offsetof(struct socket_memory, dialogue));
  return memory;
}
