const { dest, src, task } = require('gulp');

task('build:icons', copyIconsAndCodex);

/** Icons (light and dark) and codex files go beside the built nodes and credentials. */
function copyIconsAndCodex() {
	// Without `encoding: false` gulp 5 rewrites files as UTF-8 text, which ruins PNG icons.
	return src('{nodes,credentials}/**/*.{svg,png,node.json}', { encoding: false }).pipe(dest('dist'));
}
