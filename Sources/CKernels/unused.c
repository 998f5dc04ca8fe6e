int ck_unused;
