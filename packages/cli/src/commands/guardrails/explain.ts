import { type DecisionRecord, describePolicy, isGuardrailsError, type Policies, replay } from '@tezgah/guardrails'
import type { CliIo } from '../../io.ts'
import { UsageError } from '../../usage-error.ts'
import { readJson, readPolicies } from './policy-file.ts'

/**
 * `tezgah guardrails explain`: each policy in a sentence; or a decision, made again.
 *
 * @throws UsageError if a file does not hold what it should, or the decision cannot be made again
 */
export async function explainCommand(io: CliIo, given: string, decision: string | undefined): Promise<void> {
  const policies = readPolicies(io.cwd, '<policies>', given)
  const lines =
    decision === undefined
      ? policies.data.policies.map(describePolicy)
      : explainDecision(readJson(io.cwd, '--decision', decision) as DecisionRecord, policies)
  await io.stdout.write(lines.map((line) => `${line}\n`).join(''))
}

function explainDecision(record: DecisionRecord, policies: Policies): string[] {
  const { verdict, reasons, shadow, waived } = again(record, policies)
  return [
    `${verdict}, and again when replayed`,
    ...reasons.map(({ message, code }) => `  ${message} [${code}]`),
    ...waived.map(({ message, override }) => `  let pass by override ${override}: ${message}`),
    ...shadow.map(({ message }) => `  only reported: ${message}`),
  ]
}

function again(record: DecisionRecord, policies: Policies): ReturnType<typeof replay> {
  try {
    return replay(record, policies)
  } catch (error) {
    if (!isGuardrailsError(error)) throw error
    throw new UsageError(`--decision: ${error.code}: ${error.message}`, { cause: error })
  }
}
