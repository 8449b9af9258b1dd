/** More than a shared store reports between two looks. */
const MAX_KEYS = 20_000

/** What listeners have been told of late, so that a change that is heard of twice is told once. The oldest is forgotten first. */
export class Told {
  readonly #keys = new Set<string>()

  has(key: string): boolean {
    return this.#keys.has(key)
  }

  /** @returns false where it is known already */
  add(key: string): boolean {
    if (this.#keys.has(key)) return false
    this.#keys.add(key)
    if (this.#keys.size > MAX_KEYS) for (const oldest of this.#keys) return this.#keys.delete(oldest)
    return true
  }
}
