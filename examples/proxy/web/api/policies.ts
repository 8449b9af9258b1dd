import { type Fields, readFields, readList, readText } from './read.ts'

/** What every start is judged by. */
export type Policy = { readonly name: string; readonly says: string; readonly canBeWaived: boolean }

/** What people have approved together. */
export type Approved = {
  /** By strategy, the only parameters it may be run with; one that is not named is free. */
  readonly strategies: Readonly<Record<string, Fields>>
  /** What is not there is no limit; money is a decimal string. */
  readonly limits: Fields
}

export type Policies = { readonly policies: readonly Policy[]; readonly approved: Approved }

function readPolicy(value: unknown, where: string): Policy {
  const fields = readFields(value, where)
  return {
    name: readText(fields['name'], `${where}.name`),
    says: readText(fields['says'], `${where}.says`),
    canBeWaived: fields['canBeWaived'] === true,
  }
}

export function readApproved(value: unknown, where = 'approved'): Approved {
  const fields = readFields(value, where)
  const strategies = Object.entries(readFields(fields['strategies'], `${where}.strategies`))
  return {
    strategies: Object.fromEntries(
      strategies.map(([name, params]) => [name, readFields(params, `${where}.strategies.${name}`)]),
    ),
    limits: readFields(fields['limits'], `${where}.limits`),
  }
}

export function readPolicies(value: unknown): Policies {
  const fields = readFields(value, 'policies answer')
  return {
    policies: readList(fields['policies'], 'policies', readPolicy),
    approved: readApproved(fields['approved']),
  }
}
