import { mayAct, type Role, type Session } from '../../../state/session/session-document.ts'

/** `sign-in`: the dialog for that opens at the click. `role`, `own`: no click would help. */
export type Permission = 'yes' | 'sign-in' | 'role' | 'own'

/** What a person may do that needs a role. Who is not known is asked by the proxy. */
export function permission(session: Session | null, needed: Role): Permission {
  if (session === null) return 'yes'
  if (mayAct(session, needed)) return 'yes'
  return session.operator?.signedIn ? 'role' : 'sign-in'
}

/** The same for what the second person does: never who asked for it. */
export function secondPerson(session: Session | null, asker: string, needed: Role): Permission {
  return isOwn(session, asker) && session?.operator?.signedIn ? 'own' : permission(session, needed)
}

export const isOwn = (session: Session | null, asker: string): boolean => session?.operator?.id === asker
