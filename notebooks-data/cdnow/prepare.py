"""Write orders.csv from CDNOW_master.txt of the Python package Lifetimes 0.11.3.

    pip download --no-deps --no-binary :all: lifetimes==0.11.3
    tar xzf Lifetimes-0.11.3.tar.gz
    python3 prepare.py Lifetimes-0.11.3/lifetimes/datasets/CDNOW_master.txt > orders.csv

The source is blank-separated with CRLF ends and dates as YYYYMMDD; ids and amounts are copied
as text, so that not a digit changes.
"""

import re
import sys

ROW = re.compile(r"\s*(\d{5})\s+(\d{4})(\d\d)(\d\d)\s+(\d+)\s+(\d+\.\d\d)\s*")


def main(path):
    with open(path, encoding="ascii") as source:
        next(source)  # the header: customer_id date number_of_cds dollar_value
        print("customer_id,order_date,quantity,amount")
        for number, line in enumerate(source, start=2):
            row = ROW.fullmatch(line)
            if row is None:
                sys.exit(f"{path}:{number}: not a purchase: {line!r}")
            customer, year, month, day, quantity, amount = row.groups()
            print(f"{customer},{year}-{month}-{day},{quantity},{amount}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
