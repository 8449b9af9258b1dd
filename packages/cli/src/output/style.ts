import type { CliIo, CliOutput } from '../io.ts'

export type Style = {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly green: (text: string) => string
  readonly red: (text: string) => string
}

const plain = (text: string): string => text
const sgr =
  (code: number) =>
  (text: string): string =>
    `\u001B[${code}m${text}\u001B[0m`

const PLAIN: Style = { bold: plain, dim: plain, green: plain, red: plain }
const COLOUR: Style = { bold: sgr(1), dim: sgr(2), green: sgr(32), red: sgr(31) }

/**
 * Colour on a terminal only, and not where the user asked for none.
 *
 * @see https://no-color.org: any non-empty `NO_COLOR` switches colour off
 */
export function styleFor(output: CliOutput, env: CliIo['env']): Style {
  const wanted = output.isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
  return wanted ? COLOUR : PLAIN
}
