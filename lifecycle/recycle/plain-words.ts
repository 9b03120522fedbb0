import { fold } from '../text';

const END = '.';

/** Text as words with one space between, and sentences with ` . ` between: “No-budget, sorry!” -> `no budget . sorry`. */
export const wordsOf = (text: string): string =>
	fold(text)
		.replace(/[.,;:!?()\n\r]+/g, ` ${END} `)
		.replace(/[^\p{L}\p{N}.]+/gu, ' ')
		.replace(/\b(do|does|did|is|are|was|ca|wo|could|has|have)nt\b/g, '$1n t')
		.replace(/^[ .]+|[ .]+$/g, '');
