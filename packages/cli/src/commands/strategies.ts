import type { Strategy } from '@tezgah/backtest'
import type { Command } from 'commander'
import { UsageError } from '../exit.ts'
import { REGISTRY_HELP } from '../help.ts'
import type { CliIo } from '../io.ts'
import { type Style, styleFor } from '../output/style.ts'
import { paramSchemas } from '../strategies/params.ts'
import { findRegistry, loadRegistry } from '../strategies/registry.ts'

/** `tezgah strategies`. */
export function configure(command: Command, io: CliIo): void {
  command
    .option('--strategies <module>', 'module whose strategies can be named')
    .addHelpText('after', REGISTRY_HELP)
    .action((flags) => listStrategies(io, flags))
}

/**
 * Prints the strategies that `--strategy` can name here, with parameters, ranges and defaults.
 *
 * @throws UsageError if no list of strategies is set, or it cannot be loaded
 */
async function listStrategies(io: CliIo, flags: { readonly strategies?: string }): Promise<void> {
  const source = findRegistry(io, flags.strategies)
  if (source === null) {
    throw new UsageError(
      'no list of named strategies is set; name a module with --strategies, TEZGAH_STRATEGIES or ' +
        '"tezgah": { "strategies": "./strategies.ts" } in package.json',
    )
  }
  const style = styleFor(io.stdout, io.env)
  const strategies = await loadRegistry(source)
  await io.stdout.write([...strategies.values()].map((strategy) => describe(strategy, style)).join('\n'))
}

function describe(strategy: Strategy, style: Style): string {
  const rows = [...paramSchemas(strategy)].map(([name, schema]) => ({ name, values: values(schema), schema }))
  const nameWidth = Math.max(0, ...rows.map(({ name }) => name.length))
  const valuesWidth = Math.max(0, ...rows.map((row) => row.values.length))
  const lines = rows.map(
    ({ name, values, schema }) =>
      `    ${name.padEnd(nameWidth)}  ${values.padEnd(valuesWidth)}  ${style.dim(schema.description ?? '')}`,
  )
  const title = strategy.description === '' ? [] : [`  ${strategy.description}`]
  return [style.bold(strategy.name), ...title, ...lines].map((line) => `${line.trimEnd()}\n`).join('')
}

type Schema = ReturnType<typeof paramSchemas> extends ReadonlyMap<string, infer Value> ? Value : never

/** For example `integer 1 to 500, default 10`. */
function values(schema: Schema): string {
  const kind = schema.enum?.join(' | ') ?? (typeof schema.type === 'string' ? schema.type : 'JSON')
  const range = rangeOf(schema)
  const fallback = schema.default === undefined ? 'required' : `default ${JSON.stringify(schema.default)}`
  return `${kind}${range === '' ? '' : ` ${range}`}, ${fallback}`
}

function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): string {
  const low = exclusiveMinimum === undefined ? minimum : `above ${exclusiveMinimum}`
  const high = exclusiveMaximum === undefined ? maximum : `below ${exclusiveMaximum}`
  if (low === undefined && high === undefined) return ''
  if (high === undefined) return exclusiveMinimum === undefined ? `from ${low}` : `${low}`
  return low === undefined ? `up to ${high}` : `${low} to ${high}`
}
