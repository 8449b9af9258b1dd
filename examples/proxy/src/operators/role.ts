/** From the one that may least to the one that may most; each may what those before it may. */
export const ROLES = ['viewer', 'operator', 'risk', 'admin'] as const

export type Role = (typeof ROLES)[number]

/** Whether somebody of `role` may do what needs `needed`. */
export function hasRole(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed)
}
