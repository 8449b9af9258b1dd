import { type Change, diffParameters, type JsonValue, parseAmount } from '@tezgah/guardrails'
import type { FieldError, JobSpec, RunLimits } from '@tezgah/runner'
import { type Approved, approvedParams } from './approved.ts'
import type { PolicyName } from './policies.ts'

/** One policy that a run goes against, with an entry per field that does. */
export type Breach = { readonly policy: PolicyName; readonly errors: readonly FieldError[] }

/** Everything about a run that goes beyond what is approved. */
export function breachesOf(spec: JobSpec, approved: Approved): readonly Breach[] {
  const { limits } = approved
  return [
    ...paramsBreach(spec, approved),
    ...limitBreach('max-drawdown', 'maxDrawdownPct', spec.limits, limits),
    ...limitBreach('max-notional', 'maxNotional', spec.limits, limits),
  ]
}

function paramsBreach({ strategy, params }: JobSpec, approved: Approved): readonly Breach[] {
  const wanted = approvedParams(approved, strategy)
  if (wanted === null) return []
  const asked = JSON.parse(JSON.stringify(params)) as JsonValue
  const changes = diffParameters({ values: wanted }, { values: asked })
  return changes.length === 0 ? [] : [{ policy: 'approved-parameters', errors: changes.map(fieldError) }]
}

function fieldError({ path, from, to }: Change): FieldError {
  const message = `approved is ${JSON.stringify(from) ?? 'nothing'}, received ${JSON.stringify(to) ?? 'nothing'}`
  return { field: `params${path.replaceAll('/', '.')}`, message }
}

function limitBreach(
  policy: PolicyName,
  name: keyof RunLimits,
  asked: RunLimits | undefined,
  approved: RunLimits,
): readonly Breach[] {
  const limit = approved[name]
  const wish = asked?.[name]
  if (limit === undefined || isWithin(wish, limit)) return []
  const message = `approved is at most ${limit}, received ${wish ?? 'nothing'}`
  return [{ policy, errors: [{ field: `limits.${name}`, message }] }]
}

/** What is not an exact amount is not within anything. */
function isWithin(wish: string | number | undefined, limit: string | number): boolean {
  const [asked, allowed] = [wish, limit].map((value) => (value === undefined ? null : parseAmount(String(value))))
  return asked != null && allowed != null && asked <= allowed
}
