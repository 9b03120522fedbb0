import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProgress } from '../scripts/host/progress.mjs';
import { runCommand } from './command';
import { SetupFailure } from './failure';

runCommand(process.argv.slice(2), {
	environment: process.env,
	packageFolder: dirname(dirname(fileURLToPath(import.meta.url))),
	print: (text) => console.log(text),
	progress: createProgress(),
}).catch((error: unknown) => {
	const isExpected = error instanceof SetupFailure;
	console.error(isExpected ? `\n${error.message}\n\nWhat to do: ${error.whatToDo}` : error);
	process.exitCode = 1;
});
