import { type DecimalInput, toDecimal } from '@tezgah/core/decimal'
import { allowedBy, type ExactOf, type Option, type OptionsOf, type OptionTable, type ResolvedOf } from './option.ts'
import { invalidOption, valueAt } from './option-error.ts'

/**
 * The value of each option from the last layer that gives one, or its default. A key that is present but undefined counts as
 * left out.
 */
export function mergeDefaults<Table extends OptionTable>(
  table: Table,
  ...layers: readonly (OptionsOf<Table> | undefined)[]
): ResolvedOf<Table> {
  const resolved: Record<string, unknown> = {}
  for (const [name, option] of Object.entries(table)) {
    if ('default' in option) resolved[name] = option.default
  }
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer ?? {})) {
      if (value !== undefined) resolved[name] = value
    }
  }
  return resolved as ResolvedOf<Table>
}

/**
 * Resolved options with decimals made exact, and `null` for what nothing gives. Options without a value come last: the digest
 * of a result covers its manifest, whose keys keep the order of these.
 */
export function exactOptions<Table extends OptionTable, Given extends ResolvedOf<Table>>(
  table: Table,
  resolved: Given,
): ExactOf<Table, Given> {
  const given = resolved as Readonly<Record<string, unknown>>
  const entries = namesOf(table, given).map((name) => {
    const value = given[name]
    if (value === undefined) return [name, null]
    return [name, table[name]!.kind === 'decimal' ? toDecimal(value as DecimalInput) : value]
  })
  return Object.fromEntries(entries) as ExactOf<Table, Given>
}

/** The options that have a value, in the order of `resolved`, then the others in the order of the table. */
function namesOf(table: OptionTable, resolved: object): readonly string[] {
  return [...new Set([...Object.keys(resolved), ...Object.keys(table)])]
}

/**
 * Checks options that count only while another one has a certain value, which a preset can decide.
 *
 * @param group - path of the group that has the options of `table`
 * @throws BacktestError `invalid_options`
 */
export function checkOnlyWith(group: string, table: OptionTable, resolved: object): void {
  const given = resolved as Readonly<Record<string, string | number | undefined>>
  for (const name of namesOf(table, resolved)) checkCondition(group, name, table[name]!, given)
}

function checkCondition(
  group: string,
  name: string,
  option: Option,
  given: Readonly<Record<string, string | number | undefined>>,
): void {
  if (!('onlyWith' in option) || option.onlyWith === undefined) return
  const { option: other, value, otherwise } = option.onlyWith
  const received = given[name]
  const condition = `${group}.${other} is "${value}"`
  if (given[other] === value) {
    if (otherwise !== null || received !== undefined) return
    throw invalidOption(`${group}.${name}`, `${allowedBy(option)} where ${condition}`, received)
  }
  if (received === undefined || isSame(option, received, otherwise)) return
  const allowed = otherwise === null ? 'left out' : option.kind === 'choice' ? `"${otherwise}"` : otherwise
  throw invalidOption(`${group}.${name}`, `${allowed} unless ${condition}`, received)
}

function isSame(option: Option, received: string | number, otherwise: string | null): boolean {
  if (otherwise === null || option.kind !== 'decimal') return received === otherwise
  return toDecimal(received)!.compare(toDecimal(otherwise)!) === 0
}

/**
 * Checks options that may not stand beside others: what the caller gives, not a default.
 *
 * @param own - the options of the group as the caller gives them
 * @throws BacktestError `invalid_options`
 */
export function checkNotWith(group: string, table: OptionTable, own: object | undefined): void {
  const given = own as Readonly<Record<string, unknown>> | undefined
  for (const [name, option] of Object.entries(table)) {
    if (!('notWith' in option) || option.notWith === undefined || given?.[name] === undefined) continue
    if (valueAt({ [group]: own }, option.notWith.split('.')) === undefined) continue
    throw invalidOption(`${group}.${name}`, `left out where ${option.notWith} is given`, given[name])
  }
}
