// @ts-check
/** A tar archive of texts, compressed: all that an n8n package needs of the format. */

import { gzipSync } from 'node:zlib';

const BLOCK = 512;

/**
 * @param {Map<string, string>} files texts by path, which may have 100 bytes before its last slash and after it each
 * @returns {Buffer}
 */
export function archive(files) {
	const parts = [...files].flatMap(([path, text]) => {
		const content = Buffer.from(text, 'utf8');
		return [header(path, content.length), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
	});
	return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]), { level: 9 });
}

/**
 * The header of a plain file, as POSIX lays it out (ustar).
 *
 * @param {string} path
 * @param {number} size
 */
function header(path, size) {
	const block = Buffer.alloc(BLOCK);
	const slash = path.length > 100 ? path.lastIndexOf('/') : -1;
	const octal = (/** @type {number} */ value, /** @type {number} */ digits) => value.toString(8).padStart(digits, '0');
	block.write(path.slice(slash + 1), 0);
	block.write(`${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100);
	block.write(`${octal(size, 11)}\0${octal(0, 11)}\0`, 124);
	block.write('        0', 148);
	block.write('ustar\0' + '00', 257);
	if (slash > 0) block.write(path.slice(0, slash), 345);
	const sum = block.reduce((total, byte) => total + byte, 0);
	block.write(`${octal(sum, 6)}\0 `, 148);
	return block;
}
