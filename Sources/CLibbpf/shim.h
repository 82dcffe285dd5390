#pragma once
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

// BTF_KIND_FUNC is both an enumerator and a macro, which Swift cannot tell apart.
enum { KERNEL_FUNCTION_KIND = BTF_KIND_FUNC };
