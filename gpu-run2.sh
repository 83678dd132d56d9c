J="bash .gpu/java tunebench.launch.Main"
for skip in Keys Queries Delta; do echo skip $skip; sed "s/agrees()/agrees()/" /dev/null; JAVA_OPTS="-Dskip$skip=true -Dnocheck=true" $J bench --device gpu --shape llama-3.1-8b --quantize nf4-double --batches 16 --rounds 3 --work train --profile 2>&1 | grep -E "attend|differ"; done
