import { readFields, readNumber, readOptionalNumber, readOptionalText, readText } from '../../api/read.ts'

export const ROLES = ['viewer', 'operator', 'risk', 'admin'] as const
export type Role = (typeof ROLES)[number]

export type Operator = { readonly id: string; readonly role: Role; readonly signedIn: boolean }

/** Who sits at the page, as the proxy says. Times are epoch ms of its clock. */
export type Session = {
  /** `local`: whoever is at this machine may start runs; `shared`: nothing without signing in. */
  readonly mode: 'local' | 'shared'
  readonly operator: Operator | null
  /** Until when changes of weight need no password again. */
  readonly stepUpUntil: number | null
  readonly expiresAt: number | null
  /** Where Grafana is, if it was set up. */
  readonly grafanaUrl: string | null
  readonly now: number
}

function readRole(value: unknown): Role {
  const text = readText(value, 'operator.role')
  const role = ROLES.find((known) => known === text)
  // A role nobody knows must not open anything.
  if (role === undefined) throw new TypeError(`operator.role "${text}" is not one this page knows`)
  return role
}

function readOperator(value: unknown): Operator | null {
  if (value === null) return null
  const fields = readFields(value, 'operator')
  return {
    id: readText(fields['id'], 'operator.id'),
    role: readRole(fields['role']),
    signedIn: fields['signedIn'] === true,
  }
}

export function readSession(value: unknown): Session {
  const fields = readFields(value, 'session')
  return {
    mode: fields['mode'] === 'local' ? 'local' : 'shared',
    operator: readOperator(fields['operator']),
    stepUpUntil: readOptionalNumber(fields['stepUpUntil'], 'stepUpUntil'),
    expiresAt: readOptionalNumber(fields['expiresAt'], 'expiresAt'),
    grafanaUrl: readOptionalText(fields['grafanaUrl'], 'grafanaUrl'),
    now: readNumber(fields['now'], 'now'),
  }
}

/** Whether this operator may do what needs `needed`. */
export function mayAct(session: Session | null, needed: Role): boolean {
  const role = session?.operator?.role
  return role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(needed)
}
