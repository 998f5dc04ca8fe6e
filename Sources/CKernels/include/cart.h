#ifndef CKERNELS_CART_H
#define CKERNELS_CART_H

#endif
