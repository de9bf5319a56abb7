# Costs as they grow, from growth.tsv: what, size, us a delivery, us an arrival, KiB of live heap.
set terminal svg size 900,420 font "sans-serif,12" background "#ffffff"
set output "bench/growth.svg"
set datafile separator "\t"
set logscale xy
set grid
set key top left
set xrange [8:12500]
set format "%.0f"
what = "members rooms connections history"
of(name) = sprintf("< awk -F '\t' '$1 == \"%s\"' bench/growth.tsv", name)
set multiplot layout 1,3
set title "server CPU, us per delivery"
set yrange [1:1000]
plot for [name in what] of(name) using 2:3 with linespoints title name
set title "server CPU, us per arrival"
set yrange [100:10000]
set key bottom left
plot for [name in what] of(name) using 2:4 with linespoints title name
set title "live heap, KiB"
set key top left
set yrange [10:1000000]
plot for [name in what] of(name) using 2:5 with linespoints title name, x title "1 KiB each" with lines dashtype 2
unset multiplot
