// The hot loops that Swift cannot multiversion, and exact number parsing. One header a kernel.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "bootstrap.h"
#include "cart.h"
#include "delimited.h"
#include "elastic_net.h"
#include "elementary.h"
#include "histogram.h"
#include "logistic.h"
#include "numbers.h"
#include "separation.h"
#include "value_bins.h"

#endif
