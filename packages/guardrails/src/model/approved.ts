declare const brand: unique symbol

/** An intent that `review` has approved. Nothing else makes one; the object is frozen. */
export type Approved<T> = T & { readonly [brand]: 'Approved' }

const minted = new WeakSet<object>()

/** For `review` alone, and so not exported by the package. */
export function approve<T extends object>(intent: T): Approved<T> {
  const approved = Object.freeze(intent) as Approved<T>
  minted.add(approved)
  return approved
}

/** True only for the very object that a review of this process approved; a copy of it or its JSON is not approved. */
export function isApproved(intent: unknown): boolean {
  return typeof intent === 'object' && intent !== null && minted.has(intent)
}
