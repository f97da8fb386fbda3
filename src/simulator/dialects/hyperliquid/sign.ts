import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Exchange } from '../../engine/exchange.ts';
import { NativeRefusal } from '../dialect.ts';
import { packed } from './msgpack.ts';
import { API_WALLET } from './wallets.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** What is posted to be done. */
export interface SignedRequest {
  readonly action: Fields;
  readonly nonce: number;
  readonly signature: { readonly r?: string; readonly s?: string; readonly v?: number };
  readonly vaultAddress?: string;
  readonly expiresAfter?: number;
}

const ZERO = `0x${'0'.repeat(40)}`;
/** Nonces that are remembered of a signer, and how far they may be from now, ms. Source: Hyperliquid, "Nonces and API wallets". */
const REMEMBERED = 100;
const OLDEST_MS = 2 * 86_400_000;
const NEWEST_MS = 86_400_000;

const seen = new WeakMap<Exchange, number[]>();

/**
 * Recovers who has signed: an agent's signature over the packed action, or, for what only an owner may sign, over its fields. A number
 * that is written otherwise than the exchange writes it makes another signer of it. Source: Hyperliquid, "Signing"; EIP-712.
 * @param address of the account @throws NativeRefusal as Hyperliquid words it
 */
export function checkSignature(exchange: Exchange, address: string, request: SignedRequest): void {
  const signer = signerOf(request);
  if (signer !== address.toLowerCase() && signer !== API_WALLET.address) throw err(`User or API Wallet ${signer} does not exist.`);
  const { nonce, expiresAfter } = request;
  const now = exchange.now();
  if (expiresAfter !== undefined && now > expiresAfter) throw err('Action expired.');
  if (!Number.isSafeInteger(nonce) || nonce < now - OLDEST_MS || nonce > now + NEWEST_MS)
    throw err(`Invalid nonce: ${nonce} is out of range`);
  const known = seen.get(exchange) ?? [];
  if (known.includes(nonce)) throw err(`Invalid nonce: duplicate nonce ${nonce}`);
  if (known.length >= REMEMBERED && nonce < known[0]!) throw err(`Invalid nonce: ${nonce} is too low`);
  seen.set(exchange, [...known, nonce].sort((a, b) => a - b).slice(-REMEMBERED));
}

function err(message: string): NativeRefusal {
  return new NativeRefusal('err', message, 200);
}

function signerOf({ action, nonce, signature, vaultAddress, expiresAfter }: SignedRequest): string {
  try {
    const digest =
      action['type'] === 'approveBuilderFee'
        ? typedData('HyperliquidSignTransaction', Number(action['signatureChainId']), APPROVAL, action)
        : typedData('Exchange', 1337, AGENT, { source: 'a', connectionId: actionHash(normal(action), nonce, vaultAddress, expiresAfter) });
    const bytes = Buffer.concat([bytesOf(signature.r, 32), bytesOf(signature.s, 32)]);
    const key = secp256k1.Signature.fromBytes(bytes, 'compact')
      .addRecoveryBit(Number(signature.v) - 27)
      .recoverPublicKey(digest);
    return hex(keccak_256(key.toBytes(false).subarray(1)).subarray(12));
  } catch {
    throw new NativeRefusal('422', 'Failed to deserialize the JSON body into the target type', 422);
  }
}

/** An action as the exchange takes it: prices and sizes without zeros at the end. */
function normal(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((entry) => normal(entry));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, normal(entry, name)]));
  }
  const isNumber = typeof value === 'string' && ['p', 's', 'triggerPx'].includes(key);
  return isNumber && value.includes('.') ? value.replace(/\.?0+$/, '') : value;
}

function actionHash(action: unknown, nonce: number, vaultAddress: string | undefined, expiresAfter: number | undefined): Uint8Array {
  const number = (value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(value));
    return bytes;
  };
  const vault = vaultAddress === undefined ? [Buffer.from([0])] : [Buffer.from([1]), bytesOf(vaultAddress, 20)];
  const expiry = expiresAfter === undefined ? [] : [Buffer.from([0]), number(expiresAfter)];
  return keccak_256(Buffer.concat([packed(action), number(nonce), ...vault, ...expiry]));
}

interface TypedFields {
  readonly name: string;
  readonly fields: readonly (readonly [type: 'string' | 'address' | 'bytes32' | 'uint64', name: string])[];
}

const AGENT: TypedFields = {
  name: 'Agent',
  fields: [
    ['string', 'source'],
    ['bytes32', 'connectionId'],
  ],
};
const APPROVAL: TypedFields = {
  name: 'HyperliquidTransaction:ApproveBuilderFee',
  fields: [
    ['string', 'hyperliquidChain'],
    ['string', 'maxFeeRate'],
    ['address', 'builder'],
    ['uint64', 'nonce'],
  ],
};

function typedData(domain: string, chainId: number, { name, fields }: TypedFields, values: Fields): Uint8Array {
  const text = (value: string) => keccak_256(Buffer.from(value));
  const domainType = 'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)';
  const separator = keccak_256(Buffer.concat([text(domainType), text(domain), text('1'), word(chainId), padded(bytesOf(ZERO, 20))]));
  const type = `${name}(${fields.map(([kind, field]) => `${kind} ${field}`).join(',')})`;
  const encoded = fields.map(([kind, field]) => {
    const value = values[field];
    if (kind === 'string') return text(String(value));
    if (kind === 'uint64') return word(Number(value));
    return kind === 'address' ? padded(bytesOf(String(value), 20)) : (value as Uint8Array);
  });
  const struct = keccak_256(Buffer.concat([text(type), ...encoded]));
  return keccak_256(Buffer.concat([Buffer.from([0x19, 0x01]), separator, struct]));
}

function word(value: number): Buffer {
  return bytesOf(BigInt(value).toString(16).padStart(64, '0'), 32);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(32 - bytes.length), bytes]);
}

/** @throws Error for a text that is not so many bytes in hexadecimal digits */
function bytesOf(text: string | undefined, length: number): Buffer {
  const digits = (text ?? '').replace(/^0x/, '').padStart(length * 2, '0');
  if (!/^[0-9a-f]*$/i.test(digits) || digits.length !== length * 2) throw new Error(`"${text}" is not ${length} bytes.`);
  return Buffer.from(digits, 'hex');
}

function hex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
