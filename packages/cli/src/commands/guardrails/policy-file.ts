import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { compilePolicies, type Policies, policyProblems } from '@tezgah/guardrails'
import { UsageError } from '../../usage-error.ts'

const MAX_BYTES = 2 ** 24

/**
 * The policies in a JSON file.
 *
 * @param what - the flag or argument that names the file, for messages
 * @throws UsageError if it cannot be read, is no JSON, or is no set of policies; every problem is named
 */
export function readPolicies(cwd: string, what: string, given: string): Policies {
  const set = readJson(cwd, what, given)
  const problems = policyProblems(set)
  if (problems.length === 0) return compilePolicies(set)
  const lines = problems.map(
    ({ path: where, limit, received }) => `${where || 'the set'}: ${limit}; received ${received}`,
  )
  throw new UsageError(`${what}: ${given} is no set of policies\n  ${lines.join('\n  ')}`)
}

/** @throws UsageError if the file cannot be read or is no JSON */
export function readJson(cwd: string, what: string, given: string): unknown {
  const found = statSync(path.resolve(cwd, given), { throwIfNoEntry: false })
  if (!found?.isFile()) throw new UsageError(`${what}: no such file: ${given}`)
  if (found.size > MAX_BYTES) {
    throw new UsageError(`${what}: ${given} has ${found.size} bytes, at most ${MAX_BYTES} are read`)
  }
  try {
    return JSON.parse(readFileSync(path.resolve(cwd, given), 'utf8'))
  } catch (cause) {
    throw new UsageError(`${what}: ${given} is not JSON: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}
