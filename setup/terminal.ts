/** Questions to whoever runs the command. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { SetupFailure } from './failure';

const isAttended = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

/** @throws {SetupFailure} where nobody is there to answer */
export async function ask(question: string, instead: string): Promise<string> {
	if (!isAttended()) throw new SetupFailure(`${question.replace(/[:?]\s*$/, '')}: not given.`, instead);
	const asking = createInterface({ input: process.stdin, output: process.stdout });
	try {
		return (await asking.question(question)).trim();
	} finally {
		asking.close();
	}
}

/** Asks for what nobody else should read: the answer is not shown while it is typed. */
export async function askSecret(question: string, instead: string): Promise<string> {
	if (!isAttended()) throw new SetupFailure(`${question.replace(/[:?]\s*$/, '')}: not given.`, instead);
	process.stdout.write(question);
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const asking = createInterface({ input: process.stdin, output: silent, terminal: true });
	try {
		return (await asking.question('')).trim();
	} finally {
		asking.close();
		process.stdout.write('\n');
	}
}

/** @returns whether to go on */
export async function confirm(question: string): Promise<boolean> {
	const answer = await ask(`${question} [y/N] `, 'Nobody is there to say yes: add --yes. Nothing was changed.');
	return /^y(es)?$/i.test(answer);
}
