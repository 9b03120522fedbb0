/** A failure in words: what happened, and what to do about it. Printed without a stack. */
export class SetupFailure extends Error {
	constructor(
		message: string,
		readonly whatToDo: string,
	) {
		super(message);
		this.name = 'SetupFailure';
	}
}
