/** The account's wallet, and the key that signs for it. */
export const ADDRESS = '0x050964a9cbb491230abbbde99f05a7f02db600cc';
export const PRIVATE_KEY = `0x${'5f'.repeat(32)}`;

/** A wallet that may order for the account and has nothing of its own. Source: Hyperliquid, "Nonces and API wallets". */
export const API_WALLET = { address: '0xae72a48c1a36bd18af168541c53037965d26e4a8', privateKey: `0x${'77'.repeat(32)}` };
