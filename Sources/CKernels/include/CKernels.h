// The hot loops that Swift cannot multiversion, exact number parsing, and what a signal handler may do. One header a kernel.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "between.h"
#include "bootstrap.h"
#include "cart.h"
#include "class_extents.h"
#include "column_extent.h"
#include "delimited.h"
#include "elastic_net.h"
#include "elementary.h"
#include "gaps.h"
#include "histogram.h"
#include "large_pages.h"
#include "logistic.h"
#include "logistic_score.h"
#include "numbers.h"
#include "scaled_sums.h"
#include "separation.h"
#include "unfinished.h"
#include "value_bins.h"

#endif
