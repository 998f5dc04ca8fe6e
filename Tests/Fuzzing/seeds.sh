#!/usr/bin/env bash
# Makes the seeds of the fuzzers anew: small models of every kind, and small delimited files in the
# encodings that are read. CHURN names the command; run it in this folder.
set -euo pipefail
churn=${CHURN:-../../.build/debug/churn}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p Corpus/models Corpus/text

awk 'BEGIN {
  srand(5)
  print "customer_id,age,plan,spend,gap,churned"
  split("basic gold silver", plans, " ")
  for (i = 0; i < 90; i++) {
    age = 20 + (i * 37) % 50; spend = 10 + (i * 53) % 90
    gap = i % 9 == 0 ? "" : (i * 17) % 23
    plan = i % 13 == 0 ? "" : plans[1 + (i * 7) % 3]
    print i "," age "," plan "," spend ".5," gap "," (age + spend / 3 + (i * 29) % 41 > 82 ? 1 : 0)
  }
}' > "$work/c.csv"
train() { # NAME KIND OPTIONS…
  local name=$1 kind=$2
  shift 2
  "$churn" train "$kind" "$work/c.csv" --target churned --id customer_id --quiet --threads 1 \
    -o "Corpus/models/$name.json" --force "$@"
}
train logistic logistic
train design logistic --splines age:3 --interactions gap:plan --transform spend:standardize --lump 28
train firth logistic --penalty firth --base-rate 0.2
train lasso logistic --penalty lasso --cv 3 --features age,plan
train tree tree --min-leaf 3 --cp 0.001 --prune none --cv 0 --competitors 2
train held tree --holdout 0.3 --missing direction --cv 3 --loss fp=1,fn=3
"$churn" train tree "$work/c.csv" --task regression --target spend --id customer_id --quiet \
  --threads 1 --cv 0 --prune none -o Corpus/models/regression.json --force

# The first eight bytes say how the file is read; see TextProbe.
head='\1\2\0\0\0\0\0\0'
text() { printf "$head" > "Corpus/text/$1"; cat >> "Corpus/text/$1"; }
head -20 "$work/c.csv" | text plain.csv
printf 'a;b;"c d"\r\n1;"x""y";\r\n2;"two\nlines";NA\r\n;;\r\n' | text quoted.csv
printf '\357\273\277a\tb\n1\t2\n' | text mark.tsv
printf '\345\256\242\346\210\267,\351\207\221\351\242\235\n\345\274\240,1\n\346\235\216,2.5\n' > "$work/zh"
text chinese.csv < "$work/zh"
iconv -f utf-8 -t gb18030 "$work/zh" | text gb18030.csv
(printf '\377\376'; iconv -f utf-8 -t utf-16le "$work/zh") | text utf16le.csv
(printf '\376\377'; iconv -f utf-8 -t utf-16be "$work/zh") | text utf16be.csv
(head -5 "$work/c.csv" | gzip -n; tail -5 "$work/c.csv" | gzip -n) | text members.csv.gz
printf '  00001  1  19970101  1  11.77\n  00002  1  19970112  1  12.00\n' | text blanks.txt
printf 'x,y\n1e999,0x10\n1.5e-300,\n-0,+1\n"1",.5\nNaN,inf\n' | text numbers.csv
head='\1\2\0\0\0\3\1\1'
head -9 "$work/c.csv" | text stored.csv
