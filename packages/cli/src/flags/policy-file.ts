import { compilePolicies, type Policies, policyProblems } from '@tezgah/guardrails'
import { UsageError } from '../exit.ts'
import { readJsonFile } from './input-file.ts'

/**
 * The policies in a JSON file.
 *
 * @param flag - the flag or argument that names the file, for messages
 * @throws UsageError if it cannot be read, is not JSON, or is not a set of policies; every problem is named
 */
export function readPolicies(cwd: string, flag: string, given: string): Policies {
  const set = readJsonFile(cwd, flag, given)
  const problems = policyProblems(set)
  if (problems.length === 0) return compilePolicies(set)
  const lines = problems.map(
    ({ path: where, limit, received }) => `${where || 'the set'}: ${limit}; received ${received}`,
  )
  throw new UsageError(`${flag}: ${given} is not a set of policies\n  ${lines.join('\n  ')}`)
}
