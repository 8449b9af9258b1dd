import type { SessionDocument } from '../../../src/auth/session-routes.ts'
import type { Documents } from '../../api/documents.ts'

/** The session of the person at the page, as the proxy sends it. Times are epoch ms of its clock. */
export type Session = SessionDocument
export type Role = Documents['Role']

/** From the least to the most powerful. */
const ROLES: readonly Role[] = ['viewer', 'operator', 'risk', 'admin']

/** Whether the operator may do what needs `needed`. A role that this page does not know may do nothing. */
export function mayAct(session: Session | null, needed: Role): boolean {
  const role = session?.operator?.role
  return role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(needed)
}
