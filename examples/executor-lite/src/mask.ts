const MASK = '[masked]'

/** The same value with every occurrence of the secret in its texts and keys replaced. */
export function maskIn<T>(value: T, secret: string): T {
  return mask(value, secret) as T
}

function mask(value: unknown, secret: string): unknown {
  if (typeof value === 'string') return value.replaceAll(secret, MASK)
  if (Array.isArray(value)) return value.map((item) => mask(item, secret))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.replaceAll(secret, MASK), mask(item, secret)]),
  )
}
