import { type Change, diffParameters, type JsonValue, parseAmount, type RunLimits } from '@tezgah/guardrails'

type Approved = {
  readonly strategies: Readonly<Record<string, { readonly [name: string]: JsonValue }>>
  readonly limits: RunLimits
}
type Start = {
  readonly strategy: string
  readonly params: Readonly<Record<string, unknown>>
  readonly limits?: RunLimits | undefined
}

/** One policy that a start breaks, with an entry for each field. */
export type OldBreach = {
  readonly policy: string
  readonly errors: readonly { readonly field: string; readonly message: string }[]
}

/** How the service judged starts before these rules were policies. Kept to compare with. */
export function breachesOf(spec: Start, approved: Approved): readonly OldBreach[] {
  const { limits } = approved
  return [
    ...paramsBreach(spec, approved),
    ...limitBreach('max-drawdown', 'maxDrawdownPct', spec.limits, limits),
    ...limitBreach('max-notional', 'maxNotional', spec.limits, limits),
  ]
}

function paramsBreach({ strategy, params }: Start, { strategies }: Approved): readonly OldBreach[] {
  const wanted = Object.hasOwn(strategies, strategy) ? (strategies[strategy] ?? null) : null
  if (wanted === null) return []
  const asked = JSON.parse(JSON.stringify(params)) as JsonValue
  const changes = diffParameters({ values: wanted }, { values: asked })
  return changes.length === 0 ? [] : [{ policy: 'approved-parameters', errors: changes.map(fieldError) }]
}

function fieldError({ path, from, to }: Change) {
  const message = `approved is ${JSON.stringify(from) ?? 'nothing'}, received ${JSON.stringify(to) ?? 'nothing'}`
  return { field: `params${path.replaceAll('/', '.')}`, message }
}

function limitBreach(
  policy: string,
  name: keyof RunLimits,
  asked: RunLimits | undefined,
  approved: RunLimits,
): readonly OldBreach[] {
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
