// The hot loops that Swift cannot multiversion, exact number parsing, and what a signal handler may do. One header a kernel.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "bootstrap.h"
#include "cart.h"
#include "column_extent.h"
#include "delimited.h"
#include "elastic_net.h"
#include "elementary.h"
#include "gaps.h"
#include "histogram.h"
#include "logistic.h"
#include "logistic_score.h"
#include "numbers.h"
#include "separation.h"
#include "unfinished.h"
#include "value_bins.h"

#endif
