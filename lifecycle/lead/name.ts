const LONGEST_NAME = 300;
const DIGIT = /\p{Nd}/u;
const GENERATION = /\s(?:2nd|3rd|4th|5th)\.?$/i;

/**
 * Whether a person's name holds a digit in any script ('J0hn', 'Test 123'), a sign of a made-up entry. A generation at
 * the end is a name ('John Smith 3rd'). Names over 300 characters and empty ones give undefined.
 */
export function nameHasDigits(name: string): boolean | undefined {
	if (name.length > LONGEST_NAME) return undefined;
	const text = name.trim();
	return text === '' ? undefined : DIGIT.test(text) && DIGIT.test(text.replace(GENERATION, ''));
}
