#!/usr/bin/env bash
# n8n-workflow 2.41.0: its package.json names an ES module build for `import`, and Node.js cannot load it: the build imports its own files without their endings. `require` works.
# Seen: import('n8n-workflow') rejects with ERR_MODULE_NOT_FOUND for dist/esm/logger-proxy; require('n8n-workflow').NodeHelpers is an object.
# So a script or test of a community node that is an ES module takes n8n-workflow by createRequire, or leaves it to a bundler.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --ignore-scripts --no-audit --no-fund --silent n8n-workflow@2.41.0

imported=$(node --input-type=module -e "import('n8n-workflow').then(() => console.log('loaded'), ({ code, message }) => console.log(code, /dist\/esm\/([\w-]+)'/.exec(message)?.[1]))")
required=$(node -e "console.log(typeof require('n8n-workflow').NodeHelpers)")
named=$(node -p "JSON.parse(require('fs').readFileSync('node_modules/n8n-workflow/package.json', 'utf8')).exports['.'].import")
echo "n8n-workflow 2.41.0 on Node.js $(node --version): exports.import is $named; import(): $imported; require(): $required"
[ "$named" = ./dist/esm/index.js ]
[ "$imported" = 'ERR_MODULE_NOT_FOUND logger-proxy' ]
[ "$required" = object ]
