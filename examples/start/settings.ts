/** The settings of `npm start`, from the environment. */
export type Settings = {
  readonly executorPort: number
  readonly proxyPort: number
  /** Whether to stop after the summary. */
  readonly demo: boolean
}

const HIGHEST_PORT = 65_535

function readPort(
  variables: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
  fallback: number,
): number {
  const name = names.find((candidate) => variables[candidate])
  if (name === undefined) return fallback
  const text = variables[name] ?? ''
  const port = Number(text)
  if (/^\d+$/.test(text) && port >= 1 && port <= HIGHEST_PORT) return port
  throw new RangeError(`${name} must be a whole number from 1 to ${HIGHEST_PORT}, received "${text}"`)
}

/** @throws RangeError that names the variable or the flag that is not usable */
export function readSettings(
  variables: Readonly<Record<string, string | undefined>>,
  flags: readonly string[],
): Settings {
  const unknown = flags.find((flag) => flag !== '--demo')
  if (unknown !== undefined) throw new RangeError(`unknown flag "${unknown}"; the only one is --demo`)
  const executorPort = readPort(variables, ['EXECUTOR_PORT'], 4010)
  const proxyPort = readPort(variables, ['PROXY_PORT', 'PORT'], 3003)
  if (executorPort === proxyPort) {
    throw new RangeError(`EXECUTOR_PORT and PROXY_PORT must differ, both are ${proxyPort}`)
  }
  return { executorPort, proxyPort, demo: flags.includes('--demo') }
}
