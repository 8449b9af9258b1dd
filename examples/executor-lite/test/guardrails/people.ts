import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'

/** The people of the desk: a role, and a token of the form that `tezgah token` makes. */
export const PEOPLE = {
  vera: ['viewer', 'V'],
  deniz: ['operator', 'D'],
  ayse: ['risk', 'A'],
  burak: ['risk', 'B'],
  root: ['admin', 'R'],
} as const

export type Name = keyof typeof PEOPLE

/** The token of one of them. */
export function tokenOf(name: Name): string {
  return `tzg_canary-${PEOPLE[name][1].repeat(36)}`
}

/** Writes the people into a folder, as `tezgah token` would. */
export function writeOperators(folder: string): string {
  const operators = Object.entries(PEOPLE).map(([id, [role]]) => ({
    id,
    role,
    tokens: [
      {
        id: 't1',
        sha256: createHash('sha256')
          .update(tokenOf(id as Name))
          .digest('hex'),
        createdAt: '2026-01-01T00:00:00.000Z',
        expiresAt: null,
      },
    ],
  }))
  const file = path.join(folder, 'operators.json')
  writeFileSync(file, JSON.stringify({ version: 1, operators }), { mode: 0o600 })
  return file
}
