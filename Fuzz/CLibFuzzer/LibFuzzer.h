#pragma once
#include <stddef.h>
#include <stdint.h>

// libFuzzer's own main() calls this; it is in what -sanitize=fuzzer links (compiler-rt, FuzzerInterface.h has the
// other half).
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *bytes, size_t size));
