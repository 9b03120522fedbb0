/**
 * Runs n8n's package scanner on a published package and on the sources it was built from, as n8n's verification does,
 * and prints what it found as JSON: `node scan.mjs <unpacked package> <source>`.
 */
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';

const [packageFolder, sourceFolder] = process.argv.slice(2);
const shipped = await analyzePackage(packageFolder, ['**/*.js', 'package.json']);
const source = await analyzePackage(sourceFolder, SOURCE_FILE_PATTERNS);
console.log(JSON.stringify({ shipped, source }));
