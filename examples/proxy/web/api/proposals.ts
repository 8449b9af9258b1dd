import { type Fields, readFields, readList, readNumber, readOptionalNumber, readText } from './read.ts'
import { type Person, readPerson, readSymbols } from './risk.ts'

export type Change = {
  /** JSON pointer. */
  readonly path: string
  readonly kind: string
  readonly from: unknown
  readonly to: unknown
}

/** A change of parameters or limits that waits for approval, or did. Times are epoch ms. */
export type Proposal = {
  readonly id: string
  /** Hash of all that an approver agrees to; sent with the approval. */
  readonly content: string
  /** Strategies and limits as they would be approved. */
  readonly values: Fields
  readonly changes: readonly Change[]
  readonly quorum: number
  readonly proposer: Person
  readonly reason: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly notBefore: number | null
  readonly approvals: readonly { readonly by: Person; readonly at: number }[]
  /** `pending`, `approved`, `scheduled`, `applied`, `rejected`, `expired`, `conflicted`, `withdrawn`. */
  readonly status: string
}

/** A time-boxed exemption. Times are epoch ms. */
export type Override = {
  readonly id: string
  readonly content: string
  readonly policies: readonly string[]
  readonly symbols: 'all' | readonly string[]
  readonly from: number
  readonly until: number
  readonly maxUses: number
  readonly uses: number
  readonly reason: string
  readonly requestedBy: Person
  readonly requestedAt: number
  readonly approvedBy: Person | null
  /** `pending`, `approved`, `rejected`, `revoked`, `expired`, `usedUp`. */
  readonly status: string
}

function readChange(value: unknown, where: string): Change {
  const fields = readFields(value, where)
  return {
    path: readText(fields['path'], `${where}.path`),
    kind: readText(fields['kind'], `${where}.kind`),
    from: fields['from'],
    to: fields['to'],
  }
}

function readApproval(value: unknown, where: string): { by: Person; at: number } {
  const fields = readFields(value, where)
  return { by: readPerson(fields['by'], `${where}.by`), at: readNumber(fields['at'], `${where}.at`) }
}

export function readProposal(value: unknown, where = 'proposal'): Proposal {
  const fields = readFields(value, where)
  const text = (name: string): string => readText(fields[name], `${where}.${name}`)
  const number = (name: string): number => readNumber(fields[name], `${where}.${name}`)
  return {
    id: text('id'),
    content: text('content'),
    values: readFields(readFields(fields['parameters'], `${where}.parameters`)['values'], `${where}.values`),
    changes: readList(fields['changes'], `${where}.changes`, readChange),
    quorum: number('quorum'),
    proposer: readPerson(fields['proposer'], `${where}.proposer`),
    reason: text('reason'),
    createdAt: number('createdAt'),
    expiresAt: number('expiresAt'),
    notBefore: readOptionalNumber(fields['notBefore'], `${where}.notBefore`),
    approvals: readList(fields['approvals'], `${where}.approvals`, readApproval),
    status: text('status'),
  }
}

export function readOverride(value: unknown, where = 'override'): Override {
  const fields = readFields(value, where)
  const text = (name: string): string => readText(fields[name], `${where}.${name}`)
  const number = (name: string): number => readNumber(fields[name], `${where}.${name}`)
  const { approvedBy } = fields
  return {
    id: text('id'),
    content: text('content'),
    policies: readList(fields['policies'], `${where}.policies`, readText),
    symbols: readSymbols(fields['symbols'], `${where}.symbols`),
    from: number('from'),
    until: number('until'),
    maxUses: number('maxUses'),
    uses: number('uses'),
    reason: text('reason'),
    requestedBy: readPerson(fields['requestedBy'], `${where}.requestedBy`),
    requestedAt: number('requestedAt'),
    approvedBy: approvedBy === null || approvedBy === undefined ? null : readPerson(approvedBy, `${where}.approvedBy`),
    status: text('status'),
  }
}

export function readProposals(value: unknown): readonly Proposal[] {
  return readList(readFields(value, 'proposals answer')['proposals'], 'proposals', readProposal)
}

export function readOverrides(value: unknown): readonly Override[] {
  return readList(readFields(value, 'overrides answer')['overrides'], 'overrides', readOverride)
}
