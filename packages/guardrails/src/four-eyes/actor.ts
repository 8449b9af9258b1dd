/** Who gives a command, as the caller has authenticated them. */
export type Actor = {
  /** The name of the person or program, 1 to 128 visible ASCII characters. */
  readonly id: string
  /** The name of the credential that proved it, such as the fingerprint of a key; never the secret itself. */
  readonly credential: string
  /** Roles of the actor, at most 32. */
  readonly roles?: readonly string[] | undefined
}

/** An actor as it is kept and logged. */
export type Person = { readonly id: string; readonly credential: string }

/** The person behind an actor, without the roles of the moment. */
export function personOf({ id, credential }: Actor): Person {
  return { id, credential }
}

/** One credential under two names is one person, and so is one name with two credentials. */
export function isSamePerson(a: Person, b: Person): boolean {
  return a.id === b.id || a.credential === b.credential
}
