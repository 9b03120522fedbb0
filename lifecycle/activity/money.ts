const WITHOUT_CENTS = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '));

/** An amount that a payment service counts in the smallest unit of its currency, in whole units: 4900 `eur` -> 49. */
export const inWholeUnits = (smallest: number, currency: string): number =>
	WITHOUT_CENTS.has(currency.toLowerCase()) ? smallest : smallest / 100;
