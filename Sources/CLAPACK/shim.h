// Prototypes of the LAPACK and BLAS routines in use: Debian's liblapack-dev ships none.
// Fortran calling convention: every argument by address, matrices column-major, 32-bit integers,
// and one hidden length (passed by value, last) for each character argument.
#ifndef CLAPACK_SHIM_H
#define CLAPACK_SHIM_H

#include <stddef.h>
#include <stdint.h>

// Cholesky factorisation with complete pivoting of a symmetric positive semidefinite matrix.
void dpstrf_(const char *uplo, const int32_t *n, double *a, const int32_t *lda, int32_t *piv,
             int32_t *rank, const double *tol, double *work, int32_t *info, size_t uplo_length);

// Cholesky factorisation, its solution of a system and the inverse from it.
void dpotrf_(const char *uplo, const int32_t *n, double *a, const int32_t *lda, int32_t *info,
             size_t uplo_length);
void dpotrs_(const char *uplo, const int32_t *n, const int32_t *nrhs, const double *a,
             const int32_t *lda, double *b, const int32_t *ldb, int32_t *info, size_t uplo_length);
void dpotri_(const char *uplo, const int32_t *n, double *a, const int32_t *lda, int32_t *info,
             size_t uplo_length);

// QR factorisation with column pivoting, and the product with its Q.
void dgeqp3_(const int32_t *m, const int32_t *n, double *a, const int32_t *lda, int32_t *jpvt,
             double *tau, double *work, const int32_t *lwork, int32_t *info);
void dormqr_(const char *side, const char *trans, const int32_t *m, const int32_t *n,
             const int32_t *k, const double *a, const int32_t *lda, const double *tau, double *c,
             const int32_t *ldc, double *work, const int32_t *lwork, int32_t *info,
             size_t side_length, size_t trans_length);
void dtrtrs_(const char *uplo, const char *trans, const char *diag, const int32_t *n,
             const int32_t *nrhs, const double *a, const int32_t *lda, double *b,
             const int32_t *ldb, int32_t *info, size_t uplo_length, size_t trans_length,
             size_t diag_length);

// Singular values of a general matrix.
void dgesvd_(const char *jobu, const char *jobvt, const int32_t *m, const int32_t *n, double *a,
             const int32_t *lda, double *s, double *u, const int32_t *ldu, double *vt,
             const int32_t *ldvt, double *work, const int32_t *lwork, int32_t *info,
             size_t jobu_length, size_t jobvt_length);

// Symmetric rank-k update, the plain oracle for the weighted Gram kernel.
void dsyrk_(const char *uplo, const char *trans, const int32_t *n, const int32_t *k,
            const double *alpha, const double *a, const int32_t *lda, const double *beta, double *c,
            const int32_t *ldc, size_t uplo_length, size_t trans_length);

#endif
