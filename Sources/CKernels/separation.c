// Products of signed unit rows with a direction: what the search for a separating direction asks of
// the data.

#include "separation.h"

#include <math.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

enum { BLOCK = CK_LOGISTIC_BLOCK };

static int64_t block_size(int64_t n, int64_t first) { return n - first < BLOCK ? n - first : BLOCK; }

void ck_separation_inverse_lengths(const ck_logistic_data *data, int64_t n, double *inverse) {
  for (int64_t first = 0; first < n; first += BLOCK) {
    int64_t count = block_size(n, first);
    double square[BLOCK];
    for (int64_t i = 0; i < count; i++) square[i] = 1;
    for (int64_t j = 0; j < data->p; j++) {
      const double *x = data->columns[j] + first;
      double center = data->center[j], scale = data->scale[j];
      for (int64_t i = 0; i < count; i++) {
        double z = (x[i] - center) * scale;
        square[i] += z * z;
      }
    }
    for (int64_t i = 0; i < count; i++) {
      int counts = data->weights == NULL || data->weights[first + i] > 0;
      inverse[first + i] = counts ? 1 / sqrt(square[i]) : 0;
    }
  }
}

void ck_separation_sum(const ck_logistic_data *data, int64_t n, const double *inverse,
                       double *sum) {
  memset(sum, 0, sizeof(double) * (size_t)(data->p + 1));
  for (int64_t first = 0; first < n; first += BLOCK) {
    int64_t count = block_size(n, first);
    double factor[BLOCK];
    double total = 0;
    for (int64_t i = 0; i < count; i++) {
      factor[i] = data->labels[first + i] ? inverse[first + i] : -inverse[first + i];
      total += factor[i];
    }
    sum[0] += total;
    for (int64_t j = 0; j < data->p; j++) {
      const double *x = data->columns[j] + first;
      double center = data->center[j], scale = data->scale[j];
      total = 0;
      for (int64_t i = 0; i < count; i++) total += (x[i] - center) * scale * factor[i];
      sum[j + 1] += total;
    }
  }
}

double ck_separation_products(const ck_logistic_data *data, int64_t n, const double *inverse,
                              const double *direction, double *products) {
  double smallest = INFINITY;
  for (int64_t first = 0; first < n; first += BLOCK) {
    int64_t count = block_size(n, first);
    double product[BLOCK];
    for (int64_t i = 0; i < count; i++) product[i] = direction[0];
    for (int64_t j = 0; j < data->p; j++) {
      const double *x = data->columns[j] + first;
      double center = data->center[j], scale = data->scale[j], factor = direction[j + 1];
      for (int64_t i = 0; i < count; i++) product[i] += (x[i] - center) * scale * factor;
    }
    for (int64_t i = 0; i < count; i++) {
      double length = inverse[first + i];
      double signed_length = data->labels[first + i] ? length : -length;
      product[i] = length > 0 ? product[i] * signed_length : 0;
      products[first + i] = product[i];
      if (length > 0 && product[i] < smallest) smallest = product[i];
    }
  }
  return smallest;
}

int64_t ck_separation_violators(const double *products, int64_t n, double limit, int64_t capacity,
                                int64_t *rows) {
  int64_t count = 0;
  for (int64_t i = 0; i < n; i++) {
    double value = products[i];
    if (!(value < limit)) continue;
    if (count == capacity && value >= products[rows[count - 1]]) continue;
    int64_t place = count;
    while (place > 0 && products[rows[place - 1]] > value) place--;
    if (place > 0 && products[rows[place - 1]] == value) continue;
    int64_t moved = (count < capacity ? count : capacity - 1) - place;
    memmove(rows + place + 1, rows + place, sizeof(int64_t) * (size_t)moved);
    rows[place] = i;
    if (count < capacity) count++;
  }
  return count;
}
