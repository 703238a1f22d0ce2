#!/usr/bin/env bash
# Is it worth while to go on with pretraining on the text of one's own field? Everything that own-domain.md does, for film reviews, in one go.
# Usage: docs/guides/own-domain.sh MODEL IMDB OUT
#   MODEL  a pretraining run, such as runs/first of the README
#   IMDB   a folder with unlabelled.jsonl.gz, train.jsonl.gz and dev.jsonl.gz
#   OUT    a folder to write to; what is there already is not done again
# STEPS, SEEDS, SIZES, EPOCHS and RECIPE change how much is done; THREADS how many threads do it.
set -euo pipefail
model=$1 imdb=$2 out=$3
here=$(cd "$(dirname "$0")/../.." && pwd)
steps=${STEPS:-7000} seeds=${SEEDS:-5} threads=${THREADS:-0} recipe=${RECIPE:-recipes/pretrain/coco-lm-mini.json}
read -ra sizes <<< "${SIZES:-100 1000 22500}"
read -ra epochs <<< "${EPOCHS:-30 10 3}"
cocoon() { "$here/cocoon" "$@"; }

# A step of a run: begun if it is not there, gone on with if it was stopped, passed over if it is done.
run() {
  if [ ! -e "$1/recipe.json" ]; then cocoon "${@:2}" --run "$1" --threads "$threads"
  elif [ ! -e "$1/model/config.json" ] && [ ! -e "$1/results.json" ]; then cocoon resume "$1" --threads "$threads"; fi
}

mkdir -p "$out"
[ -e "$out/reviews/manifest.json" ] || cocoon data prepare --input "$imdb/unlabelled.jsonl.gz" --tokenizer "$model/tokenizer" --hold-out 1% --out "$out/reviews"
run "$out/pretrained" pretrain "$recipe" --from "$model" --data "$out/reviews" --eval-data "$out/reviews-held-out" \
  --set training.steps="$steps" --set training.warmupSteps="$((steps / 20))" --set training.peakLearningRate=3e-4

for i in "${!sizes[@]}"; do
  n=${sizes[$i]} data=$out/labelled-${sizes[$i]}
  mkdir -p "$data"
  [ -e "$data/train.jsonl" ] || { zcat "$imdb/train.jsonl.gz" | sed -n "1,${n}p" > "$data/part" && mv "$data/part" "$data/train.jsonl"; }
  [ -e "$data/dev.jsonl.gz" ] || cp "$imdb/dev.jsonl.gz" "$data/dev.jsonl.gz"
  common=(custom --data "$data" --recipe recipes/finetune/mini.json --seeds "$seeds" --set epochs="${epochs[$i]}" --set evaluationsPerEpoch="$(awk "BEGIN { print 4 / ${epochs[$i]} }")")
  run "$out/none-$n" finetune "${common[@]}" --model "$model" --from none
  run "$out/before-$n" finetune "${common[@]}" --model "$model"
  run "$out/after-$n" finetune "${common[@]}" --model "$out/pretrained"
done

echo "| labels | no pretraining | pretrained | pretrained, then on reviews |"
echo "|---|---|---|---|"
for n in "${sizes[@]}"; do
  row="| $n"
  for name in none before after; do
    row="$row | $(sed -n '/"score": {/,/}/p' "$out/$name-$n/results.json" | awk -F'[:,]' '/median/ {m=$2} /lowest/ {l=$2} /highest/ {h=$2} END { printf "%.4f (%.4f to %.4f)", m, l, h }')"
  done
  echo "$row |"
done
