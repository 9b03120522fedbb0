#!/usr/bin/env bash
# ydf-training 0.0.1 (Google's Yggdrasil decision forests, WASM): every train() writes a line "Model trained in …" to standard output, where a library is expected to be silent.
# Seen: a script that trains twice and prints one line of JSON gives three lines on stdout; what reads its whole output as JSON fails.
# So train in a process of its own, and read the last line of what it prints only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --ignore-scripts --no-audit --no-fund --silent ydf-training@0.0.1 2>/dev/null

cat >run.cjs <<'JS'
(async () => {
	const ydf = await require('ydf-training')();
	const rows = Array.from({ length: 200 }, (_, row) => `${row % 2},${(row * 7) % 13},${row % 2 ? 'yes' : 'no'}`);
	for (let time = 0; time < 2; time++) {
		new ydf.GradientBoostedTreesLearner('label', 'CLASSIFICATION').train(['a,b,label', ...rows].join('\n'));
	}
	console.log(JSON.stringify({ done: true }));
})();
JS
node run.cjs >out.txt 2>err.txt
cat out.txt
[ "$(grep -c '^Model trained in ' out.txt)" = 2 ] || { echo "This has changed: not two lines of the library's own."; exit 1; }
[ "$(tail -1 out.txt)" = '{"done":true}' ] || { echo "This has changed: the last line is not the script's."; exit 1; }
