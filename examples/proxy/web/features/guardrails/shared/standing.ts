import type { Override, Proposal } from '../../../api/documents.ts'

const OPEN = ['pending', 'approved', 'scheduled']

/** The status of a proposal by the clock: the executor records an expiry only at the next change. */
export function proposalStatus({ status, expiresAt }: Proposal, now: number): string {
  return OPEN.includes(status) && now >= expiresAt ? 'expired' : status
}

export const isOpen = (status: string): boolean => OPEN.includes(status)

/** `active`: lets starts through now. `upcoming`: approved, and its window has not begun. */
export function overrideStatus({ status, from, until }: Override, now: number): string {
  if (status !== 'approved' && status !== 'pending') return status
  if (now >= until) return 'expired'
  if (status === 'pending') return status
  return now < from ? 'upcoming' : 'active'
}

const CURRENT = ['active', 'upcoming', 'pending']

export const isCurrent = (status: string): boolean => CURRENT.includes(status)
