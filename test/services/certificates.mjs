// @ts-check
/** A certificate authority that lives as long as the proxy, and the certificates it signs. No key is ever written down. */

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { library } from './libraries.mjs';

const DAY = 86_400_000;

/**
 * @typedef {{ certificate: string, contextFor(host: string): import('node:tls').SecureContext }} Authority `certificate`: of
 *   the authority, PEM; `contextFor`: what a TLS server needs to be that host
 */

/** @returns {Promise<Authority>} */
export async function createAuthority() {
	const { default: forge } = await library('node-forge');
	const keys = keyPair(forge);
	const subject = [{ name: 'commonName', value: 'Lead Lifecycle tests' }];
	const certificate = signed(forge, {
		keys,
		subject,
		signer: { keys, subject },
		extensions: [
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'keyUsage', keyCertSign: true, critical: true },
		],
	});
	/** @type {Map<string, import('node:tls').SecureContext>} */
	const contexts = new Map();
	const contextFor = (/** @type {string} */ host) => {
		const known = contexts.get(host);
		if (known !== undefined) return known;
		const own = keyPair(forge);
		const leaf = signed(forge, {
			keys: own,
			subject: [{ name: 'commonName', value: host }],
			signer: { keys, subject },
			extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
		});
		const context = createSecureContext({ key: own.pem, cert: leaf });
		contexts.set(host, context);
		return context;
	};
	return { certificate, contextFor };
}

/**
 * Made by Node.js, whose keys take a tenth of a second; those of the library take seconds.
 *
 * @param {any} forge
 */
function keyPair(forge) {
	const { privateKey, publicKey } = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
	return {
		pem: privateKey,
		private: forge.pki.privateKeyFromPem(privateKey),
		public: forge.pki.publicKeyFromPem(publicKey),
	};
}

/**
 * @param {any} forge
 * @param {{ keys: any, subject: object[], signer: { keys: any, subject: object[] }, extensions: object[] }} wanted
 * @returns {string} PEM
 */
function signed(forge, { keys, subject, signer, extensions }) {
	const certificate = forge.pki.createCertificate();
	certificate.publicKey = keys.public;
	// A first byte of 1 keeps the number positive.
	certificate.serialNumber = `01${randomBytes(8).toString('hex')}`;
	certificate.validity.notBefore = new Date(Date.now() - DAY);
	certificate.validity.notAfter = new Date(Date.now() + DAY);
	certificate.setSubject(subject);
	certificate.setIssuer(signer.subject);
	certificate.setExtensions(extensions);
	certificate.sign(signer.keys.private, forge.md.sha256.create());
	return forge.pki.certificateToPem(certificate);
}
