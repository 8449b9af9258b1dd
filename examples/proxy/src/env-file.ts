import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

/** The variables in a `.env` file; none when there is no such file. */
export function readEnvFile(file: string): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
}
