import type { Decimal, DecimalInput } from '@tezgah/core/decimal'

// An option of a run is declared once, as a literal in one of the tables of this folder. Its TypeScript type, its schema,
// the flag of the command line, the field of the panel's form, the tables of the documentation and its entry in the
// manifest follow from that.

/** Limits of a number; those that are left out do not exist. */
export type Bounds = {
  readonly from?: number
  readonly above?: number
  readonly to?: number
  readonly below?: number
}

type Common = {
  /** What the option decides, in one sentence without a full stop. */
  readonly doc: string
  /** The value where neither the caller nor the preset gives one. */
  readonly default?: string | number | boolean
  /** What holds where there is no value at all, for readers: `feeRate`. */
  readonly unset?: string
  /** Cannot be left out of its group. Either all options of a group or none of them are required. */
  readonly required?: true
  /** Short name on the command line, beside the path. */
  readonly flag?: string
  /** Place among the fields of the panel's form, from 1; options without it are not in the form. */
  readonly panel?: number
  /**
   * Counts only while the option `option` of the same group is `value`. Otherwise this one must be `otherwise`, or be left
   * out where that is `null`; then it is also required while the other option has that value.
   */
  readonly onlyWith?: { readonly option: string; readonly value: string; readonly otherwise: string | null }
  /** Path of an option beside which this one must be left out. */
  readonly notWith?: string
}

/** An option with a value of its own. */
export type ValueOption =
  | (Common & Bounds & { readonly kind: 'decimal' | 'number' | 'integer' })
  | (Common & { readonly kind: 'boolean' | 'time' })
  | (Common & { readonly kind: 'choice'; readonly choices: readonly string[] })
  /** A list of at least one group, which a command line gives as JSON. */
  | (Common & {
      readonly kind: 'list'
      readonly of: OptionTable
      readonly most: number
      /** As an error message says it. */
      readonly allowed: string
    })
  /** A value with a schema of its own, which a command line gives as JSON. */
  | (Common & { readonly kind: 'json'; readonly allowed: string })

export type Group = {
  readonly kind: 'group'
  readonly of: OptionTable
  /** Exactly one of the options is given. */
  readonly exactlyOne?: true
}

/** One of several groups; the option `tag` says which. */
export type Variant = {
  readonly kind: 'variant'
  readonly tag: string
  readonly doc: string
  readonly unset: string
  readonly variants: { readonly [name: string]: Group }
}

export type Option = ValueOption | Group | Variant
export type OptionTable = { readonly [name: string]: Option }

/** The type of an option as a caller gives it. */
type InputOf<O> = O extends { readonly kind: 'choice'; readonly choices: readonly (infer Choice)[] }
  ? Choice
  : O extends { readonly kind: 'decimal' }
    ? DecimalInput
    : O extends { readonly kind: 'number' | 'integer' }
      ? number
      : O extends { readonly kind: 'boolean' }
        ? boolean
        : O extends { readonly kind: 'time' }
          ? number | string
          : O extends { readonly kind: 'list'; readonly of: infer Table }
            ? readonly OptionsOf<Table>[]
            : O extends { readonly kind: 'group'; readonly of: infer Table }
              ? OptionsOf<Table>
              : O extends { readonly kind: 'variant'; readonly tag: infer Tag; readonly variants: infer Variants }
                ? VariantOf<Tag & string, Variants>
                : unknown

type VariantOf<Tag extends string, Variants> = {
  [Name in keyof Variants]: { readonly [Key in Tag]: Name } & InputOf<Variants[Name]>
}[keyof Variants]

/** The options of a table as a caller gives them. */
export type OptionsOf<Table> = Table[keyof Table] extends { readonly required: true }
  ? { readonly [Name in keyof Table]: InputOf<Table[Name]> }
  : { readonly [Name in keyof Table]?: InputOf<Table[Name]> | undefined }

type Defaulted<Table> = {
  [Name in keyof Table]: Table[Name] extends { readonly default: unknown } ? Name : never
}[keyof Table]

/** The options of a table with a value for each that has a default. */
export type ResolvedOf<Table> = OptionsOf<Table> & {
  readonly [Name in Defaulted<Table>]: InputOf<Table[Name]>
}

/** Resolved options with decimals made exact, and `null` for what nothing gives. */
export type ExactOf<Table, Given = ResolvedOf<Table>> = {
  readonly [Name in keyof Table & keyof Given]:
    | (Table[Name] extends { readonly kind: 'decimal' } ? Decimal : Exclude<Given[Name], undefined>)
    | (undefined extends Given[Name] ? null : never)
}

/** What an error message says of a number within `bounds`: `a decimal above 0 up to 1`. */
export function boundsText(noun: string, { from, above, to, below }: Bounds): string {
  const least = from === undefined ? '' : ` from ${from}`
  const more = above === undefined ? '' : ` above ${above}`
  const upTo = above === undefined ? 'to' : 'up to'
  const most = to === undefined ? '' : ` ${upTo} ${to}`
  const less = below === undefined ? '' : ` up to, not including, ${below}`
  return `${noun}${least}${more}${most}${less}`
}

const NOUNS = { decimal: 'a decimal', number: 'a number', integer: 'a whole number' } as const

/** What is allowed, as an error message says it. */
export function allowedBy(option: ValueOption): string {
  switch (option.kind) {
    case 'decimal':
    case 'number':
    case 'integer':
      return boundsText(NOUNS[option.kind], option)
    case 'boolean':
      return 'true or false'
    case 'time':
      return 'epoch milliseconds or an ISO 8601 time such as "2024-03-01"'
    case 'choice':
      return listOf(option.choices)
    default:
      return option.allowed
  }
}

/** What holds where the option is not given, as text; `null` where nothing does. */
export function defaultText({ default: value, unset }: Pick<Common, 'default' | 'unset'>): string | null {
  return value === undefined ? (unset ?? null) : String(value)
}

/** What the option decides and what holds where it is not given. */
export function descriptionOf(option: Pick<Common, 'doc' | 'default' | 'unset'>): string {
  const text = defaultText(option)
  return text === null ? option.doc : `${option.doc}. Default ${text}`
}

/** `"a", "b" or "c"` */
export function listOf(choices: readonly string[]): string {
  const quoted = choices.map((choice) => `"${choice}"`)
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}
