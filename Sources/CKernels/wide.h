// Kernels for processors with 512-bit registers, in intrinsics: CK_WIDE before a function that may use
// them, ck_is_wide() before it is called. CK_PACKS and ck_packs() are the same with instructions that
// pack bytes, which processors have since 2019.
#ifndef CKERNELS_WIDE_H
#define CKERNELS_WIDE_H

#if defined(__x86_64__)
#include <immintrin.h>

#define CK_FEATURES "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,popcnt,lzcnt,bmi"
#define CK_WIDE __attribute__((target(CK_FEATURES)))
#define CK_PACKS __attribute__((target(CK_FEATURES ",avx512vbmi2")))

static inline int ck_is_wide(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
         && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq")
         && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("popcnt")
         && __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("bmi");
}

static inline int ck_packs(void) { return ck_is_wide() && __builtin_cpu_supports("avx512vbmi2"); }

#endif
#endif
