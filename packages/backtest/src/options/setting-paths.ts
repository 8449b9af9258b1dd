import { allowedBy, defaultText, descriptionOf, type Option, type ValueOption } from './option.ts'
import { RUN } from './run.ts'

/** One setting of a run, for a command line, a form or a page of documentation. */
export type SettingPath = {
  /** For example `execution.limitFill`. */
  readonly path: string
} & (
  | { readonly type: 'decimal' | 'integer' | 'number' | 'boolean' | 'json' }
  | { readonly type: 'choice'; readonly choices: readonly string[] }
) & {
    /** What is allowed, as an error message says it: `a decimal above 0`. */
    readonly allowed: string
    /** What it decides and, behind `. Default`, what holds where it is not given. */
    readonly description: string
    /** What it decides. */
    readonly doc: string
    /** What holds where it is not given, under the preset `conservative`; `null` where nothing does. */
    readonly default: string | null
    /** Short name on the command line; `null` where the path is the only one. */
    readonly flag: string | null
    /** Place in the panel's form, from 1; `null` where the form does not have it. */
    readonly panel: number | null
  }

/**
 * Every option of a run that has a value of its own, in the order of the tables. The models of `execution.slippage` share a
 * group: their options stand beside each other, and `execution.slippage.model` decides which of them count.
 */
export function settingPaths(): readonly SettingPath[] {
  const found = new Map<string, SettingPath>()
  for (const [name, option] of Object.entries<Option>(RUN)) collect(option, name, found)
  return [...found.values()]
}

function collect(option: Option, path: string, found: Map<string, SettingPath>): void {
  switch (option.kind) {
    case 'group':
      for (const [name, inner] of Object.entries(option.of)) collect(inner, `${path}.${name}`, found)
      return
    case 'variant': {
      const { tag, doc, unset, variants } = option
      collect({ kind: 'choice', choices: Object.keys(variants), doc, unset }, `${path}.${tag}`, found)
      for (const variant of Object.values(variants)) collect(variant, path, found)
      return
    }
    default:
      if (!found.has(path)) found.set(path, describeOption(path, option))
  }
}

function describeOption(path: string, option: ValueOption): SettingPath {
  const { doc, flag = null, panel = null } = option
  const allowed = allowedBy(option)
  const shown = { allowed, description: descriptionOf(option), doc, default: defaultText(option), flag, panel }
  switch (option.kind) {
    case 'choice':
      return { path, type: 'choice', choices: option.choices, ...shown }
    case 'list':
    case 'time':
      return { path, type: 'json', ...shown }
    default:
      return { path, type: option.kind, ...shown }
  }
}
