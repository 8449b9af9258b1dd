import { describe, expect, it } from 'vitest'
import type { Override, Proposal } from '../../../../web/api/documents.ts'
import { isOwn, permission, secondPerson } from '../../../../web/features/guardrails/shared/permission.ts'
import {
  isCurrent,
  isOpen,
  overrideStatus,
  proposalStatus,
} from '../../../../web/features/guardrails/shared/standing.ts'
import type { Role } from '../../../../web/state/session/session-document.ts'
import { sessionDocument } from '../../../support/desk-documents.ts'
import { overrideDocument, proposalDocument } from '../../../support/guardrail-documents.ts'

describe('by the clock', () => {
  const proposal = (status: string) => proposalDocument('p', { status: status as Proposal['status'], expiresAt: 1_000 })
  it.each([
    ['pending', 999, 'pending', true],
    ['pending', 1_000, 'expired', false],
    ['approved', 1_000, 'expired', false],
    ['applied', 1_000, 'applied', false],
    ['something new', 1_000, 'something new', false],
  ])('a proposal that is %s is at %i %s', (status, now, expected, open) => {
    expect(proposalStatus(proposal(status), now)).toBe(expected)
    expect(isOpen(expected)).toBe(open)
  })

  const override = (status: string) =>
    overrideDocument('o', { status: status as Override['status'], from: 100, until: 200 })
  it.each([
    ['approved', 99, 'upcoming', true],
    ['approved', 100, 'active', true],
    ['approved', 200, 'expired', false],
    ['pending', 50, 'pending', true],
    ['pending', 200, 'expired', false],
    ['usedUp', 150, 'usedUp', false],
  ])('an override that is %s is at %i %s', (status, now, expected, current) => {
    expect(overrideStatus(override(status), now)).toBe(expected)
    expect(isCurrent(expected)).toBe(current)
  })
})

describe('who may', () => {
  const session = (role: Role, signedIn = true, id = 'ayse') => sessionDocument({ operator: { id, role, signedIn } })
  it('is said before the click', () => {
    expect(permission(session('risk'), 'risk')).toBe('yes')
    expect(permission(session('operator'), 'risk')).toBe('role')
    expect(permission(session('operator', false, 'local'), 'risk')).toBe('sign-in')
    expect(permission(sessionDocument({ operator: null }), 'viewer')).toBe('sign-in')
  })

  it('is never who asked, whatever the role', () => {
    expect(secondPerson(session('admin'), 'ayse', 'risk')).toBe('own')
    expect(secondPerson(session('risk'), 'burak', 'risk')).toBe('yes')
    // Whoever signs in at the click is another person than the machine.
    expect(secondPerson(session('operator', false, 'local'), 'local', 'risk')).toBe('sign-in')
    expect(isOwn(session('operator', false, 'local'), 'local')).toBe(true)
    expect(isOwn(null, 'ayse')).toBe(false)
  })
})
