import { fault, type Fault } from '../../fault';

export const missingHeader = (header: string): { ok: false } & Fault =>
	fault(`The header “${header}” is missing`, 'Sign the call, or choose the scheme that the sender signs with.');

export const unreadableTime = (place: string): { ok: false } & Fault =>
	fault(`${place} is not a time`, 'Send the time of signing as the scheme writes it.');
