const MASK = '[masked]'
/** A token as `tezgah token` makes it. Of these only digests are known here, so they are known by their looks. */
const MADE_TOKEN = /tzg_[\w-]{43}/g

/** The same value with every occurrence of the secret, and of everything that looks like a token, in its texts and keys replaced. */
export function redact<T>(value: T, secret: string): T {
  return mask(value, secret) as T
}

function mask(value: unknown, secret: string): unknown {
  if (typeof value === 'string') return maskText(value, secret)
  if (Array.isArray(value)) return value.map((item) => mask(item, secret))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [maskText(key, secret), mask(item, secret)]))
}

function maskText(text: string, secret: string): string {
  return text.replaceAll(secret, MASK).replace(MADE_TOKEN, MASK)
}
