// The loops of a bootstrap that run once a row and replicate.

#include "bootstrap.h"

#pragma STDC FP_CONTRACT OFF

static uint64_t rotated(uint64_t x, int bits) { return (x << bits) | (x >> (64 - bits)); }

// xoshiro256** (Blackman & Vigna 2021).
static uint64_t next(uint64_t *s) {
  uint64_t result = rotated(s[1] * 5, 7) * 9;
  uint64_t shifted = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = rotated(s[3], 45);
  return result;
}

void ck_bootstrap_draw(uint64_t state[4], int64_t units, uint32_t *counts) {
  if (units < 1) return;
  uint64_t s[4] = {state[0], state[1], state[2], state[3]};
  uint64_t range = (uint64_t)units;
  uint64_t least = (0 - range) % range;
  for (int64_t drawn = 0; drawn < units;) {
    unsigned __int128 product = (unsigned __int128)next(s) * range;
    if ((uint64_t)product < least) continue;
    counts[(uint64_t)(product >> 64)]++;
    drawn++;
  }
  for (int i = 0; i < 4; i++) state[i] = s[i];
}

double ck_bootstrap_sum(const uint32_t *counts, const double *values, int64_t units) {
  double total = 0;
  for (int64_t i = 0; i < units; i++) total += counts[i] * values[i];
  return total;
}

// Takes row i, from the highest score down; whether it is the last of its tie.
static inline int take(const uint32_t *counts, const ck_bootstrap_ranking *ranking, int64_t i,
                       double *contacted, double *found) {
  uint32_t entry = ranking->entries[i];
  double weight = counts[entry >> 2];
  if (ranking->weights) weight *= ranking->weights[i];
  *contacted += weight;
  *found += (entry & 1) * weight;
  return (entry & 2) != 0;
}

void ck_bootstrap_captured(const uint32_t *counts, const ck_bootstrap_ranking *ranking,
                           const double *targets, int64_t target_count, double *captured) {
  double contacted = 0, found = 0;                // up to this row
  double contacted_before = 0, found_before = 0;  // before its tie
  int64_t t = 0;
  for (int64_t i = 0; i < ranking->n && t < target_count; i++) {
    if (!take(counts, ranking, i, &contacted, &found)) continue;
    for (; t < target_count && contacted >= targets[t]; t++) {
      double share = (targets[t] - contacted_before) / (contacted - contacted_before);
      captured[t] = found_before + share * (found - found_before);
    }
    contacted_before = contacted;
    found_before = found;
  }
  for (; t < target_count; t++) captured[t] = found;
}

double ck_bootstrap_best(const uint32_t *counts, const ck_bootstrap_ranking *ranking,
                         double profit_churned, double profit_stayed, double tolerance) {
  double contacted = 0, found = 0, best = 0, best_contacted = 0;
  for (int64_t i = 0; i < ranking->n; i++) {
    if (!take(counts, ranking, i, &contacted, &found)) continue;
    double profit = found * profit_churned + (contacted - found) * profit_stayed;
    if (!(profit > best + tolerance)) continue;
    best = profit;
    best_contacted = contacted;
  }
  return best_contacted;
}
