import type { Mode } from '../http/mode.ts'

const SESSION_ID = /^[\w-]{43}$/

/** `__Host-` makes the browser see to it that no other name and no plain HTTP can have set it. */
const nameOf = (mode: Mode): string => (mode.kind === 'shared' ? '__Host-tezgah' : 'tezgah')

const attributesOf = (mode: Mode): string =>
  `Path=/; HttpOnly; SameSite=Strict${mode.kind === 'shared' ? '; Secure' : ''}`

/** The value of `Set-Cookie` that gives the browser the id of its session. It ends with the browser. */
export function sessionCookie(mode: Mode, id: string): string {
  return `${nameOf(mode)}=${id}; ${attributesOf(mode)}`
}

/** The value of `Set-Cookie` that takes it away again. */
export function noSessionCookie(mode: Mode): string {
  return `${nameOf(mode)}=; Max-Age=0; ${attributesOf(mode)}`
}

/**
 * The id of a session that a request carries: `none` without such a cookie, `unusable` where it is not one id, which happens when
 * something else on this machine sets a cookie of the same name.
 */
export function readSessionCookie(
  mode: Mode,
  header: string | undefined,
): { readonly id: string } | 'none' | 'unusable' {
  const prefix = `${nameOf(mode)}=`
  const found = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix))
  const [first, ...more] = found
  if (first === undefined) return 'none'
  const id = first.slice(prefix.length)
  return more.length === 0 && SESSION_ID.test(id) ? { id } : 'unusable'
}
