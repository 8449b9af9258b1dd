import { describeValue } from '@tezgah/core/describe'
import { OPERATOR_ID, type Operator } from '@tezgah/core/node/operators-file'
import { UsageError } from '../../exit.ts'

/**
 * @param instead - advice for the case that there is such an operator already
 * @throws UsageError if there is, or `id` is not a valid id
 */
export function withOperator(operators: readonly Operator[], operator: Operator, instead: string): readonly Operator[] {
  const { id } = operator
  if (!OPERATOR_ID.test(id)) {
    throw new UsageError(
      `operator must be 1 to 32 of a-z, 0-9 and "-", a letter first, and not admin, received ${describeValue(id)}`,
    )
  }
  if (operators.some((other) => other.id === id)) throw new UsageError(`operator: ${id} already exists; ${instead}`)
  return [...operators, operator]
}

/** @throws UsageError that names the operators, if this one does not exist */
export function findOperator(operators: readonly Operator[], id: string): Operator {
  const operator = operators.find((candidate) => candidate.id === id)
  if (operator !== undefined) return operator
  const known = operators.map((candidate) => candidate.id).join(', ') || 'none'
  throw new UsageError(`operator: no ${describeValue(id)}; there are ${known}`)
}

/** The same operators, with this one in place of the one of its name. */
export function replaced(operators: readonly Operator[], operator: Operator): readonly Operator[] {
  return operators.map((other) => (other.id === operator.id ? operator : other))
}

/** @throws UsageError if there is no such operator, or it has the certificate already, or another has it */
export function withCertificate(operators: readonly Operator[], id: string, fingerprint: string): readonly Operator[] {
  const operator = findOperator(operators, id)
  const owner = operators.find(({ certificates = [] }) => certificates.includes(fingerprint))
  if (owner !== undefined) throw new UsageError(`certificate: operator ${owner.id} already has it`)
  return replaced(operators, { ...operator, certificates: [...(operator.certificates ?? []), fingerprint] })
}

/** @throws UsageError if there is no such operator, or it has no such certificate */
export function withoutCertificate(
  operators: readonly Operator[],
  id: string,
  fingerprint: string,
): readonly Operator[] {
  const operator = findOperator(operators, id)
  const { certificates = [], ...rest } = operator
  const kept = certificates.filter((one) => one !== fingerprint)
  if (kept.length === certificates.length) {
    const known = certificates.join(', ') || 'none'
    throw new UsageError(`certificate: operator ${id} has no certificate with this fingerprint; registered: ${known}`)
  }
  return replaced(operators, kept.length === 0 ? rest : { ...rest, certificates: kept })
}

/** @throws UsageError if there is no such operator */
export function withoutOperator(operators: readonly Operator[], id: string): readonly Operator[] {
  const operator = findOperator(operators, id)
  return operators.filter((other) => other !== operator)
}
