import { isPlainObject, type JsonObject, type JsonValue } from '@tezgah/core/canonical-json'
import { isDigest } from '../encoding/hex.ts'
import { type FieldKind, type KnownAction, VOCABULARY } from './event-types.ts'
import { SEALED_NAME } from './limits.ts'
import { type AuditEvent, isCount } from './record.ts'

type Held = {
  text: string
  texts: readonly string[]
  count: number
  decimal: string
  flag: boolean
  digest: string
  time: number
  json: JsonValue
}

type HeldBy<Of> = Of extends keyof Held ? Held[Of] : Of extends `${infer Base extends keyof Held}?` ? Held[Base] : never

type OptionalNames<Fields> = { [Name in keyof Fields]: Fields[Name] extends `${string}?` ? Name : never }[keyof Fields]

/** The `details` of an action. */
export type DetailsOf<Action extends KnownAction> = FieldsOf<(typeof VOCABULARY)[Action]> & JsonObject

type FieldsOf<Fields> = {
  readonly [Name in Exclude<keyof Fields, OptionalNames<Fields>>]: HeldBy<Fields[Name]>
} & { readonly [Name in OptionalNames<Fields>]?: HeldBy<Fields[Name]> }

/** An event of the vocabulary, discriminated by its action. `appendRecord` takes it as it takes any other. */
export type KnownEvent = {
  readonly [Action in KnownAction]: Omit<AuditEvent, 'action' | 'details'> & {
    readonly action: Action
    readonly details: DetailsOf<Action>
  }
}[KnownAction]

/** What is wrong with the `details` of a known action, or `null` when nothing is or the action is not known. */
export function vocabularyProblem({ action, details = {} }: Pick<AuditEvent, 'action' | 'details'>): string | null {
  if (!isKnownAction(action)) return null
  for (const [name, kind] of Object.entries<FieldKind>(VOCABULARY[action])) {
    const value = Object.hasOwn(details, name) ? details[name] : undefined
    const base = kind.replace('?', '')
    if (value === undefined && kind.endsWith('?')) continue
    if (value === undefined) return `details.${name} is missing`
    if (!(isSealed(value) || holds[base]?.(value))) return `details.${name} is not a ${base}`
  }
  return null
}

/** True for an action of the vocabulary. */
export function isKnownAction(action: string): action is KnownAction {
  return Object.hasOwn(VOCABULARY, action)
}

const holds: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  text: (value) => typeof value === 'string',
  texts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  count: isCount,
  decimal: (value) => typeof value === 'string' && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value),
  flag: (value) => typeof value === 'boolean',
  digest: isDigest,
  time: isCount,
  json: () => true,
}

function isSealed(value: JsonValue): boolean {
  return isPlainObject(value) && isDigest(value[SEALED_NAME])
}
