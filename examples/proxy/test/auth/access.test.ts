import { ROLES, type Role } from '@tezgah/core/node/operators-file'
import { ProblemError } from '@tezgah-examples/service-kit/problem'
import { describe, expect, it } from 'vitest'
import { checkAccess } from '../../src/auth/access.ts'
import type { Identification, Principal } from '../../src/auth/principal.ts'

const NOW = 1_000

function principal(role: Role, by: Principal['by'], stepUpUntil: number | null = null): Principal {
  const stored = { operator: 'ada', password: null, certificate: null, createdAt: 0, seenAt: 0, digest: '' }
  const session = by === 'session' ? { ...stored, stepUpUntil } : null
  return { id: 'ada', role, by, session, fingerprint: null, roleNow: () => role }
}

/** What is missing, `null` where nothing is. */
function missing(who: Identification, role: Role | null, stepUp = false): string | null {
  try {
    checkAccess(who, { role, stepUp }, NOW)
    return null
  } catch (error) {
    if (error instanceof ProblemError) return `${error.problem.status} ${error.problem.type.split(':').at(-1)}`
    throw error
  }
}

describe('a route', () => {
  it('for anybody asks nobody', () => {
    for (const who of ['unknown', 'wrong-token', 'session-over'] as const) expect(missing(who, null)).toBeNull()
  })

  it.each(ROLES.flatMap((has) => ROLES.map((needs) => [has, needs] as const)))('%s may what needs %s', (has, needs) => {
    const may = ROLES.indexOf(has) >= ROLES.indexOf(needs)
    expect(missing(principal(has, 'session'), needs)).toBe(may ? null : '403 role-needed')
  })

  it.each([
    ['unknown', '401 sign-in-needed'],
    ['wrong-token', '401 sign-in-needed'],
    ['session-over', '401 session-expired'],
  ] as const)('for somebody: %s is %s', (who, problem) => {
    expect(missing(who, 'viewer')).toBe(problem)
  })
})

describe('a route for a person who has just shown it', () => {
  it.each([
    ['local user', principal('operator', 'local'), '401 sign-in-needed'],
    ['token', principal('admin', 'token'), '403 step-up-needed'],
    ['certificate', principal('admin', 'certificate'), '403 step-up-needed'],
    ['session', principal('risk', 'session'), '403 step-up-needed'],
    ['session whose step-up is over', principal('risk', 'session', NOW), '403 step-up-needed'],
    ['session with step-up', principal('risk', 'session', NOW + 1), null],
    ['session with step-up and a lower role', principal('operator', 'session', NOW + 1), '403 role-needed'],
  ])('a %s: %s', (_, who, problem) => {
    expect(missing(who, 'risk', true)).toBe(problem)
  })
})
