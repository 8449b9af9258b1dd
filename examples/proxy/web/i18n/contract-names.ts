import type { Role } from '../state/session/session-document.ts'
import { defineMessages } from './messages.ts'

/** Names of roles. */
export const roleNames = defineMessages<Record<Role, string>>(
  { viewer: 'viewer', operator: 'operator', risk: 'risk officer', admin: 'administrator' },
  { viewer: 'izleyici', operator: 'operatör', risk: 'risk sorumlusu', admin: 'yönetici' },
)
