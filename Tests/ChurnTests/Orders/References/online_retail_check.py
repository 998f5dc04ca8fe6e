"""Counts of the UCI Online Retail file, read with Python's own csv module.

    python3 online_retail_check.py ../../../../../shared/data/online-retail/online_retail.csv.gz \
        > online_retail_check.json

Written from the file's description alone; it shares nothing with the program that it checks.
Lines without a customer are put aside; of the others an invoice that starts with C cancels, and a
price of 0 or less makes a line no purchase. What is left are purchase lines, before cancellations
take effect on earlier lines; an order is an invoice of a customer. Amounts are exact decimals.
"""

import csv
import gzip
import hashlib
import io
import json
import sys
from decimal import Decimal

lines = no_customer = cancelled = priceless = kept = 0
amount = Decimal(0)
orders, customers, all_customers, all_orders = set(), set(), set(), set()
by_customer = {}
first_day, last_day = "9999", "0000"
rejected_rows = hashlib.sha256()

with gzip.open(sys.argv[1], "rb") as raw:
    for row in csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8", newline="")):
        lines += 1
        day = row["InvoiceDate"][:10]
        first_day, last_day = min(first_day, day), max(last_day, day)
        customer = row["CustomerID"].strip()
        if customer in ("", "NA"):
            no_customer += 1
            rejected_rows.update(b"%d\n" % lines)
            continue
        all_customers.add(customer)
        quantity, price = int(row["Quantity"]), Decimal(row["UnitPrice"])
        if row["InvoiceNo"].startswith("C"):
            cancelled += 1
        elif price <= 0:
            priceless += 1
        else:
            kept += 1
            amount += quantity * price
            orders.add(row["InvoiceNo"])
            customers.add(customer)
            known = by_customer.setdefault(customer, [set(), Decimal(0)])
            known[0].add(row["InvoiceNo"])
            known[1] += quantity * price

sample = sorted(by_customer)[::217]
json.dump(
    {
        "lines": lines,
        "no_customer": no_customer,
        "rejected_rows_sha256": rejected_rows.hexdigest(),
        "cancellations": cancelled,
        "priceless": priceless,
        "kept_lines": kept,
        "all_customers": len(all_customers),
        "customers": len(customers),
        "orders": len(orders),
        "amount": str(amount.normalize()),
        "first_day": first_day,
        "last_day": last_day,
        "sample": [
            {"customer": c, "orders": len(by_customer[c][0]), "amount": str(by_customer[c][1])}
            for c in sample
        ],
    },
    sys.stdout,
    indent=1,
)
print()
